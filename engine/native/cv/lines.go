package cv

import (
	"math"
	"slices"

	"gocv.io/x/gocv"

	"portico/engine/imaging"
)

// straight is a long edge: x·cos(angle) + y·sin(angle) = c, and its length.
type straight struct{ angle, c, length float64 }

// mostLines of one direction are combined, so that there are at most
// mostLines⁴/4 candidates.
const mostLines = 7

// crossings returns the quadrilaterals that two roughly parallel long edges
// and two others roughly across them form. They find a card whose outline is
// broken by glare, fingers or a desk of its own colour.
func crossings(edges gocv.Mat) []imaging.Quad {
	segments := gocv.NewMat()
	defer segments.Close()
	side := float64(max(edges.Cols(), edges.Rows()))
	gocv.HoughLinesPWithParams(edges, &segments, 1, math.Pi/180, 60, float32(side*.12), float32(side*.02))
	lines := merge(segments, side)
	var found []imaging.Quad
	for _, turn := range []float64{0, math.Pi / 4} {
		a, b := split(lines, turn)
		for i := range a {
			for j := i + 1; j < len(a); j++ {
				for k := range b {
					for l := k + 1; l < len(b); l++ {
						if q, ok := around(a[i], a[j], b[k], b[l], side); ok {
							found = append(found, q)
						}
					}
				}
			}
		}
	}
	return found
}

// merge joins segments that lie on one line, longest first.
func merge(segments gocv.Mat, side float64) []straight {
	var all []straight
	for i := range segments.Rows() {
		v := segments.GetVeciAt(i, 0)
		if len(v) < 4 {
			continue
		}
		dx, dy := float64(v[2]-v[0]), float64(v[3]-v[1])
		angle := math.Atan2(dx, -dy) // of the normal
		if angle < 0 {
			angle += math.Pi
		}
		c := float64(v[0])*math.Cos(angle) + float64(v[1])*math.Sin(angle)
		all = append(all, straight{angle, c, math.Hypot(dx, dy)})
	}
	slices.SortFunc(all, func(a, b straight) int {
		switch {
		case a.length > b.length:
			return -1
		case a.length < b.length:
			return 1
		}
		return 0
	})
	var kept []straight
next:
	for _, s := range all {
		for i := range kept {
			turn, sign := math.Abs(s.angle-kept[i].angle), 1.0
			if turn > math.Pi/2 {
				turn, sign = math.Pi-turn, -1
			}
			if turn < .05 && math.Abs(sign*s.c-kept[i].c) < side*.015 {
				kept[i].length += s.length / 2
				continue next
			}
		}
		kept = append(kept, s)
	}
	return kept
}

// split divides the longest lines into those with a normal within 45° of turn
// and those across, a few of each.
func split(lines []straight, turn float64) (along, across []straight) {
	for _, s := range lines {
		if math.Abs(math.Cos(s.angle-turn)) > math.Sqrt2/2 {
			if len(along) < mostLines {
				along = append(along, s)
			}
		} else if len(across) < mostLines {
			across = append(across, s)
		}
	}
	return along, across
}

// around returns the quadrilateral between a pair of lines and a pair across.
func around(a1, a2, b1, b2 straight, side float64) (imaging.Quad, bool) {
	var q imaging.Quad
	for i, p := range [4][2]straight{{a1, b1}, {b1, a2}, {a2, b2}, {b2, a1}} {
		at, ok := meet(p[0], p[1])
		if !ok || at.X < -20 || at.Y < -20 || at.X > side+20 || at.Y > side+20 {
			return q, false
		}
		q[i] = at
	}
	area := math.Abs(q.Area())
	return q, area > side*side*smallestShare/2
}

func meet(a, b straight) (imaging.Point, bool) {
	det := math.Sin(b.angle - a.angle)
	if math.Abs(det) < .3 {
		return imaging.Point{}, false
	}
	return imaging.Point{
		X: (a.c*math.Sin(b.angle) - b.c*math.Sin(a.angle)) / det,
		Y: (b.c*math.Cos(a.angle) - a.c*math.Cos(b.angle)) / det,
	}, true
}
