package widget

import (
	"image"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
)

// The face must be seen through the oval, and its line on any picture.
func TestOvalIsALineWithAShadow(t *testing.T) {
	img := frame(360, 480, 0, 1, goodBright).(*image.RGBA)
	opaque := func(c color.NRGBA) color.RGBA { return color.RGBA{c.R, c.G, c.B, 0xFF} }
	for name, at := range map[string]struct {
		x, y int
		want color.RGBA
	}{
		"middle":                 {180, 240, color.RGBA{}},
		"corner":                 {3, 3, color.RGBA{}},
		"line at the left":       {4, 240, opaque(goodBright)},
		"line at the bottom":     {180, 475, opaque(goodBright)},
		"shadow outside the top": {180, 1, opaque(darkLine)},
		"shadow inside the top":  {180, 6, opaque(darkLine)},
		// x²/a² + y²/b² = 1 of the line's middle, at 45°: 180 + 176/√2, 240 + 236/√2
		"line between the axes": {304, 406, opaque(goodBright)},
	} {
		got := img.RGBAAt(at.x, at.y)
		for _, off := range []int{int(got.R) - int(at.want.R), int(got.G) - int(at.want.G), int(got.B) - int(at.want.B), int(got.A) - int(at.want.A)} {
			if max(off, -off) > 8 { // the edge of a curve covers parts of pixels
				t.Errorf("%s: %v, want %v", name, got, at.want)
				break
			}
		}
	}
}

func TestOverlaysTurnGood(t *testing.T) {
	for _, shape := range []Shape{CardShape, OvalShape} {
		o := newOverlay(shape)
		o.frame.Resize(fyne.NewSize(360, 480))
		for good, c := range map[bool]color.NRGBA{true: goodBright, false: lightLine} {
			o.setGood(good)
			drawn := o.frame.Generator(360, 480)
			if got := drawn.At(4, 240); got != (color.RGBA{c.R, c.G, c.B, 0xFF}) {
				t.Errorf("shape %d, good %v: the line is %v, want %v", shape, good, got, c)
			}
			for _, inside := range []color.Color{drawn.At(180, 240), drawn.At(12, 240)} {
				if inside != (color.RGBA{}) {
					t.Errorf("shape %d hides the picture", shape)
				}
			}
		}
	}
}

func BenchmarkFrame(b *testing.B) {
	for b.Loop() {
		frame(420, 560, 0, 1, lightLine)
	}
}
