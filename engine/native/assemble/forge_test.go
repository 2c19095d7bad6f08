package assemble_test

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"portico/assets/specimen"
	"portico/engine/document/documenttest"
	"portico/engine/imaging"
)

// Widths in pixels of straightened cards and of those that a printer of 600
// dots per inch prints at their true size.
const (
	cardWidth    = 1014
	printedWidth = 2022
)

// halftoned prints card in four inks at so many lines per inch: round dots in
// screens turned by 15, 75, 0 and 45 degrees (ISO 12647-2, 4.3.4.1), on paper
// that is not quite white. Black is taken out of the colours, as printers do.
func halftoned(card *image.RGBA, lines float64, rnd *rand.Rand) *image.RGBA {
	out := imaging.Resize(card, printedWidth, printedWidth*card.Rect.Dy()/card.Rect.Dx())
	inks := [4][3]float64{{.25, .65, .85}, {.80, .20, .50}, {.95, .88, .20}, {.20, .20, .20}}
	var sin, cos [4]float64
	for i, degrees := range []float64{15, 75, 0, 45} {
		sin[i], cos[i] = math.Sincos((degrees + 4*rnd.Float64()) * math.Pi / 180)
	}
	period := 600 / lines / (2 * math.Pi)
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			p := out.Pix[y*out.Stride+4*x:]
			c, m, yellow := 1-float64(p[0])/255, 1-float64(p[1])/255, 1-float64(p[2])/255
			black := .8 * min(c, m, yellow)
			paper := [3]float64{.96, .955, .94}
			for i, cover := range [4]float64{c - black, m - black, yellow - black, black} {
				u, v := cos[i]*float64(x)+sin[i]*float64(y), cos[i]*float64(y)-sin[i]*float64(x)
				if .5+.25*(math.Cos(u/period)+math.Cos(v/period)) < cover {
					for j := range paper {
						paper[j] *= inks[i][j]
					}
				}
			}
			for j := range paper {
				p[j] = uint8(255 * paper[j])
			}
		}
	}
	return out
}

// displayed is card on a screen, so many of its pixels wide: three stripes a
// pixel, red, green and blue, and a darker line between the rows.
func displayed(card *image.RGBA, pixels int) *image.RGBA {
	src := imaging.Resize(card, pixels, pixels*card.Rect.Dy()/card.Rect.Dx())
	out := image.NewRGBA(image.Rect(0, 0, 3*src.Rect.Dx(), 3*src.Rect.Dy()))
	for y := range out.Rect.Dy() {
		row := .9
		if y%3 == 2 {
			row = .3
		}
		for x := range out.Rect.Dx() {
			p, o := src.Pix[y/3*src.Stride+4*(x/3):], out.Pix[y*out.Stride+4*x:]
			for j := range 3 {
				stripe := .25
				if j == x%3 {
					stripe = 1.9
				}
				o[j] = uint8(min(255, float64(p[j])*stripe*row))
			}
			o[3] = 255
		}
	}
	return out
}

// retyped is card with a field painted over and typed anew.
type retyped struct {
	box   image.Rectangle // of the field
	value string
	font  []byte
	size  float64 // as a share of the card's own
	ink   uint8   // grey
	lower int     // pixels that the text stands under its line
}

func (r retyped) on(t *testing.T, card *image.RGBA) *image.RGBA {
	t.Helper()
	out := imaging.Crop(card, card.Rect)
	for x := r.box.Min.X; x < r.box.Max.X; x++ {
		top, bottom := out.RGBAAt(x, r.box.Min.Y), out.RGBAAt(x, r.box.Max.Y-1)
		for y := r.box.Min.Y; y < r.box.Max.Y; y++ {
			share := float64(y-r.box.Min.Y) / float64(r.box.Dy())
			mix := func(a, b uint8) uint8 { return uint8(float64(a)*(1-share) + float64(b)*share) }
			out.SetRGBA(x, y, color.RGBA{mix(top.R, bottom.R), mix(top.G, bottom.G), mix(top.B, bottom.B), 255})
		}
	}
	parsed, err := opentype.Parse(r.font)
	if err != nil {
		t.Fatal(err)
	}
	const own = .066 // of the card's height, as package specimen prints values
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: own * r.size * float64(card.Rect.Dy()), DPI: 72})
	if err != nil {
		t.Fatal(err)
	}
	const baseline = .756 // of the box's height
	at := fixed.P(r.box.Min.X+6, r.box.Min.Y+int(baseline*float64(r.box.Dy()))+r.lower)
	d := font.Drawer{Dst: out, Src: image.NewUniform(color.RGBA{r.ink, r.ink, r.ink, 255}), Face: face, Dot: at}
	d.DrawString(r.value)
	return out
}

// deskPhoto photographs a card, or a copy of one, lying nearly straight before
// a background, and returns where a locator would find its corners. Equal
// seeds give the same light, place, grain and compression.
func deskPhoto(t *testing.T, card, background *image.RGBA, seed uint64) (photo *image.RGBA, corners imaging.Quad) {
	t.Helper()
	const w, h = 1120, 800
	rnd := rand.New(rand.NewPCG(seed, 0x6465736b))
	between := func(low, high float64) float64 { return low + (high-low)*rnd.Float64() }
	photo = imaging.Resize(background, w, h)
	width := between(.62, .92) * w
	q := documenttest.Place(w, h, width, between(-.12, .12), 0)
	for i := range q {
		q[i].X += between(-.02, .02) * width
		q[i].Y += between(-.02, .02) * width
	}
	if n := int(width); n < card.Rect.Dx() {
		card = imaging.Resize(card, n, n*card.Rect.Dy()/card.Rect.Dx())
	}
	specimen.Project(photo, card, q)
	photo = documenttest.Blur(photo, between(.35, .9))
	lamp := imaging.Point{X: between(.2, .8) * w, Y: between(.2, .8) * h}
	radius, light, gain, grain := between(.1, .3)*width, between(0, 70), between(.6, 1.1), between(1, 4)
	for i := range photo.Pix {
		if i%4 == 3 {
			continue
		}
		d := imaging.Dist(imaging.Point{X: float64(i / 4 % w), Y: float64(i / 4 / w)}, lamp) / radius
		v := float64(photo.Pix[i])*gain + light*math.Exp(-d*d) + grain*rnd.NormFloat64()
		photo.Pix[i] = uint8(min(max(v, 0), 255))
	}
	for i := range q {
		q[i].X += 1.5 * rnd.NormFloat64()
		q[i].Y += 1.5 * rnd.NormFloat64()
	}
	return compressed(t, photo, 75+rnd.IntN(21)), q
}

// compressed is img as a JPEG of the given quality shows it.
func compressed(t *testing.T, img *image.RGBA, quality int) *image.RGBA {
	t.Helper()
	data, err := imaging.EncodeJPEG(img, quality)
	if err != nil {
		t.Fatal(err)
	}
	out, err := imaging.Decode(data, imaging.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
