package locate

import (
	"image"
	"math"
	"slices"

	"portico/engine/imaging"
)

// coarseReach is how far, in pixels of the small picture, an edge is looked
// for beside a proposed side. A corner of ID-1 is rounded by 3.7 % of the
// card's width, so a polygon through the outline is off by up to 5 pixels.
const coarseReach = 6.0

// fit moves every side of q onto the strongest straight edge within reach
// pixels, and returns where the sides meet. It fails when a side has no edge
// or two do not meet.
func fit(img *image.RGBA, q imaging.Quad, reach float64) (imaging.Quad, bool) {
	var lines [4]line
	for i := range 4 {
		l, ok := fitSide(img, q[i], q[(i+1)%4], reach)
		if !ok {
			return q, false
		}
		lines[i] = l
	}
	return corners(lines)
}

// corners returns where each side meets the one before it; false when two do
// not meet.
func corners(sides [4]line) (imaging.Quad, bool) {
	var out imaging.Quad
	for i := range 4 {
		p, ok := sides[(i+3)%4].meet(sides[i])
		if !ok {
			return out, false
		}
		out[i] = p
	}
	return out, true
}

// line is nx·x + ny·y = c with a normal of length 1.
type line struct{ nx, ny, c float64 }

func (l line) meet(m line) (imaging.Point, bool) {
	det := l.nx*m.ny - l.ny*m.nx
	if math.Abs(det) < .1 {
		return imaging.Point{}, false
	}
	return imaging.Point{X: (l.c*m.ny - m.c*l.ny) / det, Y: (l.nx*m.c - m.nx*l.c) / det}, true
}

// fitSide looks at profiles across the side from a to b. Each offers its
// strongest step in either direction; the direction with more strength wins,
// and a line goes through its places, in the side's own axes: offset = u + v·t.
func fitSide(img *image.RGBA, a, b imaging.Point, reach float64) (line, bool) {
	const n = 64
	length := imaging.Dist(a, b)
	if length < 8 {
		return line{}, false
	}
	tx, ty := (b.X-a.X)/length, (b.Y-a.Y)/length
	nx, ny := -ty, tx
	var places [2][]place
	var strength [2]float64
	for i := range n {
		t := length * (.1 + .8*(float64(i)+.5)/n)
		x, y := a.X+t*tx, a.Y+t*ty
		up, down := steps(img, x, y, nx, ny, reach)
		for k, s := range [2]step{up, down} {
			if s.height >= 3 {
				places[k] = append(places[k], place{t, s.offset, s.height})
				strength[k] += math.Min(s.height, 40)
			}
		}
	}
	k := 0
	if strength[1] > strength[0] {
		k = 1
	}
	u, v, ok := robustLine(places[k], math.Max(.75, reach/6), n/3)
	if !ok {
		return line{}, false
	}
	return inAxes(a, tx, ty, u, v), true
}

// inAxes returns the line offset = u + v·t, where t runs from a along (tx, ty)
// and the offset to the right of it.
func inAxes(a imaging.Point, tx, ty, u, v float64) line {
	nx, ny := -ty, tx
	p := imaging.Point{X: a.X + u*nx, Y: a.Y + u*ny}
	dx, dy := tx+v*nx, ty+v*ny
	d := math.Hypot(dx, dy)
	l := line{nx: -dy / d, ny: dx / d}
	l.c = l.nx*p.X + l.ny*p.Y
	return l
}

type step struct{ offset, height float64 }

type place struct{ t, offset, weight float64 }

// steps returns the largest rise and the largest fall of any channel along
// the profile through (x, y).
func steps(img *image.RGBA, x, y, nx, ny, reach float64) (up, down step) {
	r := int(math.Ceil(reach))
	profile := make([][3]float64, 2*r+5)
	for i := range profile {
		d := float64(i - r - 2)
		profile[i] = colour(img, x+d*nx, y+d*ny)
	}
	for i := 2; i < len(profile)-2; i++ {
		for c := range 3 {
			h := (profile[i+1][c] + profile[i+2][c] - profile[i-1][c] - profile[i-2][c]) / 2
			off := float64(i - r - 2)
			if h > up.height {
				up = step{off, h}
			}
			if -h > down.height {
				down = step{off, -h}
			}
		}
	}
	return up, down
}

// colour samples img bilinearly at (x, y); beyond the border the border repeats.
func colour(img *image.RGBA, x, y float64) [3]float64 {
	x = math.Min(math.Max(x-.5, 0), float64(img.Rect.Dx()-1))
	y = math.Min(math.Max(y-.5, 0), float64(img.Rect.Dy()-1))
	x0, y0 := int(x), int(y)
	x1, y1 := min(x0+1, img.Rect.Dx()-1), min(y0+1, img.Rect.Dy()-1)
	ax, ay := x-float64(x0), y-float64(y0)
	var out [3]float64
	for c := range 3 {
		at := func(x, y int) float64 { return float64(img.Pix[y*img.Stride+4*x+c]) }
		top := at(x0, y0) + ax*(at(x1, y0)-at(x0, y0))
		bottom := at(x0, y1) + ax*(at(x1, y1)-at(x0, y1))
		out[c] = top + ay*(bottom-top)
	}
	return out
}

// robustLine fits offset = u + v·t: the line through two places that most
// others lie within tol of, then least squares over those. It fails with
// fewer than least of them.
func robustLine(ps []place, tol float64, least int) (u, v float64, ok bool) {
	if len(ps) < max(least, 2) {
		return 0, 0, false
	}
	var best []place
	var most float64
	for i := 0; i < len(ps); i += 2 {
		for j := i + len(ps)/3; j < len(ps); j += 2 {
			if ps[j].t-ps[i].t < 1 {
				continue
			}
			v := (ps[j].offset - ps[i].offset) / (ps[j].t - ps[i].t)
			u := ps[i].offset - v*ps[i].t
			if math.Abs(v) > .2 {
				continue
			}
			var weight float64
			for _, p := range ps {
				if math.Abs(p.offset-u-v*p.t) <= tol {
					weight += math.Min(p.weight, 40)
				}
			}
			if weight > most {
				most = weight
				best = slices.DeleteFunc(slices.Clone(ps), func(p place) bool {
					return math.Abs(p.offset-u-v*p.t) > tol
				})
			}
		}
	}
	if len(best) < least {
		return 0, 0, false
	}
	var n, st, so, stt, sto float64
	for _, p := range best {
		n, st, so = n+1, st+p.t, so+p.offset
		stt, sto = stt+p.t*p.t, sto+p.t*p.offset
	}
	det := n*stt - st*st
	if det < 1e-9 {
		return 0, 0, false
	}
	v = (n*sto - st*so) / det
	return (so - v*st) / n, v, true
}
