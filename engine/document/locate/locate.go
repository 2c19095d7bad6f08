// Package locate judges where in a picture an identity document lies.
//
// It takes quadrilaterals that somebody proposes, moves their sides onto the
// edges of the picture, scores them and keeps the best. Functions are pure and
// safe for concurrent use.
//
// Best judges by edges alone: straight ones all along four sides that end at
// the corners, and the shape of an ICAO card. It works on desks, counters and
// cloth; before a photograph it finds two real cards in five. Choose also asks
// a Network, which proposes outlines of its own and finds most; a closer look
// of it at what the first suggests finds more of the small ones, and Settle, for
// still pictures, has it look at the likeliest card straightened.
package locate

import (
	"cmp"
	"image"
	"math"
	"slices"

	"portico/engine/imaging"
)

// Side is the length in pixels of the longer side of the pictures that
// candidates are proposed and scored on.
const Side = 480

// Card is a document found in a picture.
type Card struct {
	Corners    imaging.Quad // clockwise, the first side a long one; in the picture's pixels
	Confidence float64      // that this is a card, 0..1
}

// What a candidate must be, and from which score on it is a card: the sample
// card scores 0.94 and 0.96; of 635 pictures without a card six reach the
// limit, and of 60 cards drawn before photographs 40 do.
const (
	minArea       = 0.08 // of the picture
	minSide       = 40.0 // pixels of the small picture
	minConfidence = 0.66
	mostFitted    = 12 // candidates whose sides are moved; fitting is what costs time
)

// Best returns the best of the candidates, which lie on small, a picture that
// Shrink made. Its corners are small's; Sharpen moves them to the large one.
// It reports false when no candidate looks like a card.
func Best(small *image.RGBA, candidates []imaging.Quad) (Card, bool) {
	g := newGradient(small)
	var likely []Card
	for _, q := range candidates {
		if q, ok := plausible(q, small.Rect); ok {
			if s := g.score(q); s >= minConfidence/2 {
				likely = append(likely, Card{q, s})
			}
		}
	}
	slices.SortStableFunc(likely, func(a, b Card) int { return cmp.Compare(b.Confidence, a.Confidence) })
	var best Card
	for _, c := range likely[:min(len(likely), mostFitted)] {
		q, ok := fit(small, c.Corners, coarseReach)
		if !ok {
			continue
		}
		if q, ok = plausible(q, small.Rect); !ok {
			continue
		}
		if s := g.score(q); s > best.Confidence {
			best = Card{q, s}
		}
	}
	return best, best.Confidence >= minConfidence
}

// Sharpen moves the corners of a card found on a picture shrunk by factor
// onto the edges of the picture itself.
func Sharpen(img *image.RGBA, c Card, factor float64) Card {
	c.Corners = c.Corners.Scale(factor)
	if factor <= 1 {
		return c
	}
	if q, ok := fit(img, c.Corners, 2*factor); ok && near(q, c.Corners, 4*factor) {
		c.Corners = q
	}
	return c
}

// plausible orders the corners clockwise with a long side first, and refuses
// what cannot be a card: too small, not convex, far too slim or too square,
// or mostly outside.
func plausible(q imaging.Quad, in image.Rectangle) (imaging.Quad, bool) {
	if q.Area() < 0 {
		q[1], q[3] = q[3], q[1]
	}
	if !convex(q) || q.Area() < minArea*float64(in.Dx()*in.Dy()) {
		return q, false
	}
	w, h := sides(q)
	if w < h {
		q = q.Rotate(1)
		w, h = h, w
	}
	if h < minSide || w/h > 2.1 || w/h < 1.15 {
		return q, false
	}
	slack := 0.05 * float64(max(in.Dx(), in.Dy()))
	for _, p := range q {
		if p.X < -slack || p.Y < -slack || p.X > float64(in.Dx())+slack || p.Y > float64(in.Dy())+slack {
			return q, false
		}
	}
	return q, true
}

// sides returns the mean lengths of the two pairs of opposite sides.
func sides(q imaging.Quad) (w, h float64) {
	return (imaging.Dist(q[0], q[1]) + imaging.Dist(q[2], q[3])) / 2,
		(imaging.Dist(q[1], q[2]) + imaging.Dist(q[3], q[0])) / 2
}

// convex reports whether q is convex with corners between 60° and 120°, as a
// card is under moderate perspective.
func convex(q imaging.Quad) bool {
	for i, p := range q {
		a, b := q[(i+3)%4], q[(i+1)%4]
		ux, uy, vx, vy := a.X-p.X, a.Y-p.Y, b.X-p.X, b.Y-p.Y
		lu, lv := math.Hypot(ux, uy), math.Hypot(vx, vy)
		if lu < 1 || lv < 1 || (vx*uy-vy*ux) <= 0 || math.Abs(ux*vx+uy*vy) > .5*lu*lv {
			return false
		}
	}
	return true
}

func near(a, b imaging.Quad, within float64) bool {
	for i := range a {
		if imaging.Dist(a[i], b[i]) > within {
			return false
		}
	}
	return true
}
