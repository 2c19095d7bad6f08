package puppet

import (
	"math"

	"portico/engine/imaging"
)

// delaunay returns the triangles of the Delaunay triangulation of points, by
// adding one after the other (Bowyer 1981, Watson 1981). Of points on top of
// each other all but one stay out of it.
func delaunay(points []imaging.Point) [][3]int {
	const far = 1e6
	n := len(points)
	all := append(append([]imaging.Point(nil), points...),
		imaging.Point{X: -far, Y: -far}, imaging.Point{X: far, Y: -far}, imaging.Point{Y: far})
	triangles := [][3]int{{n, n + 1, n + 2}}
	for i, p := range points {
		edges := map[[2]int]bool{} // of the hole, by whether they are on its rim
		kept := triangles[:0:0]
		for _, t := range triangles {
			if !inCircle(all[t[0]], all[t[1]], all[t[2]], p) {
				kept = append(kept, t)
				continue
			}
			for k := range 3 {
				a, b := t[k], t[(k+1)%3]
				if _, twice := edges[[2]int{b, a}]; twice {
					edges[[2]int{b, a}] = false
				} else {
					edges[[2]int{a, b}] = true
				}
			}
		}
		for e, rim := range edges {
			if rim {
				kept = append(kept, [3]int{e[0], e[1], i})
			}
		}
		triangles = kept
	}
	inner := triangles[:0]
	for _, t := range triangles {
		if max(t[0], t[1], t[2]) < n {
			inner = append(inner, t)
		}
	}
	return inner
}

// inCircle reports whether p lies within the circle through a, b and c, which
// run clockwise as seen on the screen.
func inCircle(a, b, c, p imaging.Point) bool {
	ax, ay, bx, by, cx, cy := a.X-p.X, a.Y-p.Y, b.X-p.X, b.Y-p.Y, c.X-p.X, c.Y-p.Y
	a2, b2, c2 := ax*ax+ay*ay, bx*bx+by*by, cx*cx+cy*cy
	det := ax*(by*c2-b2*cy) - ay*(bx*c2-b2*cx) + a2*(bx*cy-by*cx)
	return det > 1e-9*math.Abs(a2)
}
