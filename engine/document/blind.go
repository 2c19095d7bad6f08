package document

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"

	"portico/engine/imaging"
)

// readBlind reads the visual zone of a passport from a copy of its photograph
// with the machine-readable zone painted over: found, straightened and read as
// if the page had none. What it says is a second testimony.
func (r *Reader) readBlind(ctx context.Context, photo *image.RGBA, zone imaging.Quad) (map[string]Field, error) {
	blind := Options{Sources: []string{SourceVIZ, SourceOCR}, Checks: []string{PortraitSubstitution}}
	reading, err := r.With(nil).Read(ctx, painted(photo, zone), blind)
	if err != nil && !errors.Is(err, ErrNoCard) {
		return nil, fmt.Errorf("read the page without its zone: %w", err)
	}
	if reading == nil {
		return nil, nil
	}
	return reading.Visual, nil
}

// painted returns a copy of img with q, and a quarter of a line around it, in
// the mean colour of the rim of that.
func painted(img *image.RGBA, q imaging.Quad) *image.RGBA {
	out := imaging.Crop(img, img.Rect)
	q = grown(q, imaging.Dist(q[0], q[3])/8)
	m, err := imaging.Between(q, imaging.RectQuad(image.Rect(0, 0, 1, 1)))
	if err != nil {
		return out
	}
	inside := func(x, y int) bool {
		p := m.Apply(imaging.Point{X: float64(x) + .5, Y: float64(y) + .5})
		return p.X >= 0 && p.X <= 1 && p.Y >= 0 && p.Y <= 1
	}
	b := q.Bounds().Intersect(out.Rect)
	c := meanOfRim(img, b, inside)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if inside(x, y) {
				out.SetRGBA(x, y, c)
			}
		}
	}
	return out
}

// grown moves the corners of q away from its middle by so many pixels.
func grown(q imaging.Quad, by float64) imaging.Quad {
	var mid imaging.Point
	for _, p := range q {
		mid.X, mid.Y = mid.X+p.X/4, mid.Y+p.Y/4
	}
	for i, p := range q {
		factor := 1 + by/max(imaging.Dist(p, mid), 1)
		q[i] = imaging.Point{X: mid.X + (p.X-mid.X)*factor, Y: mid.Y + (p.Y-mid.Y)*factor}
	}
	return q
}

// rim is the width of an area's rim, in pixels.
const rim = 2

// meanOfRim is the mean colour of the outermost pixels of an area within b.
func meanOfRim(img *image.RGBA, b image.Rectangle, inside func(x, y int) bool) color.RGBA {
	var sum [3]int
	n := 0
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if inside(x, y) && (!inside(x-rim, y) || !inside(x+rim, y) || !inside(x, y-rim) || !inside(x, y+rim)) {
				c := img.RGBAAt(x, y)
				sum[0], sum[1], sum[2], n = sum[0]+int(c.R), sum[1]+int(c.G), sum[2]+int(c.B), n+1
			}
		}
	}
	n = max(n, 1)
	return color.RGBA{uint8(sum[0] / n), uint8(sum[1] / n), uint8(sum[2] / n), 255}
}
