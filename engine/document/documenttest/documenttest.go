// Package documenttest draws cards on desks for tests, so that where the card
// lies is known exactly.
package documenttest

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"

	"portico/engine/imaging"
)

// Corner is the radius of ID-1's rounded corners, as a share of its width
// (ISO/IEC 7810: 3.18 mm of 85.60 mm).
const Corner = 3.18 / 85.60

// Card draws a card of w×h pixels: a tint that changes across it, a portrait
// box, lines of print as dark bars, no text.
func Card(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			u, v := float64(x)/float64(w), float64(y)/float64(h)
			img.SetRGBA(x, y, color.RGBA{uint8(205 - 60*u), uint8(190 + 20*v), uint8(200 + 40*u), 255})
		}
	}
	fill := func(x0, y0, x1, y1 float64, c color.RGBA) {
		r := image.Rect(int(x0*float64(w)), int(y0*float64(h)), int(x1*float64(w)), int(y1*float64(h)))
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				img.SetRGBA(x, y, c)
			}
		}
	}
	fill(.06, .25, .30, .80, color.RGBA{120, 100, 95, 255})
	for line := range 6 {
		y := .22 + .11*float64(line)
		for word := range 5 {
			x := .36 + .11*float64(word)
			fill(x, y, x+.03+.05*math.Abs(math.Sin(float64(7*line+word))), y+.035, color.RGBA{35, 35, 60, 255})
		}
	}
	return img
}

// Desk draws a surface of one colour with grain and light that falls off to
// one side.
func Desk(w, h int, base color.RGBA, seed uint64) *image.RGBA {
	rnd := rand.New(rand.NewPCG(seed, 1))
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			light := 1 - .12*float64(x)/float64(w) + .02*rnd.NormFloat64()
			at := func(v uint8) uint8 { return uint8(min(max(float64(v)*light, 0), 255)) }
			img.SetRGBA(x, y, color.RGBA{at(base.R), at(base.G), at(base.B), 255})
		}
	}
	return img
}

// Place returns the corners of a card of the given width in a picture of w×h
// pixels, turned by angle radians about the middle and tilted: tilt 0.1 makes
// its far side a tenth shorter.
func Place(w, h int, width, angle, tilt float64) imaging.Quad {
	q := imaging.RotatedRect(imaging.Point{X: float64(w) / 2, Y: float64(h) / 2}, width, width/1.586, angle)
	far := q
	for i := range 2 {
		far[i].X += (q[1-i].X - q[i].X) * tilt / 2
		far[i].Y += (q[1-i].Y - q[i].Y) * tilt / 2
	}
	return far
}

// Paste lays card, with rounded corners, onto dst so that its corners are q's.
func Paste(dst, card *image.RGBA, q imaging.Quad) error {
	w, h := card.Rect.Dx(), card.Rect.Dy()
	m, err := imaging.Between(q, imaging.RectQuad(card.Rect))
	if err != nil {
		return err
	}
	radius := Corner * float64(w)
	for y := q.Bounds().Min.Y; y < q.Bounds().Max.Y; y++ {
		for x := q.Bounds().Min.X; x < q.Bounds().Max.X; x++ {
			if !image.Pt(x, y).In(dst.Rect) {
				continue
			}
			var sum [3]float64
			const n = 3 // samples a pixel, each way
			for k := range n * n {
				p := m.Apply(imaging.Point{X: float64(x) + (float64(k%n)+.5)/n, Y: float64(y) + (float64(k/n)+.5)/n})
				c := dst.RGBAAt(x, y)
				if inside(p, float64(w), float64(h), radius) {
					c = card.RGBAAt(int(p.X), int(p.Y))
				}
				sum[0], sum[1], sum[2] = sum[0]+float64(c.R), sum[1]+float64(c.G), sum[2]+float64(c.B)
			}
			dst.SetRGBA(x, y, color.RGBA{uint8(sum[0] / (n * n)), uint8(sum[1] / (n * n)), uint8(sum[2] / (n * n)), 255})
		}
	}
	return nil
}

func inside(p imaging.Point, w, h, r float64) bool {
	if p.X < 0 || p.Y < 0 || p.X >= w || p.Y >= h {
		return false
	}
	dx := math.Max(0, math.Max(r-p.X, p.X-(w-r)))
	dy := math.Max(0, math.Max(r-p.Y, p.Y-(h-r)))
	return dx*dx+dy*dy <= r*r
}

// Blur returns img after a Gaussian blur of standard deviation sigma pixels.
func Blur(img *image.RGBA, sigma float64) *image.RGBA {
	r := int(math.Ceil(3 * sigma))
	kernel := make([]float64, 2*r+1)
	var total float64
	for i := range kernel {
		kernel[i] = math.Exp(-float64((i-r)*(i-r)) / (2 * sigma * sigma))
		total += kernel[i]
	}
	pass := func(src *image.RGBA, dx, dy int) *image.RGBA {
		out := image.NewRGBA(src.Rect)
		for y := range src.Rect.Dy() {
			for x := range src.Rect.Dx() {
				var sum [3]float64
				for i, k := range kernel {
					u := min(max(x+dx*(i-r), 0), src.Rect.Dx()-1)
					v := min(max(y+dy*(i-r), 0), src.Rect.Dy()-1)
					p := src.Pix[v*src.Stride+4*u:][:3]
					for c := range 3 {
						sum[c] += k * float64(p[c])
					}
				}
				o := out.Pix[y*out.Stride+4*x:][:4]
				for c := range 3 {
					o[c] = uint8(sum[c]/total + .5)
				}
				o[3] = 255
			}
		}
		return out
	}
	return pass(pass(img, 1, 0), 0, 1)
}

// Map returns img with every colour changed by f.
func Map(img *image.RGBA, f func(color.RGBA) color.RGBA) *image.RGBA {
	out := image.NewRGBA(img.Rect)
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			out.SetRGBA(x, y, f(img.RGBAAt(x, y)))
		}
	}
	return out
}

// Overlap returns the area that the convex quadrilaterals a and b share,
// divided by the area that either covers: 1 where they are the same.
func Overlap(a, b imaging.Quad) float64 {
	shared := clip(clockwise(a), clockwise(b))
	return shared / (math.Abs(a.Area()) + math.Abs(b.Area()) - shared)
}

func clockwise(q imaging.Quad) imaging.Quad {
	if q.Area() < 0 {
		q[1], q[3] = q[3], q[1]
	}
	return q
}

// clip returns the area of a within b (Sutherland and Hodgman 1974).
func clip(a, b imaging.Quad) float64 {
	poly := a[:]
	for i := range b {
		p, q := b[i], b[(i+1)%4]
		side := func(r imaging.Point) float64 { return (q.X-p.X)*(r.Y-p.Y) - (q.Y-p.Y)*(r.X-p.X) }
		var kept []imaging.Point
		for k, r := range poly {
			s := poly[(k+1)%len(poly)]
			dr, ds := side(r), side(s)
			if dr >= 0 {
				kept = append(kept, r)
			}
			if (dr >= 0) != (ds >= 0) {
				t := dr / (dr - ds)
				kept = append(kept, imaging.Point{X: r.X + t*(s.X-r.X), Y: r.Y + t*(s.Y-r.Y)})
			}
		}
		poly = kept
	}
	var twice float64
	for k, r := range poly {
		s := poly[(k+1)%len(poly)]
		twice += r.X*s.Y - s.X*r.Y
	}
	return twice / 2
}
