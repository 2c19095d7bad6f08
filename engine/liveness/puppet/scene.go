package puppet

import (
	"image"
	"math"
	"math/rand/v2"

	"portico/engine/imaging"
)

// Light falls on what the camera sees; a channel of 1 shows it as the portrait
// does. Screen is the light of the kiosk's screen beside the camera on a
// surface that faces it a screen's usual distance off.
type Light struct{ Ambient, Screen [3]float64 }

// Daylight is even light without a screen's.
var Daylight = Light{Ambient: [3]float64{1, 1, 1}}

// Scene is a camera and what is behind the head.
type Scene struct {
	Size       image.Point // pixels
	Focal      float64     // pixels
	Background *image.RGBA // as wide and high as Size
	Noise      float64     // standard deviation of the sensor's, in levels
}

// usualDistance is where Light.Screen is measured, in distances of the outer
// eye corners: some 50 cm.
const usualDistance = 5.5

// canvas is a picture in the making with the distance of each pixel.
type canvas struct {
	img   *image.RGBA
	depth []float64 // 1/z, 0 for the background
	focal float64
}

// stage puts up the background, which the ambient light alone reaches.
func (s Scene) stage(l Light) *canvas {
	c := &canvas{img: image.NewRGBA(image.Rectangle{Max: s.Size}), depth: make([]float64, s.Size.X*s.Size.Y), focal: s.Focal}
	copy(c.img.Pix, s.Background.Pix)
	for i := 0; i < len(c.img.Pix); i += 4 {
		for k := range 3 {
			c.img.Pix[i+k] = level(float64(c.img.Pix[i+k]) * l.Ambient[k])
		}
	}
	return c
}

func (c *canvas) project(v vec) imaging.Point {
	return imaging.Point{X: float64(c.img.Rect.Dx())/2 + c.focal*v.x/v.z, Y: float64(c.img.Rect.Dy())/2 + c.focal*v.y/v.z}
}

// corner is one corner of a triangle: its place, its place on the texture, and
// the light it throws back, matt and mirrored.
type corner struct {
	at    vec
	from  imaging.Point
	shade [3]float64
	gleam [3]float64 // mirrored, on top of the texture: 1 is white
}

// triangle draws a textured triangle where it is nearer than what is there.
// Triangles that face away are left out.
func (c *canvas) triangle(t [3]corner, texture *image.RGBA) {
	var p [3]imaging.Point
	for i := range t {
		if t[i].at.z <= 0 {
			return
		}
		p[i] = c.project(t[i].at)
	}
	area := (p[1].X-p[0].X)*(p[2].Y-p[0].Y) - (p[2].X-p[0].X)*(p[1].Y-p[0].Y)
	if area <= 0 {
		return
	}
	b := imaging.Quad{p[0], p[1], p[2], p[2]}.Bounds().Intersect(c.img.Rect)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			fx, fy := float64(x)+.5, float64(y)+.5
			w0 := ((p[1].X-fx)*(p[2].Y-fy) - (p[2].X-fx)*(p[1].Y-fy)) / area
			w1 := ((p[2].X-fx)*(p[0].Y-fy) - (p[0].X-fx)*(p[2].Y-fy)) / area
			w2 := 1 - w0 - w1
			if w0 < 0 || w1 < 0 || w2 < 0 {
				continue
			}
			// Perspective-true: weights over distance.
			w0, w1, w2 = w0/t[0].at.z, w1/t[1].at.z, w2/t[2].at.z
			near := w0 + w1 + w2
			if i := y*c.img.Rect.Dx() + x; near > c.depth[i] {
				c.depth[i] = near
				w0, w1, w2 = w0/near, w1/near, w2/near
				u := w0*t[0].from.X + w1*t[1].from.X + w2*t[2].from.X
				v := w0*t[0].from.Y + w1*t[1].from.Y + w2*t[2].from.Y
				pix := c.img.Pix[c.img.PixOffset(x, y):][:3:3]
				for k, value := range sample(texture, u, v) {
					matt := w0*t[0].shade[k] + w1*t[1].shade[k] + w2*t[2].shade[k]
					pix[k] = level(value*matt + 255*(w0*t[0].gleam[k]+w1*t[1].gleam[k]+w2*t[2].gleam[k]))
				}
			}
		}
	}
}

// sample reads a texture between its pixels; outside, its edge.
func sample(img *image.RGBA, x, y float64) (out [3]float64) {
	x, y = x-.5, y-.5
	x0, y0 := math.Floor(x), math.Floor(y)
	fx, fy := x-x0, y-y0
	for j := range 2 {
		for i := range 2 {
			px := min(max(int(x0)+i, 0), img.Rect.Dx()-1)
			py := min(max(int(y0)+j, 0), img.Rect.Dy()-1)
			w := (fx*float64(i) + (1-fx)*float64(1-i)) * (fy*float64(j) + (1-fy)*float64(1-j))
			pix := img.Pix[img.PixOffset(px, py):][:3:3]
			for k := range out {
				out[k] += w * float64(pix[k])
			}
		}
	}
	return out
}

// exposed adds the sensor's noise, out of a table that is drawn anew for each
// picture.
func (c *canvas) exposed(noise float64, rng *rand.Rand) *image.RGBA {
	var table [1 << 12]float64
	for i := range table {
		table[i] = noise * rng.NormFloat64()
	}
	for i := 0; i < len(c.img.Pix); i += 4 {
		bits := rng.Uint64()
		for k := range 3 {
			c.img.Pix[i+k] = level(float64(c.img.Pix[i+k]) + table[bits&(1<<12-1)])
			bits >>= 12
		}
		c.img.Pix[i+3] = 255
	}
	return c.img
}

func level(v float64) uint8 { return uint8(min(max(v+.5, 0), 255)) }
