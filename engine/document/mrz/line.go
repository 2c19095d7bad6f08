package mrz

import (
	"image"
	"math"

	"portico/engine/imaging"
)

// Line is where a line of text may lie in a picture: the middle of its left
// and right end and the height of its letters, in pixels.
type Line struct {
	Left, Right imaging.Point
	Height      float64
}

// LineFinder proposes lines of text that run roughly from left to right.
type LineFinder interface {
	// TextLines returns lines whose characters are about pitch pixels wide, in
	// no order; most may be no part of a zone. It must be safe for concurrent
	// use and keep nothing of gray.
	TextLines(gray *image.Gray, pitch float64) []Line
}

func (l Line) length() float64    { return imaging.Dist(l.Left, l.Right) }
func (l Line) mid() imaging.Point { return along(l.Left, sub(l.Right, l.Left), .5) }

// same tells whether two lines are one, found twice.
func (l Line) same(o Line) bool {
	near := min(l.Height, o.Height)
	return imaging.Dist(l.Left, o.Left) < near && imaging.Dist(l.Right, o.Right) < near
}

func (l Line) degrees() float64 {
	d := sub(l.Right, l.Left)
	return math.Atan2(d.Y, d.X) * 180 / math.Pi
}

// axes returns the unit vectors along a line from a to b and across it,
// downwards for a line from left to right.
func axes(a, b imaging.Point) (u, v imaging.Point) {
	d, n := sub(b, a), imaging.Dist(a, b)
	u = imaging.Point{X: d.X / n, Y: d.Y / n}
	return u, imaging.Point{X: -u.Y, Y: u.X}
}

func sub(a, b imaging.Point) imaging.Point { return imaging.Point{X: a.X - b.X, Y: a.Y - b.Y} }
func dot(a, b imaging.Point) float64       { return a.X*b.X + a.Y*b.Y }

// along returns the point t times d away from p.
func along(p, d imaging.Point, t float64) imaging.Point {
	return imaging.Point{X: p.X + t*d.X, Y: p.Y + t*d.Y}
}
