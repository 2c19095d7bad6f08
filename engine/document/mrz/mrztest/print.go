package mrztest

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"
	"math/rand/v2"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// printPitch is the width of a character on a printed page, in pixels.
const printPitch = 22

// page is a printed document, light reflected as luma.
type page struct {
	*image.Gray
	characters int // of a line of the zone
}

// printed sets lines at the foot of a page of the size that Doc 9303 gives
// their format, under a visual zone of labels, values and a dark box.
func printed(rng *rand.Rand, typeface *sfnt.Font, lines []string) (*page, error) {
	n := len(lines[0])
	// A TD1 card is 85.6×54 mm, TD2 105×74, TD3 125×88; a character 2.54 mm.
	w := map[int]float64{30: 85.6 / 2.54, 36: 105 / 2.54, 44: 125 / 2.54}[n] * printPitch
	h := w * map[int]float64{30: .63, 36: .705, 44: .704}[n]
	p := &page{image.NewGray(image.Rect(0, 0, int(w), int(h))), n}
	paper, ink := between(rng, 170, 250), between(rng, 0, 80)
	p.pattern(rng, paper)
	if err := p.visualZone(rng, ink); err != nil {
		return nil, err
	}
	size, err := sizeOf(typeface)
	if err != nil {
		return nil, err
	}
	face, err := opentype.NewFace(typeface, &opentype.FaceOptions{Size: size, DPI: 72})
	if err != nil {
		return nil, fmt.Errorf("mrztest: %w", err)
	}
	defer face.Close()
	plate := image.NewAlpha(p.Rect)
	left, gap := (w-float64(n)*printPitch)/2, 2.5*printPitch*between(rng, .8, 1.05)
	for i, line := range lines {
		y := h - gap*(float64(len(lines)-i)-between(rng, .2, .3))
		for j, c := range line {
			x := left + float64(j)*printPitch + rng.NormFloat64()*.3
			set(plate, face, string(c), x, y+rng.NormFloat64()*.3)
		}
	}
	p.press(rng, spread(rng, plate), ink)
	return p, nil
}

// sizeOf returns the size at which a digit of the typeface is as wide as the
// zone's characters. A typeface of which a character has no outline, or one that
// cannot be drawn, is an error.
func sizeOf(typeface *sfnt.Font) (float64, error) {
	var b sfnt.Buffer
	const em = 1000
	for _, c := range numerals + capitals + "<" {
		glyph, err := typeface.GlyphIndex(&b, c)
		if err != nil {
			return 0, fmt.Errorf("mrztest: %w", err)
		}
		outline, err := typeface.LoadGlyph(&b, glyph, fixed.I(em), nil)
		if err != nil {
			return 0, fmt.Errorf("mrztest: outline of %q: %w", c, err)
		}
		if glyph == 0 || len(outline) == 0 {
			return 0, fmt.Errorf("mrztest: the typeface has no outline of %q", c)
		}
	}
	glyph, err := typeface.GlyphIndex(&b, '0')
	if err != nil {
		return 0, fmt.Errorf("mrztest: %w", err)
	}
	advance, err := typeface.GlyphAdvance(&b, glyph, fixed.I(em), font.HintingNone)
	if err != nil {
		return 0, fmt.Errorf("mrztest: %w", err)
	}
	return printPitch * em / (float64(advance) / 64), nil
}

func set(dst draw.Image, face font.Face, s string, x, y float64) {
	pen := font.Drawer{Dst: dst, Src: image.Opaque, Face: face}
	pen.Dot = fixed.Point26_6{X: fixed.Int26_6(64 * x), Y: fixed.Int26_6(64 * y)}
	pen.DrawString(s)
}

// spread lets ink run by a pixel or lets it dry up, over the whole line.
func spread(rng *rand.Rand, plate *image.Alpha) *image.Alpha {
	kind := rng.Float64()
	if kind > .5 {
		return plate
	}
	more := kind < .35
	out := image.NewAlpha(plate.Rect)
	w := plate.Rect.Dx()
	for i, v := range plate.Pix {
		for _, d := range []int{1, -1, w, -w} {
			if k := i + d; k >= 0 && k < len(plate.Pix) && (plate.Pix[k] > v) == more {
				v = plate.Pix[k]
			}
		}
		out.Pix[i] = v
	}
	return out
}

// press prints the plate, worn in places.
func (p *page) press(rng *rand.Rand, plate *image.Alpha, ink float64) {
	worn, phase, scale := chance(rng, .2), between(rng, 0, 6), between(rng, .01, .05)
	for i, a := range plate.Pix {
		if a == 0 {
			continue
		}
		x, y := float64(i%p.Stride), float64(i/p.Stride)
		cover := float64(a) / 255
		if worn {
			cover *= min(1, .85+.35*math.Sin(x*scale+phase)*math.Sin(y*3*scale+phase/2))
		}
		p.Pix[i] = uint8(float64(p.Pix[i])*(1-cover) + ink*cover)
	}
}

// pattern fills the page with waves like those of security print.
func (p *page) pattern(rng *rand.Rand, paper float64) {
	type wave struct{ x, y, bend, phase, strength float64 }
	waves := make([]wave, 1+rng.IntN(3))
	for i := range waves {
		frequency, angle := between(rng, .03, .5), between(rng, 0, math.Pi)
		waves[i] = wave{frequency * math.Cos(angle), frequency * math.Sin(angle), between(rng, 0, 4), between(rng, 0, 6), between(rng, 0, 10)}
	}
	for y := range p.Rect.Dy() {
		for x := range p.Rect.Dx() {
			v := paper
			for _, w := range waves {
				v += w.strength * math.Sin(float64(x)*w.x+float64(y)*w.y+w.bend*math.Sin(float64(x)*.01+w.phase))
			}
			p.Pix[y*p.Stride+x] = uint8(min(max(v, 0), 255))
		}
	}
}

// visualZone prints a portrait's dark box and lines of text above the zone,
// some of which are long and in capitals.
func (p *page) visualZone(rng *rand.Rand, ink float64) error {
	parsed, err := opentype.Parse(goregular.TTF)
	if err != nil {
		return fmt.Errorf("mrztest: %w", err)
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: between(rng, 18, 30), DPI: 72})
	if err != nil {
		return fmt.Errorf("mrztest: %w", err)
	}
	defer face.Close()
	w, h := float64(p.Rect.Dx()), float64(p.Rect.Dy())
	box := image.Rect(int(.05*w), int(.15*h), int(.3*w), int(.58*h))
	draw.Draw(p, box, image.NewUniform(color.Gray{Y: uint8(between(rng, 60, 160))}), image.Point{}, draw.Src)
	plate := image.NewAlpha(p.Rect)
	for y := .12; y < .58; y += between(rng, .06, .1) {
		set(plate, face, random(rng, capitals+numerals+"     <", 10+rng.IntN(30)), between(rng, .33, .45)*w, y*h)
	}
	p.press(rng, plate, ink)
	return nil
}
