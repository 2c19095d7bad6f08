package locate

import (
	"cmp"
	"image"
	"slices"

	"portico/engine/imaging"
)

// A candidate counts by what its edges score and by how well it overlaps what
// the network saw, the mean of its looks; from sure on it is a card. Of 165
// drawn cards before photographs that the network was trained on, 153 are
// settled with an overlap of 0.95 or more with the truth, and all of those
// reach sure; so does one of 211 such photographs without a card.
const sure = 0.66

// weight is how much the edges count beside what the network saw, 0..1.
type weight float64

// What a look at a straightened card saw is worth more: with an older network
// 151 of those 165 were outlined so, and 149 with equal weights.
const (
	lookAtAll    weight = 0.5
	lookStraight weight = 0.25
)

const (
	wideReach = 14.0 // coarseReach for the network's outline, in pixels of the small picture
	mostWide  = 4    // edge candidates that are fitted from as far away
)

// Choose is Best where a network has had a look at small: its outlines are
// more candidates, and what it saw speaks for or against each of them.
func Choose(small *image.RGBA, candidates []imaging.Quad, seen Seen) (Card, bool) {
	if len(candidates) == 0 && len(seen.Outlines()) == 0 {
		return Card{}, false // most live frames: a fifth of the time
	}
	card, _ := propose(small, candidates, seen).best(lookAtAll, seen)
	return card, card.Confidence >= sure
}

// proposals are outlines of what may be a card in a small picture.
type proposals struct {
	small *image.RGBA
	edges *gradient
	cards []Card // whose confidence is what their edges score
}

// propose fits the candidates that are likeliest by what was seen, and what
// was seen itself.
func propose(small *image.RGBA, candidates []imaging.Quad, seen Seen) *proposals {
	p := &proposals{small: small, edges: newGradient(small)}
	var likely []Card
	for _, q := range candidates {
		if c, ok := p.judge(q); ok {
			c.Confidence += seen.Overlap(c.Corners)
			likely = append(likely, c)
		}
	}
	slices.SortStableFunc(likely, func(a, b Card) int { return cmp.Compare(b.Confidence, a.Confidence) })
	for i, c := range likely[:min(len(likely), mostFitted)] {
		p.fit(c.Corners, coarseReach)
		if i < mostWide {
			p.fit(c.Corners, wideReach)
		}
	}
	p.add(seen)
	return p
}

// add proposes what was seen, as it is and on the edges near it.
func (p *proposals) add(seen Seen) {
	for _, q := range seen.Outlines() {
		c, ok := p.judge(q)
		if !ok {
			continue
		}
		p.cards = append(p.cards, c)
		p.fit(c.Corners, coarseReach)
		if q, ok := fit(p.small, c.Corners, wideReach); ok {
			p.offer(q)
			p.fit(q, coarseReach)
		}
	}
}

// fit proposes q moved onto edges within reach pixels, where there are any.
func (p *proposals) fit(q imaging.Quad, reach float64) {
	if q, ok := fit(p.small, q, reach); ok {
		p.offer(q)
	}
}

func (p *proposals) offer(q imaging.Quad) {
	if c, ok := p.judge(q); ok {
		p.cards = append(p.cards, c)
	}
}

// judge scores the edges of q; it fails where q cannot be a card.
func (p *proposals) judge(q imaging.Quad) (Card, bool) {
	q, ok := plausible(q, p.small.Rect)
	return Card{q, p.edges.score(q)}, ok
}

// best returns the proposal that agrees best with what was seen, if there is
// any.
func (p *proposals) best(edges weight, looks ...Seen) (Card, bool) {
	var best Card
	for _, c := range p.cards {
		var overlap float64
		for _, seen := range looks {
			overlap += seen.Overlap(c.Corners) / float64(len(looks))
		}
		c.Confidence = float64(edges)*c.Confidence + (1-float64(edges))*overlap
		if c.Confidence > best.Confidence {
			best = c
		}
	}
	return best, len(p.cards) > 0
}
