package face

import (
	"fmt"
	"image"
	"math"

	"portico/engine/imaging"
)

// square is a square part of a picture, turned clockwise by angle radians.
type square struct {
	center imaging.Point
	side   float64
	angle  float64
}

// around returns the square of scale times the longer side of the bounds of
// points, upright with respect to the line from a to b.
func around(points []imaging.Point, a, b imaging.Point, scale float64) square {
	lo, hi := bounds(points)
	return square{
		center: imaging.Point{X: (lo.X + hi.X) / 2, Y: (lo.Y + hi.Y) / 2},
		side:   scale * math.Max(hi.X-lo.X, hi.Y-lo.Y),
		angle:  math.Atan2(b.Y-a.Y, b.X-a.X),
	}
}

func bounds(points []imaging.Point) (lo, hi imaging.Point) {
	lo, hi = imaging.Point{X: math.Inf(1), Y: math.Inf(1)}, imaging.Point{X: math.Inf(-1), Y: math.Inf(-1)}
	for _, p := range points {
		lo.X, lo.Y = math.Min(lo.X, p.X), math.Min(lo.Y, p.Y)
		hi.X, hi.Y = math.Max(hi.X, p.X), math.Max(hi.Y, p.Y)
	}
	return lo, hi
}

// quad returns the corners of s in the picture.
func (s square) quad() imaging.Quad {
	return imaging.RotatedRect(s.center, s.side, s.side, s.angle)
}

// place maps a point of the square, 0 to 1 each way, into the picture.
func (s square) place(u, v float64) imaging.Point { return s.axes().place(u, v) }

// axes is a square whose turn is worked out, to place many points.
type axes struct {
	square
	sin, cos float64
}

func (s square) axes() axes {
	sin, cos := math.Sincos(s.angle)
	return axes{s, sin, cos}
}

func (a axes) place(u, v float64) imaging.Point {
	x, y := (u-.5)*a.side, (v-.5)*a.side
	return imaging.Point{X: a.center.X + x*a.cos - y*a.sin, Y: a.center.Y + x*a.sin + y*a.cos}
}

// cut returns s as n×n pixels. A larger square is first reduced by averaging
// whole blocks, so nothing aliases; places outside the picture repeat its
// border.
func cut(img *image.RGBA, s square, n int) (*image.RGBA, error) {
	region := s.quad().Bounds().Inset(-2).Intersect(img.Rect)
	if region.Empty() || !(s.side > 0) {
		return nil, fmt.Errorf("crop of side %.1f lies outside the picture", s.side)
	}
	k := max(1, int(s.side/float64(n)))
	part := reduce(img, region, k)
	q := s.quad()
	for i := range q {
		q[i].X = (q[i].X - float64(region.Min.X)) / float64(k)
		q[i].Y = (q[i].Y - float64(region.Min.Y)) / float64(k)
	}
	return imaging.Warp(part, q, n, n)
}

// wholeOf returns the square that shows all of img, centred.
func wholeOf(img *image.RGBA) square {
	w, h := float64(img.Rect.Dx()), float64(img.Rect.Dy())
	return square{center: imaging.Point{X: w / 2, Y: h / 2}, side: math.Max(w, h)}
}

// partsOf returns squares of half the longer side that cover img, each
// overlapping the next by half.
func partsOf(img *image.RGBA) []square {
	w, h := float64(img.Rect.Dx()), float64(img.Rect.Dy())
	side := math.Max(w, h) / 2
	var parts []square
	for y := side / 2; y < h; y += side / 2 {
		for x := side / 2; x < w; x += side / 2 {
			parts = append(parts, square{center: imaging.Point{X: x, Y: y}, side: side})
		}
	}
	return parts
}

// grown returns s with its side multiplied by f.
func (s square) grown(f float64) square {
	s.side *= f
	return s
}

// turned returns s with its head where its foot was.
func (s square) turned() square {
	s.angle += math.Pi
	return s
}

// turn puts the head of img where its foot was.
func turn(img *image.RGBA) {
	for i, j := 0, len(img.Pix)-4; i < j; i, j = i+4, j-4 {
		for c := range 4 {
			img.Pix[i+c], img.Pix[j+c] = img.Pix[j+c], img.Pix[i+c]
		}
	}
}

// letterbox returns s as n×n pixels, black where it lies outside the picture.
func letterbox(img *image.RGBA, s square, n int) (*image.RGBA, error) {
	out, err := cut(img, s, n)
	if err != nil {
		return nil, err
	}
	if s.quad().Bounds().In(img.Rect) {
		return out, nil
	}
	w, h := float64(img.Rect.Dx()), float64(img.Rect.Dy())
	on := s.axes()
	for y := range n {
		for x := range n {
			p := on.place((float64(x)+.5)/float64(n), (float64(y)+.5)/float64(n))
			if p.X < 0 || p.X > w || p.Y < 0 || p.Y > h {
				copy(out.Pix[out.PixOffset(x, y):], []uint8{0, 0, 0, 255})
			}
		}
	}
	return out, nil
}

// reduce copies region of img, averaging blocks of k×k pixels. Blocks cut by
// the region's right and bottom edge average what they have.
func reduce(img *image.RGBA, region image.Rectangle, k int) *image.RGBA {
	if k == 1 {
		return imaging.Crop(img, region)
	}
	w, h := (region.Dx()+k-1)/k, (region.Dy()+k-1)/k
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	sums := make([]uint32, 3*w)
	for y := range h {
		clear(sums)
		y1 := min(region.Min.Y+(y+1)*k, region.Max.Y)
		for sy := region.Min.Y + y*k; sy < y1; sy++ {
			row := img.Pix[img.PixOffset(region.Min.X, sy):]
			for x := range w {
				width := min(k, region.Dx()-x*k)
				px := row[4*x*k : 4*(x*k+width)]
				var r, g, b uint32
				for i := 0; i+3 < len(px); i += 4 {
					r, g, b = r+uint32(px[i]), g+uint32(px[i+1]), b+uint32(px[i+2])
				}
				sums[3*x], sums[3*x+1], sums[3*x+2] = sums[3*x]+r, sums[3*x+1]+g, sums[3*x+2]+b
			}
		}
		for x := range w {
			n := uint32(min(k, region.Dx()-x*k) * (y1 - region.Min.Y - y*k))
			dst := out.Pix[out.PixOffset(x, y):]
			for c := range 3 {
				dst[c] = uint8((sums[3*x+c] + n/2) / n)
			}
			dst[3] = 255
		}
	}
	return out
}
