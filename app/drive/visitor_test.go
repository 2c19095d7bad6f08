package main

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"portico/app/widget"
)

// across is the row of pixels through the middle of a preview of a face that has
// an oval for pupils so far apart.
func across(t *testing.T, reach float64, good bool) []color.RGBA {
	t.Helper()
	test.NewTempApp(t)
	p := widget.NewPreview(widget.OvalShape, true)
	w := test.NewTempWindow(t, p)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1280, 592))
	face := image.NewRGBA(image.Rect(0, 0, lensWide, lensHigh))
	draw.Draw(face, face.Rect, image.NewUniform(color.RGBA{200, 180, 170, 255}), image.Point{}, draw.Src)
	p.SetReach(reach)
	p.SetGood(good)
	p.Display(face)
	shown := w.Canvas().Capture()
	row := make([]color.RGBA, shown.Bounds().Dx())
	for x := range row {
		row[x] = color.RGBAModel.Convert(shown.At(x, shown.Bounds().Dy()/2)).(color.RGBA)
	}
	return row
}

func TestTheVisitorSeesTheOval(t *testing.T) {
	for _, want := range []oval{{.13, false}, {.2, true}, {.31, false}} {
		o, ok := ovalIn(across(t, want.reach, want.good))
		if !ok || math.Abs(o.reach/want.reach-1) > .02 || o.good != want.good {
			t.Errorf("%+v, %t; want %+v", o, ok, want)
		}
	}
	if o, ok := ovalIn(make([]color.RGBA, 1280)); ok {
		t.Errorf("%+v on a black screen", o)
	}
}
