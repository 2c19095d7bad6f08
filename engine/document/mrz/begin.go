package mrz

import (
	"iter"
	"math"
	"slices"
)

// best reads the blocks and returns the best zone, or nil. Blocks that begin
// with what looks like a line of a zone are read as they come, until one
// convinces; all others, the likeliest first, only where none does.
func (p *page) best(blocks iter.Seq[block]) (best *candidate) {
	var begun, weak []beginning
	read := func(b beginning) (done bool) {
		if c := p.zone(b); c != nil && (best == nil || c.rank > best.rank) {
			best = c
		}
		return best != nil && best.convincing() || p.err() != nil
	}
	for b := range blocks {
		if slices.ContainsFunc(begun, func(o beginning) bool { return o.line.same(b.first()) }) || best != nil && best.holds(b.first()) {
			continue
		}
		start := p.begin(b)
		begun = append(begun, start)
		switch {
		case start.score < good:
			weak = append(weak, start)
		case read(start):
			return best
		}
	}
	slices.SortStableFunc(weak, func(a, b beginning) int { return -worse(a.trial, b.trial) })
	for _, b := range weak {
		if b.score < mostTurned {
			break
		}
		if (best == nil || !best.holds(b.line)) && read(b) {
			break
		}
	}
	return best
}

// beginning is the line that a block is begun with, and roughly its fit.
type beginning struct {
	trial
	n      int // characters
	line   Line
	others []Line // of the block
}

// first is the line that a block is begun with: the second, since lines of
// other print are more often found above a zone than below.
func (b block) first() Line { return b.lines[min(1, len(b.lines)-1)] }

// holds tells whether the candidate, a clear one, has the line among its own.
func (c *candidate) holds(l Line) bool {
	return c.score > 2*sure && slices.ContainsFunc(c.run, func(t trial) bool {
		u, v := axes(t.left, t.right)
		d := sub(l.mid(), t.middle())
		return math.Abs(dot(d, v)) < l.Height/2 && math.Abs(dot(d, u)) < l.length()/4
	})
}

// begin finds the width of a block's first line, whichever way up.
func (p *page) begin(b block) beginning {
	l := b.first()
	if !p.glance(l) {
		return beginning{trial: trial{score: impossible}, line: l}
	}
	t, n := p.coarse(l)
	if t.score >= mostTurned && t.score < good {
		if turned, m := p.coarse(Line{l.Right, l.Left, l.Height}); turned.score > t.score {
			t, n = turned, m
		}
	}
	others := slices.DeleteFunc(slices.Clone(b.lines), func(o Line) bool { return o == l })
	return beginning{t, n, l, others}
}

// mostTurned is what a line must score for its block to be worth reading: a
// zone upside down scores only a little lower than upright.
const mostTurned = accept - 1.5

// zone reads one block from its first line on; nil when it is none.
func (p *page) zone(b beginning) *candidate {
	first, n := p.first(b.trial, b.n)
	if first.score < unlikely {
		return nil
	}
	return p.around(first, n, b.others)
}

// first fits the line that a block is begun with.
func (p *page) first(t trial, n int) (trial, int) {
	t = p.refine(p.upright(t.fit, n), n, true)
	if t.score >= unlikely && (t.score < good || !t.alone(-3)) { // unsure of the number of characters
		var others []trial
		for _, m := range widths() {
			if m == n {
				continue
			}
			same := t.fit // the same line, its characters narrower or wider
			same.pitch *= float64(n) / float64(m)
			others = append(others, p.try(same, m), p.try(t.longer(float64(m-n)), m))
		}
		slices.SortStableFunc(others, func(a, b trial) int { return -worse(a, b) })
		for _, o := range others[:mostWidths] {
			if o = p.refine(o, len(o.at), false); o.score > t.score {
				t, n = o, len(o.at)
			}
		}
	}
	return t, n
}

// mostWidths is how many fits with another number of characters are refined.
const mostWidths = 2

// upright reads a line as it lies and upside down, and returns the better.
func (p *page) upright(f fit, n int) trial {
	tries := p.tryAll([]fit{f, f.upsideDown()}, n)
	return slices.MaxFunc(tries, worse)
}
