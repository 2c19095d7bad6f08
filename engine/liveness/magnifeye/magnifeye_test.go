package magnifeye_test

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/liveness"
	"portico/engine/liveness/magnifeye"
	"portico/engine/liveness/track"
)

var size = image.Pt(1280, 720)

// sheet is a frame of a flat face that was tilted by a homography and is seen
// with this distance of the pupils.
func sheet(eyes, tilt float64, at time.Duration, n uint64) track.Frame {
	rng := rand.New(rand.NewPCG(5, 6))
	mesh := make([]face.Point3, 478)
	for i := range mesh {
		x, y := 1.8*rng.Float64()-.9, 2.4*rng.Float64()-1.2
		w := 1 + tilt*x
		mesh[i] = face.Point3{X: 640 + eyes*x/w, Y: 360 + eyes*y/w}
	}
	f := face.Face{Mesh: mesh, EyeDistance: eyes}
	f.Landmarks[2] = imaging.Point{X: 640, Y: 360}
	return track.Frame{At: at, Face: f, Size: size, Eyes: .1, Print: n}
}

// take is a sheet that follows the protocol of these distances.
func take(targets []float64, tilt func(i int) float64) []track.Frame {
	p := magnifeye.Start(targets)
	reach := .14
	var step liveness.Step
	for i := 0; step.State == liveness.Running && i < 500; i++ {
		step = p.Observe(sheet(720*reach, tilt(i), time.Duration(i)*80*time.Millisecond, uint64(i)))
		switch step.Instruction {
		case liveness.ComeCloser:
			reach *= 1.04
		case liveness.MoveBack:
			reach /= 1.04
		}
	}
	return p.Frames()
}

// A plane shows one picture whatever its place and turn but for a homography
// (Hartley and Zisserman, Multiple View Geometry, ch. 13), so no way of moving
// it may pass.
func TestFlatNeverPasses(t *testing.T) {
	targets := magnifeye.Draw(rand.New(rand.NewPCG(1, 1)))
	for name, tilt := range map[string]func(int) float64{
		"upright":       func(int) float64 { return 0 },
		"tilted":        func(int) float64 { return .2 },
		"turned slowly": func(i int) float64 { return .002 * float64(i) },
	} {
		r := magnifeye.Evaluate(take(targets, tilt), targets, &face.Match{Score: .9})
		if r.Score == nil || *r.Score >= .8 || math.Abs(r.Cues[magnifeye.Relief]) > .1 {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func TestDistancesMustBeTheOnesDrawn(t *testing.T) {
	mine, other := []float64{.14, .3, .2, .27}, []float64{.14, .26, .2, .3}
	frames := take(mine, func(int) float64 { return 0 })
	if r := magnifeye.Evaluate(frames, mine, &face.Match{Score: .9}); r.Cues[magnifeye.Missed] > .08 {
		t.Errorf("own distances missed by %v", r.Cues[magnifeye.Missed])
	}
	if r := magnifeye.Evaluate(frames, other, &face.Match{Score: .9}); r.Cues[magnifeye.Missed] < .08 {
		t.Errorf("another's distances missed by %v only", r.Cues[magnifeye.Missed])
	}
}

func TestWithoutScore(t *testing.T) {
	targets := magnifeye.Draw(rand.New(rand.NewPCG(1, 1)))
	good := take(targets, func(int) float64 { return 0 })
	near := good[len(good)-20:]
	twice := append([]track.Frame(nil), good...)
	twice[5].Print = twice[2].Print
	cut := append([]track.Frame(nil), good...)
	cut[8].Face.Landmarks[2].X += 2000
	late := append([]track.Frame(nil), good...)
	late[len(late)-1].At += time.Minute
	same := &face.Match{Score: .9}
	for name, c := range map[string]struct {
		frames []track.Frame
		same   *face.Match
		want   liveness.Code
	}{
		"nothing":          {nil, same, liveness.NotEnoughData},
		"three frames":     {good[:3], same, liveness.NotEnoughData},
		"no comparison":    {good, nil, liveness.NotEnoughData},
		"never far":        {near[:8], same, liveness.NotEnoughData},
		"one frame twice":  {twice, same, liveness.InvalidData},
		"a cut":            {cut, same, liveness.InvalidData},
		"a minute missing": {late, same, liveness.InvalidData},
	} {
		if r := magnifeye.Evaluate(c.frames, targets, c.same); r.Score != nil || r.Error != c.want {
			t.Errorf("%s: %+v, want %s", name, r, c.want)
		}
	}
}

func TestProtocolGivesUp(t *testing.T) {
	p := magnifeye.Start([]float64{.14})
	if step := p.Observe(track.Frame{At: time.Second}); step.Instruction != liveness.ShowFace || step.State != liveness.Running {
		t.Errorf("nobody there: %+v", step)
	}
	if step := p.Observe(sheet(300, 0, time.Minute, 1)); step.State != liveness.TimedOut {
		t.Errorf("after a minute: %+v", step)
	}
}
