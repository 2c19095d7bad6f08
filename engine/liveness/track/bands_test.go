package track_test

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/liveness/track"
)

// refreshed are frames of a face of even light that sways, with bands of a
// depth on it and beside it: waves of four a picture that wander.
func refreshed(on, beside float64) (all []track.Frame) {
	rng := rand.New(rand.NewPCG(3, 4))
	for n := range 12 {
		scene := image.NewGray(image.Rect(0, 0, 96, 72))
		middle := imaging.Point{X: 320 + 4*rng.NormFloat64(), Y: 240 + 4*rng.NormFloat64()}
		for y := range 72 {
			wave := math.Cos(2*math.Pi*(4*float64(y)/72+.37*float64(n))) / 2
			for x := range 96 {
				depth, shade := beside, 110.
				if math.Abs(float64(x)-middle.X*.15) < 20 {
					depth, shade = on, 140+20*math.Sin((float64(y)-middle.Y*.15)/5)
				}
				scene.SetGray(x, y, color.Gray{uint8(shade*(1+depth*wave) + rng.Float64())})
			}
		}
		f := face.Face{EyeDistance: 120}
		f.Landmarks[2] = middle
		all = append(all, track.Frame{At: time.Duration(n) * 80 * time.Millisecond, Face: f, Size: image.Pt(640, 480), Scene: scene})
	}
	return all
}

func TestBands(t *testing.T) {
	for name, c := range map[string]struct{ on, beside, least, most float64 }{
		"none":                  {0, 0, 0, .01},
		"a screen's":            {.1, 0, .035, .065},
		"a lamp's, everywhere":  {.1, .1, 0, .015},
		"a screen under a lamp": {.2, .1, .03, .07},
	} {
		got, ok := track.Bands(refreshed(c.on, c.beside))
		if !ok || got < c.least || got > c.most {
			t.Errorf("%s: %.4f, %v; want %v to %v", name, got, ok, c.least, c.most)
		}
	}
	if _, ok := track.Bands(refreshed(0, 0)[:4]); ok {
		t.Error("four frames are enough")
	}
	if _, ok := track.Bands(take()); ok {
		t.Error("frames without a scene are enough")
	}
}
