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

// convincing tells that no further block of the picture need be tried. Of the
// check digits half may be misprinted; a pattern that looks like letters has
// few that are right.
func (c *candidate) convincing() bool {
	return c.score > 2*sure && c.odd < 3 && 2*c.right >= len(c.Checks) || c.Valid && c.score > 1.6*good
}

// zone reads one block, upright or upside down; nil when it is none.
func (p *page) zone(b block) *candidate {
	probe := b.lines[min(1, len(b.lines)-1)]
	first, n := p.first(probe)
	if first.score < unlikely {
		return nil
	}
	var others []Line
	for _, l := range b.lines {
		if l != probe {
			others = append(others, l)
		}
	}
	return p.around(first, n, others)
}

// first fits the line that a block is begun with.
func (p *page) first(l Line) (trial, int) {
	t, n := p.coarse(l)
	if t.score < accept-1.5 { // a zone upside down scores only a little lower
		return trial{score: impossible}, 0
	}
	if t.score < good {
		if turned, m := p.coarse(Line{l.Right, l.Left, l.Height}); turned.score > t.score {
			t, n = turned, m
		}
	} else if turned := p.try(t.upsideDown(), n); turned.score > t.score {
		t = turned
	}
	t = p.refine(t.fit, n, true)
	if t.score >= unlikely && (t.score < good || !t.alone(-3)) { // unsure of the number of characters
		base, was := t.fit, n
		for _, m := range widths() {
			if m == was {
				continue
			}
			same := base // the same line, its characters narrower or wider
			same.pitch *= float64(was) / float64(m)
			for _, f := range []fit{same, base.longer(float64(m - was))} {
				if other := p.refine(f, m, false); other.score > t.score {
					t, n = other, m
				}
			}
		}
	}
	return t, n
}

// around fits the lines above (negative) and below (positive) the first: at
// the places of the block's other lines, then at the usual spacing. The side of
// the nearest of those lines comes first, and once the lines found make a
// convincing zone no more are looked for.
func (p *page) around(first trial, n int, others []Line) (best *candidate) {
	_, v := axes(first.left, first.right)
	below := func(middle imaging.Point) float64 { return dot(sub(middle, first.left), v) }
	nearest := 2.5 * first.pitch // 6.35 mm between lines, 2.54 mm between characters (Doc 9303-3, 4.2)
	offsets := make([]float64, len(others))
	for i, l := range others {
		offsets[i] = below(l.mid())
	}
	slices.SortFunc(offsets, func(a, b float64) int { return cmp.Compare(math.Abs(a), math.Abs(b)) })
	sides := []int{-1, 1}
	if len(offsets) > 0 {
		nearest = math.Abs(offsets[0])
		if offsets[0] > 0 {
			sides = []int{1, -1}
		}
	}
	found := map[int]trial{0: first}
	for k := 1; k < lineCount(n); k++ {
		for _, side := range sides {
			last, ok := found[side*(k-1)]
			if !ok {
				continue
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
			t := p.bestOf(places, first.fit, v, n)
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

// bestOf fits a line at the likeliest of the distances from f, and at the next
// while none is good.
func (p *page) bestOf(distances []float64, f fit, v imaging.Point, n int) trial {
	var tries []trial
	slices.Sort(distances)
	last := math.Inf(-1)
	for _, d := range distances {
		if d-last > f.pitch/8 {
			tries = append(tries, p.try(f.shift(v, d), n))
			last = d
		}
	}
	slices.SortStableFunc(tries, func(a, b trial) int { return cmp.Compare(b.score, a.score) })
	best := trial{score: impossible}
	for _, t := range tries[:min(len(tries), mostPlaces)] {
		if t = p.refineFrom(t, n, true); t.score > best.score {
			best = t
		}
		if best.score > good {
			break
		}
	}
	return best
}

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

// settle reads the lines of a candidate with both readers: as they were found
// where that leaves no doubt, else thoroughly. It returns nil when the page has
// failed.
func (p *page) settle(c *candidate) *candidate {
	once := p.hear(c, func(t trial) (trial, []cell) { return t, t.cells() })
	if once == nil || once.Valid && once.worst < clearDoubt {
		return once
	}
	return p.hear(c, p.settled)
}

// clearDoubt is the doubt below which a line need not be read more than once.
const clearDoubt = .01

// hear is the candidate with both readers' evidence of its lines, each as
// placed says.
func (p *page) hear(c *candidate, placed func(trial) (trial, []cell)) *candidate {
	var e evidence
	run := make([]trial, len(c.run))
	for i, t := range c.run {
		var cells []cell
		run[i], cells = placed(t)
		e.glyphs, e.witness = append(e.glyphs, cells), append(e.witness, p.testify(run[i]))
	}
	if p.err != nil {
		return nil
	}
	d, ok := decode(e)
	if !ok { // the first letter of the document's code makes another format of it
		return c
	}
	heard := *c
	heard.Reading, heard.run, heard.evidence, heard.worst = *d.reading(), run, e, d.worst()
	heard.Zone = outline(run)
	return &heard
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
