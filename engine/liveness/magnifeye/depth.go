package magnifeye

import (
	"cmp"
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/liveness/track"
)

// weight says how much what a homography leaves over at a vertex, in either
// direction, speaks for a solid head.
type weight struct {
	vertex int
	x, y   float64
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
			_, err = fmt.Sscanf(line, "bias\t%g\t0", &m.bias)
		} else {
			_, err = fmt.Sscanf(line, "%d\t%g\t%g", &w.vertex, &w.x, &w.y)
			m.weights = append(m.weights, w)
		}
		if err != nil || w.vertex < 0 || w.vertex >= surface {
			panic("magnifeye: relief.tsv: " + line) // fixed at build time and tested
		}
	}
	return m
})

// surface is how many vertices of the mesh lie on the face; the irises follow.
const surface = 468

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
// than the rest, d away at the near end. The weights are fitted nevertheless,
// because a mesh that a network guesses follows theory only by a third and
// errs in ways of its own.
func relief(far, near track.Frame) (float64, bool) {
	u0, u1 := far.Face.EyeDistance, near.Face.EyeDistance
	if len(far.Face.Mesh) < surface || len(near.Face.Mesh) < surface || u0 <= 0 || u1 <= u0 {
		return 0, false
	}
	m := model()
	a, b := flattened(far.Face.Mesh, m.weights, u0), flattened(near.Face.Mesh, m.weights, u1)
	h, ok := homography(a, b)
	if !ok {
		return 0, false
	}
	var sum float64
	for i, w := range m.weights {
		sum += h.left(a[i], b[i], w)
	}
	unit := usualGrowth * float64(max(near.Size.X, near.Size.Y)) / (u1 - u0)
	return sum*unit + m.bias, true
}

// flattened are the vertices of the table around their middle, in units of u.
func flattened(mesh []face.Point3, weights []weight, u float64) []imaging.Point {
	out := make([]imaging.Point, len(weights))
	var mx, my float64
	for _, w := range weights {
		mx += mesh[w.vertex].X / float64(len(weights))
		my += mesh[w.vertex].Y / float64(len(weights))
	}
	for i, w := range weights {
		out[i] = imaging.Point{X: (mesh[w.vertex].X - mx) / u, Y: (mesh[w.vertex].Y - my) / u}
	}
	return out
}

// unknowns of a homography whose last entry is 1.
const unknowns = 8

type projective [unknowns]float64

func rowsOf(a, b imaging.Point) (x, y [unknowns]float64) {
	return [unknowns]float64{1, a.X, a.Y, 0, 0, 0, -a.X * b.X, -a.Y * b.X},
		[unknowns]float64{0, 0, 0, 1, a.X, a.Y, -a.X * b.Y, -a.Y * b.Y}
}

// homography is the least-squares fit of b over a, of the linear form (DLT).
func homography(a, b []imaging.Point) (projective, bool) {
	var normal [unknowns][unknowns + 1]float64
	add := func(row [unknowns]float64, want float64) {
		for i, p := range row {
			for j, q := range row {
				normal[i][j] += p * q
			}
			normal[i][unknowns] += p * want
		}
	}
	for i := range a {
		x, y := rowsOf(a[i], b[i])
		add(x, b[i].X)
		add(y, b[i].Y)
	}
	return solve(normal)
}

// left is the weighted rest of one point.
func (h projective) left(a, b imaging.Point, w weight) float64 {
	x, y := rowsOf(a, b)
	rx, ry := b.X, b.Y
	for i := range h {
		rx -= h[i] * x[i]
		ry -= h[i] * y[i]
	}
	return w.x*rx + w.y*ry
}

// solve is Gauss' and Jordan's elimination with partial pivoting.
func solve(a [unknowns][unknowns + 1]float64) (out projective, ok bool) {
	for c := range unknowns {
		p := c
		for r := c + 1; r < unknowns; r++ {
			if math.Abs(a[r][c]) > math.Abs(a[p][c]) {
				p = r
			}
		}
		if math.Abs(a[p][c]) < 1e-9 {
			return out, false
		}
		a[c], a[p] = a[p], a[c]
		for r := range unknowns {
			if r == c {
				continue
			}
			f := a[r][c] / a[c][c]
			for k := c; k <= unknowns; k++ {
				a[r][k] -= f * a[c][k]
			}
		}
	}
	for i := range out {
		out[i] = a[i][unknowns] / a[i][i]
	}
	return out, true
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
