package specimen

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
)

// Person is a rendered head. The zero value is usable; Seed makes another
// person, the rest changes what the same person does.
type Person struct {
	Seed  uint64
	Smile float64 // 0 neutral .. 1 broad
	Blink float64 // 0 open .. 1 closed
	GazeX float64 // −1 .. 1, right on the picture is positive
	GazeY float64 // −1 .. 1, down is positive
	Light float64 // direction of the light, −1 from the left .. 1 from the right
	Mouth float64 // 0 closed .. 1 wide open; without a smile

	Glasses bool
	Glare   float64 // of a lamp in them: its radius, in the lenses' own; 0 none
}

// traits are what tells one person from another, in units of the head's half
// width. The ranges keep within human proportions (Farkas 1994, adult means).
type traits struct {
	skin, hair, iris, shirt          rgb
	width, jaw, eyeGap, eyeY, eyeW   float64
	browY, browTilt, browW, noseLen  float64
	noseW, mouthY, mouthW, lipH      float64
	hairline, parting, stubble, chin float64
}

type rgb [3]float64

func (c rgb) mix(d rgb, t float64) rgb {
	for i := range c {
		c[i] += (d[i] - c[i]) * t
	}
	return c
}

func (c rgb) times(f float64) rgb { return rgb{c[0] * f, c[1] * f, c[2] * f} }

func (c rgb) color() color.RGBA {
	b := func(v float64) uint8 { return uint8(min(max(v, 0), 255) + .5) }
	return color.RGBA{b(c[0]), b(c[1]), b(c[2]), 255}
}

func traitsOf(seed uint64) traits {
	r := rand.New(rand.NewPCG(seed, 0x506f727469636f))
	in := func(lo, hi float64) float64 { return lo + (hi-lo)*r.Float64() }
	skins := []rgb{{224, 180, 152}, {205, 156, 124}, {164, 116, 86}, {118, 80, 58}}
	hairs := []rgb{{34, 26, 22}, {66, 44, 30}, {112, 78, 46}, {158, 122, 78}}
	irises := []rgb{{70, 46, 30}, {84, 104, 70}, {78, 106, 134}}
	return traits{
		skin: skins[r.IntN(len(skins))], hair: hairs[r.IntN(len(hairs))], iris: irises[r.IntN(len(irises))],
		shirt: rgb{in(30, 150), in(40, 130), in(60, 160)},
		width: in(.96, 1.04), jaw: in(.84, .98), eyeGap: in(.40, .46), eyeY: in(-.12, -.06), eyeW: in(.185, .22),
		browY: in(-.36, -.30), browTilt: in(-.05, .05), browW: in(.035, .06), noseLen: in(.38, .45),
		noseW: in(.18, .25), mouthY: in(.70, .76), mouthW: in(.30, .38), lipH: in(.055, .085),
		hairline: in(-1.02, -.88), parting: in(-.4, .4), stubble: in(0, .25), chin: in(1.20, 1.30),
	}
}

// Draw renders the head on a w×h picture. (cx, cy) is the point between the
// eyes' height and the nose, unit the head's half width in pixels; background
// gives the colour where the person is not.
func (p Person) Draw(w, h int, cx, cy, unit float64, background func(x, y int) color.RGBA) *image.RGBA {
	t := traitsOf(p.Seed)
	t.chin += .2 * p.Mouth
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	noise := rand.New(rand.NewPCG(p.Seed, 1))
	for y := range h {
		for x := range w {
			u, v := (float64(x)+.5-cx)/unit, (float64(y)+.5-cy)/unit
			c, cover := p.shade(t, u, v, 1/unit)
			if cover < 1 {
				b := background(x, y)
				c = rgb{float64(b.R), float64(b.G), float64(b.B)}.mix(c, cover)
			}
			grain := noise.NormFloat64() * 1.6
			img.SetRGBA(x, y, rgb{c[0] + grain, c[1] + grain, c[2] + grain}.color())
		}
	}
	return img
}

// shade returns the colour of the person at (u, v) and how much of the pixel,
// whose side is px, the person covers.
func (p Person) shade(t traits, u, v, px float64) (rgb, float64) {
	body, bodyCover := p.body(t, u, v, px)
	hair, hairCover := p.hair(t, u, v, px)
	face := inside(faceEdge(t, u, v), px)
	c, cover := body, bodyCover
	if face > 0 {
		c, cover = c.mix(p.face(t, u, v, px), face), max(cover, face)
	}
	if hairCover > 0 {
		c, cover = c.mix(hair, hairCover), max(cover, hairCover)
	}
	return c, cover
}

// faceEdge is negative inside the face's outline: an ellipse above, a rounded
// jaw below. Far from it only the sign is right.
func faceEdge(t traits, u, v float64) float64 {
	w, top := t.width, 1.38
	if v < 0 {
		return math.Hypot(u/w, v/top) - 1
	}
	f := v / t.chin
	if max(math.Abs(u)/w, f) > 1.5 {
		return .4
	}
	w *= 1 - (1-t.jaw)*smooth(.15, .85, f)
	return math.Pow(math.Pow(math.Abs(u/w), 2.25)+math.Pow(f, 2.6), 1/2.4) - 1
}

// inside turns a signed distance into coverage over one pixel.
func inside(d, px float64) float64 { return 1 - smooth(-px, px, d) }

// smooth is the smoothstep function between a and b.
func smooth(a, b, x float64) float64 {
	x = min(max((x-a)/(b-a), 0), 1)
	return x * x * (3 - 2*x)
}

// bump is a Gaussian around (x, y) with the deviations sx and sy.
func bump(u, v, x, y, sx, sy float64) float64 {
	a, b := (u-x)/sx, (v-y)/sy
	return math.Exp(-(a*a + b*b) / 2)
}
