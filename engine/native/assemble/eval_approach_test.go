package assemble_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"portico/engine/face"
	report "portico/engine/figures"
	"portico/engine/liveness"
	"portico/engine/liveness/magnifeye"
	"portico/engine/liveness/puppet"
	"portico/engine/liveness/track"
)

// approach is a visitor who does what the protocol says, or a hand that moves
// a copy so.
func approach(t *testing.T, a *face.Analyzer, s puppet.Scene, draw shown, tilt func(progress float64) (yaw, pitch float64), seed uint64) ([]track.Frame, []float64) {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 1))
	targets := magnifeye.Draw(rng)
	p := magnifeye.Start(targets)
	pose := puppet.Pose{Distance: 8.5, Y: .2}
	var step liveness.Step
	for at := time.Duration(0); step.State == liveness.Running; at += frameTime {
		pose.X += .02 * rng.NormFloat64()
		pose.X *= .9
		pose.Yaw, pose.Pitch = tilt(step.Progress)
		pose.Yaw += rng.NormFloat64()
		pose.Pitch += rng.NormFloat64()
		pose.Distance *= math.Exp(.004 * rng.NormFloat64())
		step = p.Observe(observed(t, a, draw(s, pose, puppet.Daylight, rng), at))
		switch step.Instruction {
		case liveness.ComeCloser:
			pose.Distance *= .955
		case liveness.MoveBack:
			pose.Distance *= 1.045
		}
	}
	return p.Frames(), targets
}

// TestEvalApproach lets puppets and their copies come closer.
func TestEvalApproach(t *testing.T) {
	evaluation(t)
	a := faces(t)
	who, n, w, h := reported, 20, 960, 540
	if os.Getenv("PORTICO_DEV") == "1" {
		who, n = rehearsing, 6
	}
	same := &face.Match{Score: .9}
	passed, errs := report.Tally{}, &report.Errors{}
	actors := cast(t, a, who, n)
	for i, p := range actors {
		s := studio(t, w, h, 8*i+1)
		for name, c := range map[string]struct {
			draw shown
			tilt func(float64) (float64, float64)
		}{
			solidHead:                         {p.Head, func(float64) (float64, float64) { return 0, 0 }},
			"print":                           {flatly(p, puppet.Print), func(float64) (float64, float64) { return 0, 0 }},
			"print, tilted":                   {flatly(p, puppet.Print), func(float64) (float64, float64) { return 18, 8 }},
			"print, tilted while it is moved": {flatly(p, puppet.Print), func(g float64) (float64, float64) { return 25 * g, -20 * g }},
			"screen":                          {flatly(p, puppet.Screen), func(float64) (float64, float64) { return 3, 5 }},
		} {
			frames, targets := approach(t, a, s, c.draw, c.tilt, uint64(i))
			r := magnifeye.Evaluate(frames, targets, same)
			if r.Score == nil {
				passed.At(name).Unjudged++
				t.Logf("%d %s: %+v", i, name, r)
				continue
			}
			passed.At(name).Count(*r.Score >= reviewBelow)
			said := fmt.Sprintf("%d %s: %.2f %v", i, name, *r.Score, r.Cues)
			t.Log(said)
			if (*r.Score >= reviewBelow) != (name == solidHead) {
				addPuppet(errs, said, p)
			}
		}
	}
	out := report.New("liveness-approach", "Approach challenge")
	passed.Table(out, fmt.Sprintf("Approach, %d puppets, %d×%d pixels: passed at %.2f", len(actors), w, h, reviewBelow), "passed")
	if err := errors.Join(out.Close(), out.Errors(errs)); err != nil {
		t.Fatal(err)
	}
}

// TestReliefSamples writes what models/train/relief/fit.py reads to the file
// that PORTICO_RELIEF names.
func TestReliefSamples(t *testing.T) {
	name := os.Getenv("PORTICO_RELIEF")
	if name == "" {
		t.Skip("SKIPPED: PORTICO_RELIEF names no file to write samples to")
	}
	a := faces(t)
	out, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	type sample struct {
		W, H int
		U, R float64 // distance of the pupils in pixels, and over the shorter side
		M    []face.Point3
	}
	still := func(float64) (float64, float64) { return 0, 0 }
	lines := json.NewEncoder(out)
	for i, p := range cast(t, a, rehearsing, 22) {
		s := studio(t, 960, 540, 8*i+1)
		for kind, c := range map[string]struct {
			draw shown
			tilt func(float64) (float64, float64)
		}{
			"solid":  {p.Head, still},
			"print":  {flatly(p, puppet.Print), still},
			"tilts":  {flatly(p, puppet.Print), func(g float64) (float64, float64) { return 25 * g, -20 * g }},
			"screen": {flatly(p, puppet.Screen), func(float64) (float64, float64) { return -12, 8 }},
		} {
			frames, _ := approach(t, a, s, c.draw, c.tilt, uint64(i))
			var samples []sample
			for k := 0; k < len(frames); k += 3 {
				f := frames[k]
				samples = append(samples, sample{f.Size.X, f.Size.Y, f.Face.EyeDistance, f.Reach(), f.Face.Mesh[:468]})
			}
			if err := lines.Encode(map[string]any{"i": i, "name": kind, "frames": samples}); err != nil {
				t.Fatal(err)
			}
		}
	}
}
