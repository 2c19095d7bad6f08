package mrz

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"sync"

	"portico/engine/imaging"
	"portico/engine/nn"
)

// Marks of a line's score, the mean log-probability of its characters. They
// were set on 47 outside pictures with a zone and 2 without. On
// rendered zones lines begin at -0.2 to 0 upright and -0.4 to -0.1 upside down;
// other text of those pictures lies mostly below -3.
const (
	sure     = -.08        // nothing left to gain
	good     = -.45        // a convincing line
	accept   = -1.1        // below it a block is no zone
	unlikely = accept - .4 // not worth a place in a block
	hopeless = -2.5        // not worth refining: of 400 lines of rendered zones none below -1.8 became convincing
)

// trial is a fit with what the network says of it.
type trial struct {
	fit
	score float64
	probs logProbs
	at    []int // column of each character; nil where the line is too short
}

// page is one picture being read, in one call. A failure of a network is kept
// and makes every later trial impossible. Trials may be made by several
// goroutines.
type page struct {
	pyramid
	glyphs, witness ask

	mu      sync.Mutex
	failure error // the first
}

func (p *page) err() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.failure
}

func (p *page) fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.failure = cmp.Or(p.failure, err)
}

// ask puts one tensor to a network and wants n values back.
type ask func(in nn.Tensor, n int) ([]float32, error)

func newPage(ctx context.Context, nets Nets, levels pyramid) *page {
	asking := func(what string, net nn.Net) ask {
		return func(in nn.Tensor, n int) ([]float32, error) {
			out, err := net.Run(ctx, in)
			if err != nil {
				return nil, fmt.Errorf("read %s: %w", what, err)
			}
			if len(out) != 1 || len(out[0].Data) != n {
				return nil, fmt.Errorf("read %s: %w: answer to %v", what, nn.ErrShape, in.Shape)
			}
			return out[0].Data, nil
		}
	}
	return &page{pyramid: levels, glyphs: asking("glyphs", nets.Glyphs), witness: asking("characters", nets.Witness)}
}

// read cuts the strip at f and asks the network.
func (p *page) read(f fit) logProbs {
	if p.err() != nil {
		return nil
	}
	luma, columns := p.strip(f)
	probs, err := p.glyphs(nn.Tensor{Shape: []int64{1, 1, stripRows, int64(columns)}, Data: ink(luma, columns)}, columns/stripStride*classes)
	p.fail(err)
	return probs
}

// try scores f as a line of n characters.
func (p *page) try(f fit, n int) trial {
	t := trial{fit: f, probs: p.read(f)}
	t.score, t.at = t.probs.path(n)
	return t
}

// tryAll is try for several fits side by side.
func (p *page) tryAll(fits []fit, n int) []trial {
	tries := make([]trial, len(fits))
	beside(len(fits), func(i int) { tries[i] = p.try(fits[i], n) })
	return tries
}

// beside does n things side by side, and returns when all are done.
func beside(n int, do func(int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { do(i) })
	}
	wg.Wait()
}

// widths are the numbers of characters that a line of a zone can have.
func widths() []int { return []int{30, 36, 44} }

// rungs are the numbers of characters by which a line's length is divided to
// try widths of a character: those of the formats first, for a line found from
// end to end, then a ladder for one that is longer or shorter than found.
func rungs() []float64 {
	return []float64{44, 36, 30, 46, 42, 39.5, 37.5, 34, 32, 28.5, 47.5}
}

// glanced is how many characters in the middle of a line are looked at to tell
// that it cannot be one of a zone, and noZone what they then score: of 58 such
// lines of rendered zones (seeds from 7000000, five typefaces that the networks
// know) none scored below -0.9, of 84 others 21 below -2.
const (
	glanced = 12
	noZone  = -2
)

// glance tells whether the middle of a line may be one of a zone.
func (p *page) glance(l Line) bool {
	u, _ := axes(l.Left, l.Right)
	for _, rung := range []float64{40, 32.5} {
		pitch := l.length() / rung
		half := glanced / 2 * pitch
		middle := p.read(fit{left: along(l.mid(), u, -half), right: along(l.mid(), u, half), pitch: pitch, tall: 1})
		if score, _ := middle.walk(glanced, 0); score >= noZone {
			return true
		}
	}
	return false
}

// coarse finds the number of characters of a line and roughly its fit; n is 0
// when nothing fits.
func (p *page) coarse(l Line) (best trial, n int) {
	best.score = impossible
	length := l.length()
	for _, rung := range rungs() {
		f := fit{left: l.Left, right: l.Right, pitch: length / rung, tall: 1}
		probs := p.read(f)
		for _, w := range widths() {
			if share := float64(w) * f.pitch / length; share < .86 || share > 1.14 {
				continue
			}
			if score, at := probs.path(w); score > best.score && at != nil {
				best, n = trial{fit: f, score: score, probs: probs, at: at}, w
			}
		}
		if n > 0 && best.score > good/2 && best.alone(-1) {
			break
		}
	}
	if n > 0 {
		best.fit = best.snapped()
	}
	return best, n
}

// snapped returns the fit whose ends are the outer edges of the characters
// found.
func (t *trial) snapped() fit {
	first, step, _ := regress(t.at)
	u, _ := axes(t.left, t.right)
	k, _ := t.pixel()
	edge := func(i float64) imaging.Point {
		column := (first+i*step)*stripStride + stripStride/2
		return along(t.left, u, (column-margin*stripPitch)*k)
	}
	f := t.fit
	f.left, f.right, f.pitch = edge(-.5), edge(float64(len(t.at))-.5), step*stripStride*k
	return f
}

// leastLean, in strip pixels, is what the path's whole columns cannot show.
const leastLean = 1.5

// straight tells whether the characters are evenly spaced and alone.
func (t *trial) straight() bool {
	if t.at == nil || t.score <= sure {
		return false
	}
	_, _, worst := regress(t.at)
	return worst < 2 && t.alone(-1)
}

// alone tells whether nothing like a character stands beside the line: the
// network gives nothing at least this log-probability.
func (t *trial) alone(nothing float32) bool {
	for _, c := range []int{t.at[0] - pace, t.at[len(t.at)-1] + pace} {
		if c >= 0 && c < t.probs.columns() && t.probs.at(c)[off] <= nothing {
			return false
		}
	}
	return true
}

// refine moves the ends, the place, the height and the bow of a line in turn
// while the network's score grows. thorough adds a second, finer round.
func (p *page) refine(best trial, n int, thorough bool) trial {
	if best.score < hopeless {
		return best
	}
	snap := func() {
		if best.at == nil {
			return
		}
		if t := p.try(best.snapped(), n); t.score > best.score-.02 {
			best = t
		}
		if extra := bent(best.at) * stripStride; best.score <= sure && math.Abs(extra) > leastLean {
			f := best.fit
			f.lean += extra
			if t := p.try(f, n); t.score > best.score+.004 {
				best = t
			}
		}
	}
	u, v := axes(best.left, best.right)
	move := func(left, right imaging.Point, taller float64) {
		f := best.fit
		f.left, f.right, f.tall = left, right, best.tall*taller
		f.pitch = best.pitch * imaging.Dist(left, right) / imaging.Dist(best.left, best.right)
		if t := p.try(f, n); t.score > best.score+.004 {
			best = t
		}
	}
	snap()
	if !best.straight() {
		for _, d := range [][2]float64{{0, 1}, {0, -1}, {1, 0}, {-1, 0}, {1, 1}, {-1, -1}} {
			move(along(best.left, u, d[0]*best.pitch), along(best.right, u, d[1]*best.pitch), 1)
		}
	}
	for size := 2.0; size >= 1 && best.score <= sure; size /= 2 {
		for _, d := range [][2]float64{{1, 1}, {-1, -1}, {1, -1}, {-1, 1}} {
			if best.score > sure {
				return best
			}
			k, _ := best.pixel()
			move(along(best.left, v, d[0]*size*k), along(best.right, v, d[1]*size*k), 1)
		}
		move(best.left, best.right, 1+.08*size)
		move(best.left, best.right, 1/(1+.08*size))
		for _, d := range []float64{size, -size} {
			if f := best.fit; best.score <= good/2 {
				f.bow += d
				if t := p.try(f, n); t.score > best.score+.004 {
					best = t
				}
			}
		}
		snap()
		if !thorough || best.score < unlikely {
			break
		}
	}
	return best
}

// cells returns the log-probabilities of each character of the trial's cut.
func (t *trial) cells() []cell {
	out := make([]cell, len(t.at))
	for i, column := range t.at {
		for g, lp := range t.probs.at(column)[:off] {
			out[i][g] = max(float64(lp), leastLogProb)
		}
	}
	return out
}

// leastLogProb keeps one cut from vetoing a character.
const leastLogProb = -14
