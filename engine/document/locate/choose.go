package locate

import (
	"cmp"
	"image"
	"slices"

	"portico/engine/imaging"
)

// Where the network has had a look, a candidate counts by the mean of what its
// edges score and of how well it overlaps what the network saw.
const (
	sure      = 0.62
	wideReach = 14.0 // coarseReach for the network's outline, in pixels of the small picture
	sameCard  = 24.0 // pixels of the small picture between corners of outlines of one card
)

// Choose is Best where a network has had a look at small: its outlines are
// more candidates, and what it saw speaks for or against each of them. The
// network says which card; among outlines of the same one the edges decide.
func Choose(small *image.RGBA, candidates []imaging.Quad, seen Seen) (Card, bool) {
	g := newGradient(small)
	var likely []judged
	for _, q := range candidates {
		if c, ok := g.judge(q, small.Rect, seen, minConfidence/2); ok {
			likely = append(likely, c)
		}
	}
	slices.SortStableFunc(likely, func(a, b judged) int { return cmp.Compare(b.Confidence, a.Confidence) })
	likely = likely[:min(len(likely), mostFitted)]
	var fitted []judged
	for _, q := range seen.Outlines() {
		c, ok := g.judge(q, small.Rect, seen, 0)
		if !ok {
			continue
		}
		fitted = append(fitted, c)
		likely = append(likely, c)
		if c.Corners, ok = fit(small, c.Corners, wideReach); ok {
			likely = append(likely, c)
		}
	}
	for _, c := range likely {
		q, ok := fit(small, c.Corners, coarseReach)
		if !ok {
			continue
		}
		if c, ok = g.judge(q, small.Rect, seen, 0); ok {
			fitted = append(fitted, c)
		}
	}
	if len(fitted) == 0 {
		return Card{}, false
	}
	card := slices.MaxFunc(fitted, func(a, b judged) int { return cmp.Compare(a.Confidence, b.Confidence) })
	best := card
	for _, c := range fitted {
		if c.edges > best.edges && near(c.Corners, card.Corners, sameCard) {
			best = c
		}
	}
	return best.Card, best.Confidence >= sure
}

// judged is a Card with what its edges alone score.
type judged struct {
	Card
	edges float64
}

// judge fails where q cannot be a card or has fewer edges than least.
func (g *gradient) judge(q imaging.Quad, in image.Rectangle, seen Seen, least float64) (judged, bool) {
	q, ok := plausible(q, in)
	if !ok {
		return judged{}, false
	}
	edges := g.score(q)
	if edges < least {
		return judged{}, false
	}
	return judged{Card{q, (edges + seen.Overlap(q)) / 2}, edges}, true
}
