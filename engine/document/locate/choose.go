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
)

// Choose is Best where a network has had a look at small: its outline is one
// more candidate, and what it saw speaks for or against each of them.
func Choose(small *image.RGBA, candidates []imaging.Quad, seen Seen) (Card, bool) {
	g := newGradient(small)
	judge := func(q imaging.Quad, leastEdges float64) (Card, bool) {
		q, ok := plausible(q, small.Rect)
		if !ok {
			return Card{}, false
		}
		edges := g.score(q)
		if edges < leastEdges {
			return Card{}, false
		}
		return Card{q, (edges + seen.Overlap(q)) / 2}, true
	}
	var likely []Card
	for _, q := range candidates {
		if c, ok := judge(q, minConfidence/2); ok {
			likely = append(likely, c)
		}
	}
	slices.SortStableFunc(likely, func(a, b Card) int { return cmp.Compare(b.Confidence, a.Confidence) })
	likely = likely[:min(len(likely), mostFitted)]
	var best Card
	for _, outline := range seen.Outlines() {
		c, ok := judge(outline, 0)
		if !ok {
			continue
		}
		if c.Confidence > best.Confidence {
			best = c
		}
		likely = append(likely, c)
		if q, ok := fit(small, c.Corners, wideReach); ok {
			likely = append(likely, Card{Corners: q})
		}
	}
	for _, c := range likely {
		q, ok := fit(small, c.Corners, coarseReach)
		if !ok {
			continue
		}
		if c, ok = judge(q, 0); ok && c.Confidence > best.Confidence {
			best = c
		}
	}
	return best, best.Confidence >= sure
}
