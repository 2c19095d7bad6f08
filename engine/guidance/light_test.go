package guidance_test

import (
	"image"
	"image/color"
	"math"
	"testing"
	"time"

	"portico/assets/specimen"
	"portico/engine/face"
	"portico/engine/guidance"
	"portico/engine/imaging"
)

// Reflectances of skin in green light over the six types of Fitzpatrick's
// scale run from about .45 to .05.
var tones = map[string]float64{"I": .45, "II": .38, "III": .30, "IV": .22, "V": .12, "VI": .05}

// head draws a face of this reflectance of skin before a wall, in this share of
// full light: eyes, brows and lips, shaded to one side. It returns where its parts are.
func head(skin, wall, light float64) (*image.RGBA, face.Face) {
	img := image.NewRGBA(image.Rect(0, 0, 640, 480))
	put := func(x, y int, r float64) {
		v := uint8(math.Min(255, 255*math.Pow(light*r, 1/2.2))) // as cameras encode light
		img.SetRGBA(x, y, color.RGBA{v, v, v, 255})
	}
	disc := func(cx, cy, rx, ry, x, y float64) bool { return math.Hypot((x-cx)/rx, (y-cy)/ry) < 1 }
	for py := range 480 {
		for px := range 640 {
			x, y := float64(px), float64(py)
			r := wall
			if disc(320, 240, 100, 140, x, y) {
				r = skin * (1 - .4*(x-320)/200)
			}
			for _, ex := range []float64{280, 360} {
				if disc(ex, 210, 18, 9, x, y) {
					r = .55
				}
				if disc(ex, 210, 8, 8, x, y) {
					r = .01
				}
				if disc(ex, 185, 22, 4, x, y) {
					r = .02
				}
			}
			if disc(320, 300, 30, 8, x, y) {
				r = skin * .6
			}
			put(px, py, r)
		}
	}
	return img, face.Face{
		Box: imaging.RectQuad(image.Rect(225, 110, 415, 375)), EyesOpen: [2]float64{.3, .3},
		Landmarks: [5]imaging.Point{{X: 280, Y: 210}, {X: 360, Y: 210}, {X: 320, Y: 250}, {X: 295, Y: 300}, {X: 345, Y: 300}},
	}
}

// told returns what someone of this tone is told in this light.
func told(t *testing.T, skin, wall, light float64, shot specimen.Exposure) guidance.Hint {
	t.Helper()
	img, f := head(skin, wall, light)
	shot.Take(img)
	one := faces(func() ([]face.Face, error) { return []face.Face{f}, nil })
	m, err := guidance.MeasureFace(t.Context(), one, img)
	if err != nil {
		t.Fatal(err)
	}
	coach := guidance.FaceLimits{}.ForFace()
	coach.Observe(0, m)
	coach.Observe(500*time.Millisecond, m)
	return coach.Observe(time.Second, m).Hint
}

func TestDarkSkinIsNoDarkScene(t *testing.T) {
	for name, skin := range tones {
		for light, c := range map[string]struct {
			wall, light float64
			noise       float64
			want        guidance.Hint
		}{
			"good light":         {.4, 1, 2.5, guidance.Hold},
			"a dim room":         {.4, .25, 3, guidance.Hold},
			"a dark room":        {.4, .006, 2.5, guidance.TooDark},
			"dark, much gain":    {.4, .5, 16, guidance.TooDark},
			"against a window":   {100, .02, 2.5, guidance.BackLight},
			"a white wall":       {.8, 1, 2.5, guidance.Hold},
			"a window, well lit": {1.2, 1, 2.5, guidance.Hold},
		} {
			if got := told(t, skin, c.wall, c.light, specimen.Exposure{Noise: c.noise}); got != c.want {
				t.Errorf("skin %s in %s: %q, want %q", name, light, got, c.want)
			}
		}
	}
}

func TestReflectionInGlasses(t *testing.T) {
	img, f := head(.3, .4, 1)
	for y := 200; y < 222; y++ {
		for x := 345; x < 378; x++ {
			img.SetRGBA(x, y, color.RGBA{255, 255, 255, 255})
		}
	}
	m, err := guidance.MeasureFace(t.Context(), faces(func() ([]face.Face, error) { return []face.Face{f}, nil }), img)
	if err != nil {
		t.Fatal(err)
	}
	if m.Light.Lenses < .3 || m.Light.Lenses > .9 {
		t.Errorf("a lens that reflects over half of an eye's surroundings measures %.2f", m.Light.Lenses)
	}
}
