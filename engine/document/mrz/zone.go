package mrz

import (
	"cmp"
	"math"
	"slices"

	"portico/engine/imaging"
)

// candidate is a reading and what ranks it among others.
type candidate struct {
	Reading
	run      []trial
	evidence evidence
	score    float64 // mean score of its lines
	rank     float64
	odd      int
	right    int     // check digits that hold
	worst    float64 // doubt of any character
}

// convincing tells that no further block of the picture need be tried. Of a
// plain print every check digit may be misprinted, of any other half: a pattern
// that looks like letters has few that are right.
func (c *candidate) convincing() bool {
	return c.score > sure/2 && c.odd < 2 ||
		c.score > 2*sure && c.odd < 3 && 2*c.right >= len(c.Checks) ||
		c.Valid && c.score > 1.6*good
}

// around fits the lines above (negative) and below (positive) the first: at
// the places of the block's other lines, then at the usual spacing. The side of
// the nearest of those lines comes first, unless only the other looks like a
// line of a zone, and once the lines found make a convincing zone no more are
// looked for.
func (p *page) around(first trial, n int, others []Line) (best *candidate) {
	_, v := axes(first.left, first.right)
	below := func(middle imaging.Point) float64 { return dot(sub(middle, first.left), v) }
	nearest, near := 2.5*first.pitch, -1 // 6.35 mm between lines, 2.54 mm between characters (Doc 9303-3, 4.2)
	offsets := make([]float64, len(others))
	for i, l := range others {
		offsets[i] = below(l.mid())
	}
	slices.SortFunc(offsets, func(a, b float64) int { return cmp.Compare(math.Abs(a), math.Abs(b)) })
	if len(offsets) > 0 {
		nearest = math.Abs(offsets[0])
		if offsets[0] > 0 {
			near = 1
		}
	}
	found := map[int]trial{0: first}
	for k := 1; k < lineCount(n); k++ {
		beyond := func(side int) []trial {
			last, ok := found[side*(k-1)]
			if !ok {
				return nil
			}
			down, base, gap := float64(side), below(last.middle()), nearest
			var places []float64
			if k > 1 {
				gap = base * down / float64(k-1)
			}
			for _, o := range offsets {
				if d := (o - base) * down; d > .6*gap && d < 1.5*gap {
					places = append(places, o)
				}
			}
			places = append(places, base+down*gap)
			if k == 1 {
				for _, usual := range []float64{1.75, 2.1, 2.5} {
					places = append(places, down*usual*first.pitch)
				}
			}
			return p.places(places, first.fit, v, n)
		}
		sides, tries := []int{near, -near}, map[int][]trial{near: beyond(near)}
		if score(tries[near]) < good {
			if tries[-near] = beyond(-near); score(tries[-near]) > score(tries[near]) {
				slices.Reverse(sides)
			}
		}
		for _, side := range sides {
			if tries[side] == nil {
				tries[side] = beyond(side)
			}
			t := p.bestOf(tries[side], n)
			if t.score < unlikely {
				continue
			}
			found[side*k] = t
			if best = p.bestRun(found, n); best != nil && best.convincing() {
				return best
			}
		}
	}
	return best
}

// places tries f at distances from where it is, the likeliest first.
func (p *page) places(distances []float64, f fit, v imaging.Point, n int) []trial {
	var fits []fit
	slices.Sort(distances)
	last := math.Inf(-1)
	for _, d := range distances {
		if d-last > f.pitch/8 {
			fits = append(fits, f.shift(v, d))
			last = d
		}
	}
	tries := p.tryAll(fits, n)
	slices.SortStableFunc(tries, func(a, b trial) int { return -worse(a, b) })
	return tries
}

// score is that of the likeliest of tries.
func score(tries []trial) float64 {
	if len(tries) == 0 {
		return impossible
	}
	return tries[0].score
}

// bestOf refines the likeliest of tries, and the next while none is good.
func (p *page) bestOf(tries []trial, n int) trial {
	best := trial{score: impossible}
	for _, t := range tries[:min(len(tries), mostPlaces)] {
		if t = p.refine(t, n, true); t.score > best.score {
			best = t
		}
		if best.score > good {
			break
		}
	}
	return best
}

func worse(a, b trial) int { return cmp.Compare(a.score, b.score) }

// mostPlaces is how many places of a neighbouring line are worth refining.
const mostPlaces = 2

func lineCount(width int) int {
	if width == 30 {
		return 3
	}
	return 2
}

// bestRun decodes every run of as many neighbouring lines as the format has.
func (p *page) bestRun(lines map[int]trial, n int) *candidate {
	var best *candidate
	count := lineCount(n)
next:
	for top := -count + 1; top <= 0; top++ {
		var run []trial
		var cells [][]cell
		for k := top; k < top+count; k++ {
			t, ok := lines[k]
			if !ok {
				continue next
			}
			run, cells = append(run, t), append(cells, t.cells())
		}
		if c := weighRun(run, cells); c != nil && (best == nil || c.rank > best.rank) {
			best = c
		}
	}
	return best
}

func weighRun(run []trial, cells [][]cell) *candidate {
	e := evidence{glyphs: cells}
	d, ok := decode(e)
	if !ok {
		return nil
	}
	c := &candidate{Reading: *d.reading(), run: run, evidence: e, odd: d.odd, right: d.right}
	c.Zone = outline(run)
	for _, t := range run {
		c.score += t.score / float64(len(run))
	}
	characters := len(run) * len(cells[0])
	if c.score <= accept || d.odd > characters/16 {
		return nil
	}
	c.rank = c.score + .5*float64(d.right)/float64(len(d.Checks)) - .15*float64(d.odd)
	return c
}

// outline returns the corners around all lines, half a capital beyond.
func outline(run []trial) imaging.Quad {
	top, bottom := run[0], run[len(run)-1]
	u, v := axes(top.left, top.right)
	_, k := top.pixel()
	room := k * stripCap
	corner := func(p imaging.Point, right, down float64) imaging.Point {
		return along(along(p, u, right*room/2), v, down*room)
	}
	return imaging.Quad{corner(top.left, -1, -1), corner(top.right, 1, -1), corner(bottom.right, 1, 1), corner(bottom.left, -1, 1)}
}
