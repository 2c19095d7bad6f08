package locate

import (
	"cmp"
	"math"
	"slices"

	"portico/engine/imaging"
)

// shares is how much of each of netCells×netCells cells is card, 0..1.
type shares []float32

// leastCells is the size of a card that is worth a look: 1.7 % of the input.
const leastCells = 40

// outline returns the four corners, in cells, that the largest coherent area
// suggests where the share reaches level.
func (s shares) outline(level float64) (imaging.Quad, bool) {
	area := s.largest(float32(level))
	if len(area) < leastCells {
		return imaging.Quad{}, false
	}
	q, ok := widest(hull(area))
	if !ok {
		return q, false
	}
	for _, reach := range []float64{3, 1.5} {
		if finer, ok := s.settle(q, reach, level); ok {
			q = finer
		}
	}
	return q, true
}

// largest returns the middles of the cells of the largest coherent area where
// the share reaches level.
func (s shares) largest(level float32) []imaging.Point {
	seen := make([]bool, len(s))
	var best, area []int
	for start := range s {
		if seen[start] || s[start] < level {
			continue
		}
		seen[start] = true
		area = append(area[:0], start)
		for i := 0; i < len(area); i++ {
			x := area[i] % netCells
			for _, n := range [4]struct {
				at   int
				edge bool
			}{{area[i] - 1, x == 0}, {area[i] + 1, x == netCells-1}, {area[i] - netCells, false}, {area[i] + netCells, false}} {
				if !n.edge && n.at >= 0 && n.at < len(s) && !seen[n.at] && s[n.at] >= level {
					seen[n.at] = true
					area = append(area, n.at)
				}
			}
		}
		if len(area) > len(best) {
			best = slices.Clone(area)
		}
	}
	points := make([]imaging.Point, len(best))
	for i, at := range best {
		points[i] = imaging.Point{X: float64(at%netCells) + .5, Y: float64(at/netCells) + .5}
	}
	return points
}

// hull returns the convex hull of ps, clockwise as the eye sees it (Andrew's
// monotone chain). It reorders ps.
func hull(ps []imaging.Point) []imaging.Point {
	slices.SortFunc(ps, func(a, b imaging.Point) int { return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.Y, b.Y)) })
	var out []imaging.Point
	for range 2 {
		start := len(out)
		for _, p := range ps {
			for len(out)-start >= 2 && turn(out[len(out)-2], out[len(out)-1], p) <= 0 {
				out = out[:len(out)-1]
			}
			out = append(out, p)
		}
		out = out[:len(out)-1]
		slices.Reverse(ps)
	}
	return out
}

// turn is twice the area of the triangle a, b, c; positive when clockwise.
func turn(a, b, c imaging.Point) float64 { return (b.X-a.X)*(c.Y-a.Y) - (b.Y-a.Y)*(c.X-a.X) }

// widest returns the quadrilateral of largest area among the corners of a
// convex outline.
func widest(ps []imaging.Point) (imaging.Quad, bool) {
	var best imaging.Quad
	var most float64
	for i := range ps {
		for k := i + 2; k < len(ps); k++ {
			j, l := farthest(ps, i, k), farthest(ps, k, i)
			if area := turn(ps[i], ps[j], ps[k]) + turn(ps[i], ps[k], ps[l]); area > most {
				most = area
				best = imaging.Quad{ps[i], ps[j], ps[k], ps[l]}
			}
		}
	}
	return best, most > 0
}

// farthest returns which of the corners from a on to b lies farthest from the
// line between the two.
func farthest(ps []imaging.Point, a, b int) int {
	best, most := a, -1.0
	for i := a; i != b; i = (i + 1) % len(ps) {
		if d := math.Abs(turn(ps[a], ps[b], ps[i])); d > most {
			best, most = i, d
		}
	}
	return best
}

// settle moves every side of q to where the share crosses level, at most reach
// cells away.
func (s shares) settle(q imaging.Quad, reach, level float64) (imaging.Quad, bool) {
	var lines [4]line
	for i := range 4 {
		a, b := q[i], q[(i+1)%4]
		length := imaging.Dist(a, b)
		if length < 3 {
			return q, false
		}
		tx, ty := (b.X-a.X)/length, (b.Y-a.Y)/length
		var places []place
		for k := range 32 {
			t := length * (.1 + .8*(float64(k)+.5)/32)
			if off, ok := s.crossing(imaging.Point{X: a.X + t*tx, Y: a.Y + t*ty}, -ty, tx, reach, level); ok {
				places = append(places, place{t, off, 1})
			}
		}
		u, v, ok := robustLine(places, .35, 12)
		if !ok {
			return q, false
		}
		lines[i] = inAxes(a, tx, ty, u, v)
	}
	return corners(lines)
}

// crossing returns the distance from p along (nx, ny), nearest to 0, at which
// the share crosses level.
func (s shares) crossing(p imaging.Point, nx, ny, reach, level float64) (float64, bool) {
	const step = .25
	found, ok := reach, false
	last := s.at(p.X-reach*nx, p.Y-reach*ny)
	for d := -reach + step; d <= reach; d += step {
		now := s.at(p.X+d*nx, p.Y+d*ny)
		if (last < level) != (now < level) {
			if off := d - step*(now-level)/(now-last); math.Abs(off) < math.Abs(found) {
				found, ok = off, true
			}
		}
		last = now
	}
	return found, ok
}

// at samples bilinearly; outside there is no card.
func (s shares) at(x, y float64) float64 {
	x, y = x-.5, y-.5
	x0, y0 := int(math.Floor(x)), int(math.Floor(y))
	ax, ay := x-float64(x0), y-float64(y0)
	cell := func(x, y int) float64 {
		if x < 0 || y < 0 || x >= netCells || y >= netCells {
			return 0
		}
		return float64(s[y*netCells+x])
	}
	return (1-ay)*((1-ax)*cell(x0, y0)+ax*cell(x0+1, y0)) + ay*((1-ax)*cell(x0, y0+1)+ax*cell(x0+1, y0+1))
}

// overlap compares the shares with q: what both hold by what either holds.
func (s shares) overlap(q imaging.Quad) float64 {
	in := coverage(q, 0)
	var both, either float64
	for i, v := range s {
		c := in(i)
		both += min(c, float64(v))
		either += max(c, float64(v))
	}
	return both / math.Max(either, 1e-9)
}

// without returns the shares outside q and more than a cell away from it.
func (s shares) without(q imaging.Quad) shares {
	in := coverage(q, 1)
	out := slices.Clone(s)
	for i := range out {
		if in(i) > 0 {
			out[i] = 0
		}
	}
	return out
}

// coverage returns how much of each cell lies in q, widened by so many cells.
func coverage(q imaging.Quad, wider float64) func(cell int) float64 {
	var sides [4]line
	for k := range sides {
		a, b := q[k], q[(k+1)%4]
		d := math.Max(imaging.Dist(a, b), 1e-9)
		sides[k] = inAxes(a, (b.X-a.X)/d, (b.Y-a.Y)/d, 0, 0)
	}
	return func(cell int) float64 {
		x, y := float64(cell%netCells)+.5, float64(cell/netCells)+.5
		in := 1.0
		for _, l := range sides {
			// A line whose distance from the middle of a cell is d leaves about d + ½ of the cell inside.
			in = min(in, max(l.nx*x+l.ny*y-l.c+.5+wider, 0))
		}
		return in
	}
}
