package imaging

import (
	"errors"
	"math"
)

// Homography is a projective map of the plane, row by row.
type Homography [9]float64

// Apply maps p.
func (m Homography) Apply(p Point) Point {
	w := m[6]*p.X + m[7]*p.Y + m[8]
	return Point{(m[0]*p.X + m[1]*p.Y + m[2]) / w, (m[3]*p.X + m[4]*p.Y + m[5]) / w}
}

// unknowns of a homography whose last entry is 1.
const unknowns = 8

// Row is one equation of a homography: what its first eight entries are
// multiplied by, and what the sum is to be.
type Row [unknowns + 1]float64

// Rows are the two linear equations that a homography from p to q meets.
func Rows(p, q Point) (x, y Row) {
	return Row{p.X, p.Y, 1, 0, 0, 0, -p.X * q.X, -p.Y * q.X, q.X},
		Row{0, 0, 0, p.X, p.Y, 1, -p.X * q.Y, -p.Y * q.Y, q.Y}
}

// Left is what the sum lacks with m.
func (r Row) Left(m Homography) float64 {
	left := r[unknowns]
	for i, v := range r[:unknowns] {
		left -= m[i] * v
	}
	return left
}

var errDegenerate = errors.New("points lie on a line")

// Between returns the map that takes the corners of from to those of to. It
// fails when three corners of either lie on a line.
func Between(from, to Quad) (Homography, error) {
	var a [unknowns]Row
	for i := range from {
		a[2*i], a[2*i+1] = Rows(from[i], to[i])
	}
	return solve(a)
}

// Over returns the map that takes the points of from, as many as there are of
// to, nearest to those, by least squares of Rows (DLT). Points should lie
// around 0 and about 1 from it. It fails when all lie on a line.
func Over(from, to []Point) (Homography, error) {
	var normal [unknowns]Row
	for i := range from {
		x, y := Rows(from[i], to[i])
		for j := range normal {
			for k := range normal[j] {
				normal[j][k] += x[j]*x[k] + y[j]*y[k]
			}
		}
	}
	return solve(normal)
}

// solve is Gauss' and Jordan's elimination with partial pivoting.
func solve(a [unknowns]Row) (Homography, error) {
	for c := range unknowns {
		p := c
		for r := c + 1; r < unknowns; r++ {
			if math.Abs(a[r][c]) > math.Abs(a[p][c]) {
				p = r
			}
		}
		if math.Abs(a[p][c]) < 1e-9 {
			return Homography{}, errDegenerate
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
	m := Homography{unknowns: 1}
	for i := range unknowns {
		m[i] = a[i][unknowns] / a[i][i]
	}
	return m, nil
}
