package assemble_test

import (
	"image"
	"math/rand/v2"
	"testing"
	"time"

	report "portico/engine/figures"
	"portico/engine/liveness/puppet"
	"portico/engine/liveness/track"
)

// TestEvalBlink counts stretches of five seconds in which lids fell by half: of
// a man who talks, and of prints that a hand holds.
func TestEvalBlink(t *testing.T) {
	evaluation(t)
	const stretch, half = 60, .5 // frames, about five seconds
	a := faces(t)
	blinked := report.Tally{}
	count := func(row string, frames []track.Frame) {
		if b, ok := track.Blink(frames); ok {
			blinked.At(row).Count(b >= half)
		} else {
			blinked.At(row).Unjudged++
		}
	}
	var frames []track.Frame
	film(t, 2, func(n int, img *image.RGBA) {
		if f := observed(t, a, img, time.Duration(n)*time.Second/24); len(f.Face.Mesh) > 0 {
			frames = append(frames, f)
		}
		if len(frames) == stretch {
			count("one man on video", frames)
			frames = nil
		}
	})
	for i, p := range cast(t, a, rehearsing, 10) {
		s, rng := studio(t, 640, 480, 8*i+1), rand.New(rand.NewPCG(uint64(i), 5))
		draw, pose := flatly(p, puppet.Print), puppet.Pose{Distance: 5.5}
		var frames []track.Frame
		for n := range stretch {
			pose.X = .9*pose.X + .02*rng.NormFloat64()
			pose.Yaw, pose.Pitch = .9*pose.Yaw+2*rng.NormFloat64(), .9*pose.Pitch+2*rng.NormFloat64()
			if f := observed(t, a, draw(s, pose, puppet.Daylight, rng), time.Duration(n)*frameTime); len(f.Face.Mesh) > 0 {
				frames = append(frames, f)
			}
		}
		count("prints of puppets' portraits, tilted to and fro", frames)
	}
	out := report.New("liveness-blink", "Blinking, a cue that is told and decides nothing")
	blinked.Table(out, "Both lids fell by half within five seconds", "fell")
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}
