package widget

import (
	"image"
	"image/color"
	"image/draw"
	"testing"

	"fyne.io/fyne/v2"
)

// The face must be seen through the oval, and its line on any picture.
func TestOvalIsALineWithAShadow(t *testing.T) {
	img := frame(image.Pt(360, 480), image.Rect(0, 0, 360, 480), 0, 1, goodBright)
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

// What the strips leave out of the frame must be empty.
func TestOverlaysAreWholeAndTurnGood(t *testing.T) {
	for shape, corner := range map[Shape]float32{CardShape: cardCorner, OvalShape: 0} {
		o := newOverlay(shape)
		o.layout(fyne.NewPos(100, 0), fyne.NewSize(1052, 592))
		size := image.Pt(int(o.size.Width), int(o.size.Height))
		for good, c := range map[bool]color.NRGBA{true: goodBright, false: lightLine} {
			o.setGood(good)
			got := image.NewRGBA(image.Rectangle{Max: size})
			for _, s := range o.strips {
				at := s.Position().Subtract(o.strips[0].Position())
				part := s.Generator(int(s.Size().Width), int(s.Size().Height))
				draw.Draw(got, part.Bounds().Add(image.Pt(int(at.X), int(at.Y))), part, image.Point{}, draw.Src)
			}
			want := frame(size, image.Rectangle{Max: size}, corner, 1, c)
			for i := range want.Pix {
				if off := int(got.Pix[i]) - int(want.Pix[i]); max(off, -off) > 8 { // a curve is drawn from where its strip begins
					t.Fatalf("shape %d, good %v: the strips do not show the frame", shape, good)
				}
			}
		}
	}
}

func BenchmarkFrame(b *testing.B) {
	for b.Loop() {
		frame(image.Pt(420, 560), image.Rect(0, 0, 420, 90), 0, 1, lightLine)
	}
}
