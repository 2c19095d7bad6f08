package face

import (
	"cmp"
	"context"
	"fmt"
	"image"
	"math"
	"slices"

	"portico/engine/imaging"
	"portico/engine/nn"
)

// A detection is one face as a BlazeFace network reports it (Bazarevsky et
// al., "BlazeFace", 2019).
type detection struct {
	score  float64
	lo, hi imaging.Point    // corners of the upright box
	points [6]imaging.Point // right eye, left eye, nose tip, mouth, right and left ear
}

// grid is a layer of anchors: cells per side and anchors in each cell.
type grid struct{ cells, count int }

// detectorSpec is how to run and decode one of the two networks.
type detectorSpec struct {
	size           int // pixels per side of the input
	grids          []grid
	threshold      float64 // of the score, as MediaPipe has it
	boxes, classes string  // names of the outputs
}

var (
	shortRange = detectorSpec{
		size: 128, grids: []grid{{16, 2}, {8, 6}}, threshold: .5,
		boxes: "regressors", classes: "classificators",
	}
	fullRange = detectorSpec{
		size: 192, grids: []grid{{48, 1}}, threshold: .6,
		boxes: "Identity", classes: "Identity_1",
	}
)

// sameFace is the overlap (intersection over union) from which two boxes are
// taken for one face, as MediaPipe has it.
const sameFace = .3

// anchors returns the centres of the cells, row by row, 0 to 1.
func (d detectorSpec) anchors() []imaging.Point {
	var all []imaging.Point
	for _, g := range d.grids {
		for i := range g.cells * g.cells {
			p := imaging.Point{
				X: (float64(i%g.cells) + .5) / float64(g.cells),
				Y: (float64(i/g.cells) + .5) / float64(g.cells),
			}
			all = append(all, slices.Repeat([]imaging.Point{p}, g.count)...)
		}
	}
	return all
}

// detect returns the faces in the square s of img, best first. Of one that is
// turned, boxes and points mean something, but their sides are not the box's.
func (d detectorSpec) detect(ctx context.Context, net nn.Net, s square, img *image.RGBA) ([]detection, error) {
	small, err := letterbox(img, s, d.size)
	if err != nil {
		return nil, err
	}
	return d.detectIn(ctx, net, s, small)
}

// detectIn is detect where s is cut out already, as small.
func (d detectorSpec) detectIn(ctx context.Context, net nn.Net, s square, small *image.RGBA) ([]detection, error) {
	anchors := d.anchors()
	out, err := run(ctx, net, interleaved(small, 2./255, -1),
		output{d.boxes, 16 * len(anchors)}, output{d.classes, len(anchors)})
	if err != nil {
		return nil, fmt.Errorf("detect faces: %w", err)
	}
	return suppress(d.decode(out[0], out[1], anchors, s)), nil
}

// decode turns the rows of the network into boxes of the picture. A row is
// centre, width and height, then six points, in input pixels; all but width
// and height are relative to the row's anchor.
func (d detectorSpec) decode(rows, logits []float32, anchors []imaging.Point, s square) []detection {
	var found []detection
	for i, logit := range logits {
		score := sigmoid(float64(logit))
		if score < d.threshold {
			continue
		}
		row := rows[16*i : 16*i+16]
		at := func(k int) imaging.Point {
			return s.place(
				anchors[i].X+float64(row[k])/float64(d.size),
				anchors[i].Y+float64(row[k+1])/float64(d.size))
		}
		c := at(0)
		w := float64(row[2]) / float64(d.size) * s.side / 2
		h := float64(row[3]) / float64(d.size) * s.side / 2
		f := detection{
			score: score,
			lo:    imaging.Point{X: c.X - w, Y: c.Y - h},
			hi:    imaging.Point{X: c.X + w, Y: c.Y + h},
		}
		for k := range f.points {
			f.points[k] = at(4 + 2*k)
		}
		found = append(found, f)
	}
	return found
}

// suppress makes one detection, best first, of each group of overlapping
// ones: their mean, weighted by score, with the best score.
func suppress(all []detection) []detection {
	slices.SortStableFunc(all, func(a, b detection) int { return cmp.Compare(b.score, a.score) })
	var kept []detection
	for len(all) > 0 {
		best := all[0]
		var group, rest []detection
		for _, d := range all {
			if overlap(best, d) > sameFace {
				group = append(group, d)
			} else {
				rest = append(rest, d)
			}
		}
		if len(group) == 0 { // a box without area overlaps nothing, not even itself
			all = rest[1:]
			continue
		}
		kept = append(kept, mean(group))
		all = rest
	}
	return kept
}

func mean(group []detection) detection {
	m := detection{score: group[0].score}
	var total float64
	for _, d := range group {
		total += d.score
	}
	for _, d := range group {
		w := d.score / total
		m.lo, m.hi = add(m.lo, d.lo, w), add(m.hi, d.hi, w)
		for k := range m.points {
			m.points[k] = add(m.points[k], d.points[k], w)
		}
	}
	return m
}

func add(p, q imaging.Point, w float64) imaging.Point {
	return imaging.Point{X: p.X + w*q.X, Y: p.Y + w*q.Y}
}

// overlap returns the intersection of two boxes over their union, 0 to 1.
func overlap(a, b detection) float64 {
	w := math.Min(a.hi.X, b.hi.X) - math.Max(a.lo.X, b.lo.X)
	h := math.Min(a.hi.Y, b.hi.Y) - math.Max(a.lo.Y, b.lo.Y)
	if w <= 0 || h <= 0 {
		return 0
	}
	area := func(d detection) float64 { return (d.hi.X - d.lo.X) * (d.hi.Y - d.lo.Y) }
	return w * h / (area(a) + area(b) - w*h)
}

// crop returns where the mesh network looks: 1.5 times the box, eyes level.
func (d detection) crop() square {
	return around([]imaging.Point{d.lo, d.hi}, d.points[0], d.points[1], meshMargin)
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
