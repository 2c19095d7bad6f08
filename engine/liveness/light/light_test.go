package light_test

import (
	"image"
	"math/rand/v2"
	"testing"
	"time"

	"portico/engine/face"
	"portico/engine/liveness"
	"portico/engine/liveness/light"
	"portico/engine/liveness/track"
)

// surface is what a camera sees of skin, or of a copy of it, in ambient light
// of 1: how much of the screen's light each of its parts throws back.
type surface func(facing float64, part int) float64

func skin(facing float64, _ int) float64 { return .3 * facing }
func sheet(float64, int) float64         { return .3 }
func nothing(float64, int) float64       { return 0 }
func mirror(_ float64, part int) float64 {
	if part == 3 {
		return 2
	}
	return .1
}

// take is a challenge before the screen that shows cast.
func take(cast light.Sequence, s surface, delay time.Duration) []track.Frame {
	rng := rand.New(rand.NewPCG(9, 9))
	p := light.Start(cast)
	for i := 0; ; i++ {
		at := time.Duration(i) * 70 * time.Millisecond
		f := track.Frame{At: at, Size: image.Pt(640, 480), Print: uint64(i + 1), Face: face.Face{Mesh: make([]face.Point3, 478), EyeDistance: 90}}
		for part := range 14 {
			facing := .4 + .6*float64(part)/13
			var lit [3]float64
			for k, c := range cast.At(at - delay) {
				lit[k] = 90 * (1 + s(facing, part)*c) * (1 + .002*rng.NormFloat64())
			}
			f.Skin = append(f.Skin, track.Patch{Light: lit, Facing: facing})
		}
		if p.Observe(f).State == liveness.Done {
			return p.Frames()
		}
	}
}

func draw(seed uint64) light.Sequence { return light.Draw(rand.New(rand.NewPCG(seed, 1))) }

func TestEvaluate(t *testing.T) {
	shown, same := draw(1), &face.Match{Score: .9}
	for name, c := range map[string]struct {
		frames []track.Frame
		same   *face.Match
		passes bool
	}{
		"skin":                         {take(shown, skin, 100*time.Millisecond), same, true},
		"skin, a slow camera":          {take(shown, skin, 240*time.Millisecond), same, true},
		"another person in between":    {take(shown, skin, 100*time.Millisecond), &face.Match{Score: .1}, false},
		"a sheet":                      {take(shown, sheet, 100*time.Millisecond), same, false},
		"a mirror":                     {take(shown, mirror, 100*time.Millisecond), same, false},
		"skin under another sequence":  {take(draw(2), skin, 100*time.Millisecond), same, false},
		"the right one, half a second": {take(shown, skin, 480*time.Millisecond), same, false},
	} {
		r := light.Evaluate(c.frames, shown, c.same)
		if r.Score == nil || r.Kind != liveness.Light {
			t.Errorf("%s: %+v", name, r)
			continue
		}
		if c.passes && *r.Score < .84 || !c.passes && *r.Score >= .8 {
			t.Errorf("%s: %.2f %v", name, *r.Score, r.Cues)
		}
	}
}

func TestStrongAmbientLightIsSaid(t *testing.T) {
	shown := draw(1)
	r := light.Evaluate(take(shown, nothing, 0), shown, &face.Match{Score: .9})
	if r.Score != nil || r.Error != liveness.NotEnoughData || r.Cues[light.Ambient] != 1 {
		t.Errorf("%+v", r)
	}
}

func TestHalfATakeHasNoScore(t *testing.T) {
	shown := draw(1)
	frames := take(shown, skin, 0)
	if r := light.Evaluate(frames[:len(frames)/2], shown, &face.Match{Score: .9}); r.Error != liveness.NotEnoughData {
		t.Errorf("%+v", r)
	}
}

// WCAG 2.2, 2.3.1: no more than three flashes in any second. No step of a
// channel is more than a quarter.
func TestFlashesAreSlowAndSoft(t *testing.T) {
	for seed := range uint64(50) {
		s := draw(seed)
		for i, f := range s {
			if f.For < time.Second/3 {
				t.Errorf("a flash of %v", f.For)
			}
			if i > 0 && f.Colour == s[i-1].Colour {
				t.Error("two neighbours are alike")
			}
			for k := range f.Colour {
				if i > 0 && max(f.Colour[k]-s[i-1].Colour[k], s[i-1].Colour[k]-f.Colour[k]) > .25 {
					t.Errorf("a step from %v to %v", s[i-1].Colour, f.Colour)
				}
			}
		}
	}
}

func TestALostFaceEndsIt(t *testing.T) {
	p := light.Start(draw(1))
	p.Observe(track.Frame{Face: face.Face{Mesh: make([]face.Point3, 478)}})
	if step := p.Observe(track.Frame{At: time.Second}); step.State != liveness.TimedOut {
		t.Errorf("%+v", step)
	}
}
