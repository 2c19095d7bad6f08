package specimen

import (
	"image"
	"math"
	"math/rand/v2"
	"slices"

	"portico/engine/imaging"
)

// Held is how a card is held before a camera.
type Held struct {
	X, Y  float64 // its centre, in fractions of the picture
	Width float64 // of the card seen straight, in fractions of the picture's width
	Turn  float64 // radians in the plane of the picture, clockwise
	Nod   float64 // radians around the card's long axis; positive: its upper edge goes back
	Swing float64 // radians around its short axis; positive: its right edge goes back
}

// eyeDistance is that of the camera from the card, in card widths: 300 mm.
const eyeDistance = 300 / 85.60

// Corners projects an ID-1 card into a w×h picture, from its own top left.
func (c Held) Corners(w, h int) imaging.Quad {
	const ratio = 53.98 / 85.60
	sn, cn := math.Sincos(c.Nod)
	ss, cs := math.Sincos(c.Swing)
	st, ct := math.Sincos(c.Turn)
	var q imaging.Quad
	for i, p := range imaging.RectQuad(image.Rect(-1, -1, 1, 1)) {
		x, y := p.X/2, p.Y/2*ratio // in card widths
		z := -y * sn
		y *= cn
		x, z = x*cs, z+x*ss
		f := eyeDistance / (eyeDistance + z) * c.Width * float64(w)
		q[i] = imaging.Point{X: c.X*float64(w) + f*(x*ct-y*st), Y: c.Y*float64(h) + f*(x*st+y*ct)}
	}
	return q
}

// Desk returns an empty wooden desk from above, without sensor noise.
func Desk(w, h int) *image.RGBA { return desk(w, h) }

// Project lays img, opaque or not, with its corners on q over dst. A q without
// an area changes nothing.
func Project(dst, img *image.RGBA, q imaging.Quad) {
	m, err := imaging.Between(q, imaging.RectQuad(img.Rect))
	if err != nil {
		return
	}
	b := q.Bounds().Inset(-1).Intersect(dst.Rect)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			p := m.Apply(imaging.Point{X: float64(x) + .5, Y: float64(y) + .5})
			over(dst.Pix[dst.PixOffset(x, y):], img, p.X-.5, p.Y-.5)
		}
	}
}

// over puts the pixel of img at (x, y), bilinear and premultiplied, over p.
func over(p []byte, img *image.RGBA, x, y float64) {
	x0, y0 := math.Floor(x), math.Floor(y)
	fx, fy := x-x0, y-y0
	var c [4]float64
	for _, n := range [4]struct{ dx, dy, weight float64 }{
		{0, 0, (1 - fx) * (1 - fy)}, {1, 0, fx * (1 - fy)}, {0, 1, (1 - fx) * fy}, {1, 1, fx * fy},
	} {
		at := image.Pt(int(x0+n.dx), int(y0+n.dy))
		if !at.In(img.Rect) {
			continue
		}
		s := img.Pix[img.PixOffset(at.X, at.Y):]
		for i := range c {
			c[i] += n.weight * float64(s[i])
		}
	}
	for i := range 3 {
		p[i] = uint8(min(c[i]+float64(p[i])*(1-c[3]/255)+.5, 255))
	}
}

// Reflect puts the image of a lamp on the card with corners q: at (x, y) of the
// card and burnt out within radius, in fractions of the card's width.
func Reflect(img *image.RGBA, q imaging.Quad, x, y, radius float64) {
	m, err := imaging.Between(q, imaging.RectQuad(image.Rect(0, 0, 856, 540)))
	if err != nil {
		return
	}
	b := q.Bounds().Intersect(img.Rect)
	for py := b.Min.Y; py < b.Max.Y; py++ {
		for px := b.Min.X; px < b.Max.X; px++ {
			p := m.Apply(imaging.Point{X: float64(px), Y: float64(py)})
			if p.X < 0 || p.Y < 0 || p.X > 856 || p.Y > 540 {
				continue
			}
			d := math.Hypot(p.X/856-x, (p.Y-y*540)/856) / radius
			light := 400 * (1 - smooth(.9, 1.8, d))
			pix := img.Pix[img.PixOffset(px, py):]
			for i := range 3 {
				pix[i] = uint8(min(float64(pix[i])+light, 255))
			}
		}
	}
}

// Exposure is what a camera makes of a scene.
type Exposure struct {
	Gain    float64       // of the light; 0 means 1
	Defocus int           // radius in pixels; 0 is sharp
	Motion  imaging.Point // by how many pixels the scene moves while the shutter is open
	Noise   float64       // deviation, 0..255
	Seed    uint64        // of the noise
}

// Take exposes img, in place.
func (e Exposure) Take(img *image.RGBA) {
	for range 2 { // twice a box is a triangle
		if e.Defocus > 0 {
			smear(img, e.Defocus, img.Rect.Dx(), img.Rect.Dy(), 4, img.Stride)
			smear(img, e.Defocus, img.Rect.Dy(), img.Rect.Dx(), img.Stride, 4)
		}
	}
	streak(img, e.Motion)
	gain := e.Gain
	if gain == 0 {
		gain = 1
	}
	r := rand.New(rand.NewPCG(e.Seed, 0x6e6f697365))
	var grains [4096]float64
	for i := range grains {
		grains[i] = e.Noise * r.NormFloat64()
	}
	for i := 0; i < len(img.Pix); i += 4 {
		n := grains[r.Uint64()%uint64(len(grains))]
		for c := range 3 {
			if v := img.Pix[i+c]; v < 255 || gain < 1 { // what is burnt out has no noise
				img.Pix[i+c] = uint8(min(max(float64(v)*gain+n+.5, 0), 255))
			}
		}
	}
}

// smear averages along lines of n pixels, step bytes apart; there are so many
// lines, next bytes apart.
func smear(img *image.RGBA, radius, n, lines, step, next int) {
	line := make([]int, n)
	for l := range lines {
		for c := range 3 {
			at := l*next + c
			for i := range line {
				line[i] = int(img.Pix[at+i*step])
			}
			sum := line[0] * (radius + 1)
			for i := 1; i <= radius; i++ {
				sum += line[min(i, n-1)]
			}
			for i := range line {
				img.Pix[at+i*step] = uint8(sum / (2*radius + 1))
				sum += line[min(i+radius+1, n-1)] - line[max(i-radius, 0)]
			}
		}
	}
}

// streak averages along a motion, in steps of about a pixel.
func streak(img *image.RGBA, motion imaging.Point) {
	steps := math.Round(math.Hypot(motion.X, motion.Y))
	if steps == 0 {
		return
	}
	var along []image.Point
	for i := range int(steps) + 1 {
		part := float64(i)/steps - .5
		along = append(along, image.Pt(int(math.Round(part*motion.X)), int(math.Round(part*motion.Y))))
	}
	still, last := slices.Clone(img.Pix), img.Rect.Size().Sub(image.Pt(1, 1))
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			var sum [3]int
			for _, d := range along {
				at := still[min(max(y+d.Y, 0), last.Y)*img.Stride+4*min(max(x+d.X, 0), last.X):]
				for c := range sum {
					sum[c] += int(at[c])
				}
			}
			for c := range sum {
				img.Pix[y*img.Stride+4*x+c] = uint8(sum[c] / len(along))
			}
		}
	}
}
