package face

import (
	"image"
	"math"

	"portico/engine/imaging"
)

// Geometry of the token image of ISO/IEC 19794-5:2005, 9.2.3, in widths of the
// picture: it is 3 wide and 4 high, the eyes are a quarter apart, in the
// middle, and on a line 0.6 below the top.
const (
	tokenEyes = 0.25
	tokenLine = 0.6
	tokenHigh = 4. / 3
)

// TokenBox returns where the token image of a face lies: the whole head with
// some room, upright with respect to the eyes. It may leave the picture.
func TokenBox(f Face) imaging.Quad {
	right, left := f.Landmarks[0], f.Landmarks[1]
	width := imaging.Dist(right, left) / tokenEyes
	height := width * tokenHigh
	angle := math.Atan2(left.Y-right.Y, left.X-right.X)
	sin, cos := math.Sincos(angle)
	down := height/2 - tokenLine*width // from the eyes to the middle
	middle := imaging.Point{X: (right.X+left.X)/2 - sin*down, Y: (right.Y+left.Y)/2 + cos*down}
	return imaging.RotatedRect(middle, width, height, angle)
}

// Visible returns the share of q, 0 to 1, that lies inside the picture.
func Visible(q imaging.Quad, picture image.Rectangle) float64 {
	whole := area(q[:])
	if whole == 0 {
		return 0
	}
	left, right := float64(picture.Min.X), float64(picture.Max.X)
	top, bottom := float64(picture.Min.Y), float64(picture.Max.Y)
	points := q[:]
	for _, inside := range []func(imaging.Point) float64{ // distance to a border, positive inside
		func(p imaging.Point) float64 { return p.X - left },
		func(p imaging.Point) float64 { return right - p.X },
		func(p imaging.Point) float64 { return p.Y - top },
		func(p imaging.Point) float64 { return bottom - p.Y },
	} {
		points = clip(points, inside)
	}
	return area(points) / whole
}

// clip cuts off what lies outside a border (Sutherland and Hodgman, CACM 1974).
func clip(points []imaging.Point, inside func(imaging.Point) float64) []imaging.Point {
	var kept []imaging.Point
	for i, p := range points {
		next := points[(i+1)%len(points)]
		a, b := inside(p), inside(next)
		if a >= 0 {
			kept = append(kept, p)
		}
		if a*b < 0 {
			t := a / (a - b)
			kept = append(kept, imaging.Point{X: p.X + t*(next.X-p.X), Y: p.Y + t*(next.Y-p.Y)})
		}
	}
	return kept
}

func area(points []imaging.Point) float64 {
	var a float64
	for i, p := range points {
		n := points[(i+1)%len(points)]
		a += p.X*n.Y - n.X*p.Y
	}
	return math.Abs(a) / 2
}
