package magnifeye

import (
	"cmp"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/liveness/track"
)

// weight says how much what a homography leaves over at a vertex, in either
// direction, speaks for a solid head: of a face on the camera's axis, and by
// how much more for each distance of the pupils that it is right of or below it.
type weight struct {
	vertex         int
	x, y           float64
	xRight, yBelow float64
}

// reliefTable is what models/train/relief fitted: one line a vertex.
//
//go:embed relief.tsv
var reliefTable string

type reliefModel struct {
	bias    float64
	weights []weight
}

var model = sync.OnceValue(func() reliefModel {
	var m reliefModel
	for i, line := range strings.Split(strings.TrimSpace(reliefTable), "\n") {
		var w weight
		var err error
		if i == 0 {
			_, err = fmt.Sscanf(line, "bias\t%g", &m.bias)
		} else {
			_, err = fmt.Sscanf(line, "%d\t%g\t%g\t%g\t%g", &w.vertex, &w.x, &w.y, &w.xRight, &w.yBelow)
			m.weights = append(m.weights, w)
		}
		if err != nil || w.vertex < 0 || w.vertex >= face.SurfacePoints {
			panic("magnifeye: relief.tsv: " + line) // fixed at build time and tested
		}
	}
	return m
})

// usualGrowth is the unit in which the growth of the distance of the pupils,
// over the longer side of the picture, is measured in the table.
const usualGrowth = .1

// relief returns by how much the perspective of the face changed from far to
// near: 1 as a solid head's does, 0 as that of something flat, which shows
// the same picture whatever its place and turn but for a homography. False
// when the face did not grow or has no mesh.
//
// What the best homography leaves over is weighted and summed. Theory says
// what is left: Z/d·(x' − x) for a point that stands Z nearer to the camera
// than the rest, d away at the near end, with x from the camera's axis, so that
// it depends on where in the picture the face is. The weights are fitted
// nevertheless, because a mesh that a network guesses follows theory only by a
// third and errs in ways of its own.
func relief(far, near track.Frame) (float64, bool) {
	u0, u1 := far.Face.EyeDistance, near.Face.EyeDistance
	if len(far.Face.Mesh) < face.SurfacePoints || len(near.Face.Mesh) < face.SurfacePoints || u0 <= 0 || u1 <= u0 {
		return 0, false
	}
	m := model()
	a, _ := flattened(far.Face.Mesh, m.weights, u0)
	b, middle := flattened(near.Face.Mesh, m.weights, u1)
	right, below := (middle.X-float64(near.Size.X)/2)/u1, (middle.Y-float64(near.Size.Y)/2)/u1
	h, err := imaging.Over(a, b)
	if err != nil {
		return 0, false
	}
	var sum float64
	for i, w := range m.weights {
		x, y := imaging.Rows(a[i], b[i])
		sum += (w.x+w.xRight*right)*x.Left(h) + (w.y+w.yBelow*below)*y.Left(h)
	}
	unit := usualGrowth * float64(max(near.Size.X, near.Size.Y)) / (u1 - u0)
	return sum*unit + m.bias, true
}

// flattened are the vertices of the table around their middle, in units of u.
func flattened(mesh []face.Point3, weights []weight, u float64) (out []imaging.Point, middle imaging.Point) {
	out = make([]imaging.Point, len(weights))
	for _, w := range weights {
		middle.X += mesh[w.vertex].X / float64(len(weights))
		middle.Y += mesh[w.vertex].Y / float64(len(weights))
	}
	for i, w := range weights {
		out[i] = imaging.Point{X: (mesh[w.vertex].X - middle.X) / u, Y: (mesh[w.vertex].Y - middle.Y) / u}
	}
	return out, middle
}

// ends is how many of the farthest and of the nearest frames are paired.
const ends = 7

// meanRelief is the mean over pairs of one of the farthest and one of the
// nearest frames.
func meanRelief(frames []track.Frame) (float64, bool) {
	sorted := slices.SortedStableFunc(slices.Values(frames), func(a, b track.Frame) int { return cmp.Compare(a.Reach(), b.Reach()) })
	n := min(ends, len(sorted)/3)
	var sum, pairs float64
	for _, far := range sorted[:n] {
		for _, near := range sorted[len(sorted)-n:] {
			if r, ok := relief(far, near); ok {
				sum += r
				pairs++
			}
		}
	}
	return sum / pairs, pairs > 0
}
