package specimen

import (
	"image"
	"image/color"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"portico/assets/fonts"
)

var (
	regular = parse(fonts.Regular)
	bold    = parse(fonts.Bold)
	ocrb    = parse(fonts.OCRB)
)

// parse panics on a damaged font: they are embedded, so only a broken build
// can have one.
func parse(data []byte) *sfnt.Font {
	f, err := opentype.Parse(data)
	if err != nil {
		panic("embedded font: " + err.Error())
	}
	return f
}

func face(f *sfnt.Font, pixels float64) font.Face {
	fc, err := opentype.NewFace(f, &opentype.FaceOptions{Size: pixels, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic("embedded font: " + err.Error())
	}
	return fc
}

// text writes s with its baseline at (x, y) and the given size, in fractions
// of the card's width (x) and height (y, size).
func text(img *image.RGBA, x, y, size float64, c color.Color, f *sfnt.Font, s string) {
	w, h := float64(img.Rect.Dx()), float64(img.Rect.Dy())
	fc := face(f, size*h)
	defer func() { _ = fc.Close() }()
	d := font.Drawer{Dst: img, Src: image.NewUniform(c), Face: fc, Dot: at(x*w, y*h)}
	d.DrawString(s)
}

// zone writes a line of a machine-readable zone in OCR-B size 1, whose
// characters are 2.54 mm apart: so much of the page's width.
func zone(img *image.RGBA, x, y, apart float64, s string) {
	w, h := float64(img.Rect.Dx()), float64(img.Rect.Dy())
	pitch := w * apart
	fc := face(ocrb, pitch/.602)
	defer func() { _ = fc.Close() }()
	for i, r := range s {
		d := font.Drawer{Dst: img, Src: image.NewUniform(black), Face: fc, Dot: at(x*w+float64(i)*pitch, y*h)}
		d.DrawString(string(r))
	}
}

func at(x, y float64) fixed.Point26_6 {
	return fixed.Point26_6{X: fixed.Int26_6(x * 64), Y: fixed.Int26_6(y * 64)}
}
