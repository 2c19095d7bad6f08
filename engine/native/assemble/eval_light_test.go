package assemble_test

import (
	"errors"
	"fmt"
	"image"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"portico/engine/face"
	report "portico/engine/figures"
	"portico/engine/imaging"
	"portico/engine/liveness/light"
	"portico/engine/liveness/puppet"
	"portico/engine/liveness/track"
)

// room is the light of a room and the screen's share at its brightest.
type room struct{ ambient, screen float64 }

func (r room) under(c light.Colour) puppet.Light {
	var l puppet.Light
	for k := range c {
		l.Ambient[k], l.Screen[k] = r.ambient, r.screen*c[k]
	}
	return l
}

// scenario is what a camera sees at a time under the light that the screen
// casts then.
type scenario func(at time.Duration, pose puppet.Pose, l puppet.Light, rng *rand.Rand) *image.RGBA

func still(s puppet.Scene, draw shown) scenario {
	return func(_ time.Duration, pose puppet.Pose, l puppet.Light, rng *rand.Rand) *image.RGBA {
		return draw(s, pose, l, rng)
	}
}

// rerun shows on a screen how the head looked under another sequence.
func rerun(s puppet.Scene, p *puppet.Puppet, r room, other light.Sequence) scenario {
	return func(at time.Duration, pose puppet.Pose, l puppet.Light, rng *rand.Rand) *image.RGBA {
		const distance = 5.5
		film := p.Head(s, puppet.Pose{Distance: distance}, r.under(other.At(at)), rng)
		middle := imaging.Point{X: float64(s.Size.X) / 2, Y: float64(s.Size.Y) / 2}
		return puppet.Flat(s, film, s.Focal/distance, middle, puppet.Screen, pose, l, rng)
	}
}

// lit takes the frames of a sequence that the camera sees after a delay.
func lit(t *testing.T, a *face.Analyzer, see scenario, tilt float64, r room, shown light.Sequence, rng *rand.Rand) []track.Frame {
	t.Helper()
	delay := time.Duration(40+rng.IntN(120)) * time.Millisecond
	pose := puppet.Pose{Distance: 5.5}
	p := light.Start(shown)
	for at := time.Duration(0); at < shown.Length()+frameTime; at += frameTime {
		pose.X = .9*pose.X + .01*rng.NormFloat64()
		pose.Yaw, pose.Pitch = tilt+.5*rng.NormFloat64(), .5*rng.NormFloat64()
		p.Observe(observed(t, a, see(at, pose, r.under(shown.At(at-delay)), rng), at))
	}
	return p.Frames()
}

// TestEvalLight flashes colours at puppets and their copies. The portraits are
// fresh ones: twelve of the other evaluations' had been looked at when the
// limits were last moved.
func TestEvalLight(t *testing.T) {
	evaluation(t)
	a := faces(t)
	who, n := fresh, 20
	if os.Getenv("PORTICO_DEV") == "1" {
		who, n = rehearsing, 6
	}
	actors := cast(t, a, who, n)
	out := report.New("liveness-light", "Light challenge")
	out.Say("A puppet's light is a model's (matt skin, no shadows, a screen's glare): visitors have not been measured. Portraits and sequences " +
		"are fresh: nobody had looked at them when the limits were chosen.")
	passed, errs := flash(t, a, actors, 28)
	passed.Table(out, fmt.Sprintf("Light, %d puppets, 640×480 pixels, %v from frame to frame: passed at %.2f", len(actors), frameTime, reviewBelow), "passed")
	if err := errors.Join(out.Close(), out.Errors(errs)); err != nil {
		t.Fatal(err)
	}
}

// flash takes actors and their copies through the challenge, and keeps whom it
// judged wrongly.
func flash(t *testing.T, a *face.Analyzer, actors []*puppet.Puppet, seed uint64) (report.Tally, *report.Errors) {
	t.Helper()
	same := &face.Match{Score: .9}
	usual := room{.65, .35}
	passed, errs := report.Tally{}, &report.Errors{}
	for i, p := range actors {
		s := studio(t, 640, 480, 8*i+1)
		rng := rand.New(rand.NewPCG(uint64(i), seed))
		for _, c := range []struct {
			name string
			see  scenario
			tilt float64
			room room
		}{
			{solidHead, still(s, p.Head), 0, usual},
			{solidHead + ", dim room", still(s, p.Head), 0, room{.35, .35}},
			{solidHead + ", turned by 8°", still(s, p.Head), 8, usual},
			{solidHead + ", too bright a room", still(s, p.Head), 0, room{1, .01}},
			{"print", still(s, flatly(p, puppet.Print)), 0, usual},
			{"print, tilted by 20°", still(s, flatly(p, puppet.Print)), 20, usual},
			{"screen with its own light", still(s, flatly(p, puppet.Screen)), 4, usual},
			{"screen that shows another sequence", rerun(s, p, usual, light.Draw(rng)), 4, usual},
		} {
			shown := light.Draw(rng)
			r := light.Evaluate(lit(t, a, c.see, c.tilt, c.room, shown, rng), shown, same)
			said := fmt.Sprintf("%d %s: %s %s %v", i, c.name, shownScore(r.Score), r.Error, r.Cues)
			t.Log(said)
			if r.Score == nil {
				passed.At(c.name).Unjudged++
				continue
			}
			pass := *r.Score >= reviewBelow
			passed.At(c.name).Count(pass)
			if pass != strings.HasPrefix(c.name, solidHead) {
				addPuppet(errs, said, p)
			}
		}
	}
	return passed, errs
}

func shownScore(s *float64) string {
	if s == nil {
		return "–"
	}
	return fmt.Sprintf("%.2f", *s)
}
