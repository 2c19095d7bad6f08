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
	var lit [3][256]uint8
	for k := range lit {
		for v := range lit[k] {
			lit[k][v] = level(float64(v) * l.Ambient[k])
		}
	}
	for i := 0; i < len(c.img.Pix); i += 4 {
		to, from := c.img.Pix[i:i+4:i+4], s.Background.Pix[i:i+4:i+4]
		to[0], to[1], to[2], to[3] = lit[0][from[0]], lit[1][from[1]], lit[2][from[2]], 255
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
	step0, step1 := (p[1].Y-p[2].Y)/area, (p[2].Y-p[0].Y)/area
	for y := b.Min.Y; y < b.Max.Y; y++ {
		fx, fy := float64(b.Min.X)+.5, float64(y)+.5
		first0 := ((p[1].X-fx)*(p[2].Y-fy) - (p[2].X-fx)*(p[1].Y-fy)) / area
		first1 := ((p[2].X-fx)*(p[0].Y-fy) - (p[0].X-fx)*(p[2].Y-fy)) / area
		for x := b.Min.X; x < b.Max.X; x++ {
			w0 := first0 + float64(x-b.Min.X)*step0
			w1 := first1 + float64(x-b.Min.X)*step1
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
	column := func(x int) int { return 4 * min(max(x, 0), img.Rect.Dx()-1) }
	row := func(y int) []uint8 { return img.Pix[min(max(y, 0), img.Rect.Dy()-1)*img.Stride:] }
	left, right := column(int(x0)), column(int(x0)+1)
	upper, lower := row(int(y0)), row(int(y0)+1)
	a, b, c, d := upper[left:][:3:3], upper[right:][:3:3], lower[left:][:3:3], lower[right:][:3:3]
	for k := range out {
		out[k] = (1-fy)*((1-fx)*float64(a[k])+fx*float64(b[k])) + fy*((1-fx)*float64(c[k])+fx*float64(d[k]))
	}
	return out
}

// exposed adds the sensor's noise, out of a table that is drawn anew for each
// picture.
func (c *canvas) exposed(noise float64, rng *rand.Rand) *image.RGBA {
	var table [1 << 12]int
	for i := range table {
		table[i] = int(math.Round(noise * rng.NormFloat64()))
	}
	for i := 0; i < len(c.img.Pix); i += 4 {
		bits := rng.Uint64()
		pix := c.img.Pix[i : i+3 : i+3]
		for k, v := range pix {
			pix[k] = uint8(min(max(int(v)+table[bits&(1<<12-1)], 0), 255))
			bits >>= 12
		}
	}
	return c.img
}

func level(v float64) uint8 { return uint8(min(max(v+.5, 0), 255)) }
