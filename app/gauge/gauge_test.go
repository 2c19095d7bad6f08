package gauge_test

import (
	"image"
	"image/color"
	"slices"
	"testing"

	"portico/app/gauge"
)

func TestFaults(t *testing.T) {
	good := gauge.Reading{Width: 1280, Height: 720, FPS: 30, Sharpness: .2, Brightness: .5}
	for name, c := range map[string]struct {
		change func(*gauge.Reading)
		want   []gauge.Fault
	}{
		"a good camera":               {func(*gauge.Reading) {}, nil},
		"upright":                     {func(r *gauge.Reading) { r.Width, r.Height = 720, 1280 }, nil},
		"an old one":                  {func(r *gauge.Reading) { r.Width, r.Height = 640, 480 }, []gauge.Fault{gauge.FewPixels}},
		"in the dark":                 {func(r *gauge.Reading) { r.Brightness, r.FPS = .1, 7.5 }, []gauge.Fault{gauge.Dark, gauge.Slow}},
		"into the sun":                {func(r *gauge.Reading) { r.Brightness = .9 }, []gauge.Fault{gauge.Bright}},
		"out of focus":                {func(r *gauge.Reading) { r.Sharpness = .01 }, []gauge.Fault{gauge.Blurred}},
		"behind a hub":                {func(r *gauge.Reading) { r.DelayMS, r.Lost = 200, .2 }, []gauge.Fault{gauge.Late, gauge.Lossy}},
		"nothing at all was measured": {func(r *gauge.Reading) { *r = gauge.Reading{} }, []gauge.Fault{gauge.FewPixels, gauge.Dark, gauge.Blurred, gauge.Slow}},
	} {
		r := good
		c.change(&r)
		if got := r.Faults(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestLook(t *testing.T) {
	flat, striped := image.NewRGBA(image.Rect(0, 0, 1280, 720)), image.NewRGBA(image.Rect(0, 0, 1280, 720))
	for y := range 720 {
		for x := range 1280 {
			flat.SetRGBA(x, y, color.RGBA{51, 51, 51, 255})
			v := uint8(255 * (x / 16 % 2))
			striped.SetRGBA(x, y, color.RGBA{v, v, v, 255})
		}
	}
	if sharp, light := gauge.Look(flat); sharp > .001 || light < .19 || light > .21 {
		t.Errorf("a flat picture of a fifth of the light: %v sharp, %v light", sharp, light)
	}
	if sharp, light := gauge.Look(striped); sharp < .2 || light < .45 || light > .55 {
		t.Errorf("black and white stripes: %v sharp, %v light", sharp, light)
	}
}
