package imaging

import (
	"encoding/json"
	"image"
	"math"
)

// Point is a place in a picture, in pixels; (0,0) is the top left corner of
// the top left pixel.
type Point struct{ X, Y float64 }

// MarshalJSON writes [x, y].
func (p Point) MarshalJSON() ([]byte, error) { return json.Marshal([2]float64{p.X, p.Y}) }

// UnmarshalJSON reads [x, y].
func (p *Point) UnmarshalJSON(data []byte) error {
	var xy [2]float64
	if err := json.Unmarshal(data, &xy); err != nil {
		return err
	}
	p.X, p.Y = xy[0], xy[1]
	return nil
}

// Quad is a quadrilateral: the four corners of a thing, clockwise from the
// thing's own top left, wherever that lies in the picture.
type Quad [4]Point

// RectQuad returns the corners of an upright rectangle.
func RectQuad(r image.Rectangle) Quad {
	x0, y0, x1, y1 := float64(r.Min.X), float64(r.Min.Y), float64(r.Max.X), float64(r.Max.Y)
	return Quad{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}
}

// RotatedRect returns the corners of a w×h rectangle around c whose top edge
// is turned by angle radians, clockwise as seen on the screen.
func RotatedRect(c Point, w, h, angle float64) Quad {
	s, k := math.Sincos(angle)
	at := func(x, y float64) Point { return Point{c.X + x*k - y*s, c.Y + x*s + y*k} }
	return Quad{at(-w/2, -h/2), at(w/2, -h/2), at(w/2, h/2), at(-w/2, h/2)}
}

// Scale multiplies all coordinates by f.
func (q Quad) Scale(f float64) Quad {
	for i := range q {
		q[i].X *= f
		q[i].Y *= f
	}
	return q
}

// Rotate renames the corners so that the former corner n (0 to 3) becomes the
// top left one.
func (q Quad) Rotate(n int) Quad {
	return Quad{q[n%4], q[(n+1)%4], q[(n+2)%4], q[(n+3)%4]}
}

// Area returns the enclosed area in square pixels; negative when the corners
// run counterclockwise as seen on the screen.
func (q Quad) Area() float64 {
	var a float64
	for i, p := range q {
		n := q[(i+1)%4]
		a += p.X*n.Y - n.X*p.Y
	}
	return a / 2
}

// Bounds returns the smallest upright rectangle around q, in whole pixels.
func (q Quad) Bounds() image.Rectangle {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, p := range q {
		x0, x1 = math.Min(x0, p.X), math.Max(x1, p.X)
		y0, y1 = math.Min(y0, p.Y), math.Max(y1, p.Y)
	}
	return image.Rect(int(math.Floor(x0)), int(math.Floor(y0)), int(math.Ceil(x1)), int(math.Ceil(y1)))
}

// Dist returns the distance of a and b in pixels.
func Dist(a, b Point) float64 { return math.Hypot(a.X-b.X, a.Y-b.Y) }
