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

// posture is how somebody stands before the kiosk, and how much of the light on
// them is its screen's when it is half a metre off.
type posture struct {
	eyes          float64 // below the camera's axis, in distances of the outer eye corners
	aside         float64 // right of it in the picture
	yaw, pitch    float64 // degrees
	room, shining float64
}

// lookingUp is the eyes a little below the axis, in daylight.
func lookingUp(*rand.Rand) posture { return posture{eyes: .2, room: 1} }

// anyPosture is drawn around that of a face in the oval on the screen, whose
// eyes are .35 above the axis.
func anyPosture(rng *rand.Rand) posture {
	shining := .35 * rng.Float64()
	return posture{
		eyes: -.6 + .9*rng.Float64(), aside: .15 * rng.NormFloat64(),
		yaw: 4 * rng.NormFloat64(), pitch: 6 * rng.NormFloat64(),
		room: 1 - shining, shining: shining,
	}
}

// light is what falls on a face at a distance before a camera that has adapted
// to it.
func (s posture) light(distance float64) puppet.Light {
	const halfMetre = 5.5 // as package puppet has it
	mean := s.room + s.shining*halfMetre*halfMetre/(distance*distance)
	return puppet.Light{Ambient: evenly(s.room / mean), Screen: evenly(s.shining / mean)}
}

func evenly(v float64) [3]float64 { return [3]float64{v, v, v} }

// approach is a visitor who does what the protocol says, or a hand that moves
// a copy so.
func approach(t *testing.T, a *face.Analyzer, s puppet.Scene, draw shown, from posture, tilt func(progress float64) (yaw, pitch float64), seed uint64) ([]track.Frame, []float64) {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 1))
	targets := magnifeye.Draw(rng)
	p := magnifeye.Start(targets)
	pose := puppet.Pose{Distance: 8.5, X: from.aside, Y: from.eyes}
	var step liveness.Step
	for at := time.Duration(0); step.State == liveness.Running; at += frameTime {
		pose.X += .02 * rng.NormFloat64()
		pose.X = from.aside + .9*(pose.X-from.aside)
		yaw, pitch := tilt(step.Progress)
		pose.Yaw = from.yaw + yaw + rng.NormFloat64()
		pose.Pitch = from.pitch + pitch + rng.NormFloat64()
		pose.Distance *= math.Exp(.004 * rng.NormFloat64())
		step = p.Observe(observed(t, a, draw(s, pose, from.light(pose.Distance), rng), at))
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
	errs, out := &report.Errors{}, report.New("liveness-approach", "Approach challenge")
	actors := cast(t, a, who, n)
	for _, stand := range []struct {
		name string
		draw func(*rand.Rand) posture
	}{
		{"eyes .2 below the camera's axis, daylight", lookingUp},
		{"eyes from .6 above to .3 below the axis, aside, turned and nodding, up to a third of the light from the screen, drawn by chance", anyPosture},
	} {
		passed := report.Tally{}
		for i, p := range actors {
			s := studio(t, w, h, 8*i+1)
			for name, c := range map[string]moved{
				solidHead:                         {p.Head, held(0, 0)},
				"print":                           {flatly(p, puppet.Print), held(0, 0)},
				"print, tilted":                   {flatly(p, puppet.Print), held(18, 8)},
				"print, tilted while it is moved": {flatly(p, puppet.Print), turning},
				"screen":                          {flatly(p, puppet.Screen), held(3, 5)},
			} {
				from := stand.draw(rand.New(rand.NewPCG(uint64(i), 2)))
				frames, targets := approach(t, a, s, c.draw, from, c.tilt, uint64(i))
				r := magnifeye.Evaluate(frames, targets, same)
				if r.Score == nil {
					passed.At(name).Unjudged++
					t.Logf("%d %s: %+v", i, name, r)
					continue
				}
				passed.At(name).Count(*r.Score >= reviewBelow)
				said := fmt.Sprintf("%d %s %+.2f: %.2f %v", i, name, from, *r.Score, r.Cues)
				t.Log(said)
				if (*r.Score >= reviewBelow) != (name == solidHead) {
					addPuppet(errs, said, p)
				}
			}
		}
		passed.Table(out, fmt.Sprintf("Approach, %d puppets, %d×%d pixels, %s: passed at %.2f", len(actors), w, h, stand.name, reviewBelow), "passed")
	}
	if err := errors.Join(out.Close(), out.Errors(errs)); err != nil {
		t.Fatal(err)
	}
}

// moved is what is brought closer, and how it is turned meanwhile.
type moved struct {
	draw shown
	tilt func(progress float64) (yaw, pitch float64) // degrees
}

func held(yaw, pitch float64) func(float64) (float64, float64) {
	return func(float64) (float64, float64) { return yaw, pitch }
}

func turning(progress float64) (yaw, pitch float64) { return 25 * progress, -20 * progress }

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
	lines := json.NewEncoder(out)
	const rounds = 3 // of postures
	for i, p := range cast(t, a, rehearsing, 22) {
		s := studio(t, 960, 540, 8*i+1)
		kinds := []struct {
			kind string
			moved
		}{
			{"solid", moved{p.Head, held(0, 0)}},
			{"solid", moved{p.Head, held(0, 0)}},
			{"print", moved{flatly(p, puppet.Print), held(0, 0)}},
			{"tilts", moved{flatly(p, puppet.Print), turning}},
			{"screen", moved{flatly(p, puppet.Screen), held(-12, 8)}},
		}
		for k := range rounds * len(kinds) {
			c, seed := kinds[k%len(kinds)], uint64(rounds*len(kinds)*i+k)
			frames, _ := approach(t, a, s, c.draw, anyPosture(rand.New(rand.NewPCG(seed, 3))), c.tilt, seed)
			var samples []sample
			for k := 0; k < len(frames); k += 3 {
				f := frames[k]
				samples = append(samples, sample{f.Size.X, f.Size.Y, f.Face.EyeDistance, f.Reach(), f.Face.Mesh[:468]})
			}
			if err := lines.Encode(map[string]any{"i": i, "name": c.kind, "frames": samples}); err != nil {
				t.Fatal(err)
			}
		}
	}
}
