package widget_test

import (
	"image"
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"portico/app/flow"
	"portico/app/widget"
)

func open(t *testing.T, o fyne.CanvasObject) fyne.Window {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(widget.ThemeFor(fyne.NewSize(1280, 800), flow.Look{}))
	w := test.NewTempWindow(t, o)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(640, 480))
	return w
}

// halves is a picture that is red at the left and blue at the right.
func halves() *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, 640, 480))
	for y := range 480 {
		for x := range 640 {
			c := color.RGBA{255, 0, 0, 255}
			if x >= 320 {
				c = color.RGBA{0, 0, 255, 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}

func TestFaceIsShownAsInAMirror(t *testing.T) {
	for name, c := range map[string]struct {
		mirror bool
		left   color.RGBA
	}{
		"card":          {false, color.RGBA{255, 0, 0, 255}},
		"looking glass": {true, color.RGBA{0, 0, 255, 255}},
	} {
		t.Run(name, func(t *testing.T) {
			p := widget.NewPreview(widget.NoShape, c.mirror)
			w := open(t, p)
			p.Display(halves())
			if got := color.RGBAModel.Convert(w.Canvas().Capture().At(20, 240)); got != c.left {
				t.Errorf("at the left of the screen is %v, want %v", got, c.left)
			}
		})
	}
}

func TestPreviewFitsTheWholePicture(t *testing.T) {
	p := widget.NewPreview(widget.NoShape, false)
	w := open(t, p)
	p.Display(image.NewRGBA(image.Rect(0, 0, 1600, 400)))
	var shown *canvas.Raster
	for _, o := range test.WidgetRenderer(p).Objects() {
		if img, ok := o.(*canvas.Raster); ok {
			shown = img
		}
	}
	if got := shown.Size(); got != fyne.NewSize(640, 160) {
		t.Errorf("a picture of 4:1 is shown as %v in %v", got, w.Canvas().Size())
	}
}

func TestClearedPreviewShowsNothingMore(t *testing.T) {
	p := widget.NewPreview(widget.NoShape, true)
	w := open(t, p)
	p.Display(halves())
	p.Clear()
	p.Display(halves())
	if got := color.RGBAModel.Convert(w.Canvas().Capture().At(20, 240)); got == (color.RGBA{0, 0, 255, 255}) {
		t.Error("a picture came after the preview was cleared")
	}
}

func TestButtonByKeyboard(t *testing.T) {
	taps, passed := 0, fyne.KeyName("")
	b := widget.NewButton("tick", "Done", widget.Main, func() { taps++ })
	w := open(t, container.NewCenter(b))
	w.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) { passed = ev.Name })
	w.Canvas().Focus(b)
	for _, key := range []fyne.KeyName{fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter} {
		b.TypedKey(&fyne.KeyEvent{Name: key})
	}
	if taps != 3 {
		t.Errorf("three keys made %d taps", taps)
	}
	if b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}); passed != fyne.KeyEscape || taps != 3 {
		t.Errorf("a focused button kept Esc to itself: window got %q", passed)
	}
	if size := b.Size(); size.Height < 64 {
		t.Errorf("a target of %v is too small for a finger", size)
	}
}

// The contrast that WCAG 2.2 asks for at level AAA, by its own formula
// (relative luminance, success criterion 1.4.6).
func TestContrast(t *testing.T) {
	luminance := func(c color.NRGBA) float64 {
		lin := func(v uint8) float64 {
			s := float64(v) / 255
			if s <= .04045 {
				return s / 12.92
			}
			return math.Pow((s+.055)/1.055, 2.4)
		}
		return .2126*lin(c.R) + .7152*lin(c.G) + .0722*lin(c.B)
	}
	text := []widget.Role{widget.Ink, widget.QuietInk, widget.Brand, widget.Good, widget.Attend, widget.Stop}
	for _, scheme := range flow.Schemes() {
		look := widget.ThemeFor(fyne.NewSize(1280, 800), flow.Look{Scheme: scheme})
		of := func(r widget.Role) float64 {
			return luminance(look.Color(fyne.ThemeColorName(r), 0).(color.NRGBA))
		}
		readable := func(text, ground widget.Role) {
			a, b := of(text), of(ground)
			if ratio := (max(a, b) + .05) / (min(a, b) + .05); ratio < 7 {
				t.Errorf("%q: %s on %s: %.1f:1, want 7:1", scheme, text, ground, ratio)
			}
		}
		for _, r := range text {
			readable(r, widget.Ground)
			readable(r, widget.Surface)
		}
		readable(widget.OnBrand, widget.Brand)
		readable(widget.Surface, widget.Good) // the tick of a part that is done
	}
}
