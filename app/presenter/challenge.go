package presenter

import (
	"context"
	"image"
	"math/rand/v2"
	"sync"
	"time"

	"portico/app/flow"
	"portico/app/screen"
	"portico/capture"
	"portico/engine/face"
	"portico/engine/guidance"
	"portico/engine/liveness"
	"portico/engine/liveness/gaze"
	"portico/engine/liveness/light"
	"portico/engine/liveness/magnifeye"
	"portico/engine/liveness/track"
	"portico/engine/onboarding"
)

// course is one try of a challenge that leads the visitor by itself. The
// goroutine that measures uses it until it is over, then the one of the
// customer.
type course struct {
	kind   liveness.Kind
	seed   [32]byte // that the challenge was drawn from
	follow func(ctx context.Context, img *image.RGBA, at time.Duration) (liveness.Step, error)
	clock  courseClock
	lamp   light.Sequence // what the screen shines; nil for other kinds

	looks *gaze.Protocol   // of a gaze
	take  *onboarding.Take // of an approach or a light
	last  *image.RGBA      // of a take, with a face
	lead  func(track.Frame) liveness.Step
}

// courseClock counts from the first frame. It is safe for concurrent use.
type courseClock struct {
	mu    sync.Mutex
	begun bool
	start time.Duration
}

// since returns the time of a frame since the first; negative for an earlier.
func (c *courseClock) since(t time.Duration) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.begun {
		c.begun, c.start = true, t
	}
	return t - c.start
}

// random returns the source that the challenge was drawn from, anew.
func (c *course) random() *rand.Rand { return rand.New(rand.NewChaCha8(c.seed)) }

// kindsLed are the challenges of the steps that lead by themselves.
var kindsLed = map[flow.Step]liveness.Kind{
	flow.Gaze: liveness.EyeGaze, flow.Approach: liveness.MagnifEye, flow.Light: liveness.Light,
}

// newCourse draws a challenge.
func (p *Presenter) newCourse(step flow.Step) *course {
	c := &course{kind: kindsLed[step], seed: p.deps.Seed()}
	if c.kind == liveness.EyeGaze {
		c.looks = gaze.Start(gaze.Draw(c.random()))
		c.follow = func(ctx context.Context, img *image.RGBA, at time.Duration) (liveness.Step, error) {
			f, err := largest(ctx, p.deps.Faces, img)
			return c.looks.Observe(img, f, at), err
		}
		return c
	}
	c.take = p.deps.Engine.NewTake()
	if c.kind == liveness.Light {
		c.lamp = light.Draw(c.random())
		c.lead = light.Start(c.lamp).Observe
	} else {
		c.lead = magnifeye.Start(magnifeye.Draw(c.random())).Observe
	}
	c.follow = c.measure
	return c
}

// measure adds a frame to the take.
func (c *course) measure(ctx context.Context, img *image.RGBA, at time.Duration) (liveness.Step, error) {
	before := c.take.Len()
	if err := c.take.Add(ctx, img, at); err != nil {
		return liveness.Step{}, err
	}
	f := track.Frame{At: at}
	if newest, ok := c.take.Newest(); ok && c.take.Len() > before {
		f, c.last = newest, img
	}
	return c.lead(f), nil
}

func largest(ctx context.Context, faces guidance.FaceFinder, img *image.RGBA) (*face.Face, error) {
	found, err := faces.Detect(ctx, img)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// lookFor returns what a challenge makes of live pictures.
func (p *Presenter) lookFor(w *watch, c *course) look {
	return func(ctx context.Context, f capture.Frame, _ *image.Gray) (func(), error) {
		at := c.clock.since(f.Time)
		if at < 0 { // of before the first colour
			return func() {}, nil
		}
		step, err := c.follow(ctx, f.Image, at)
		return func() { p.prompt(w, c, step, f.Image) }, err
	}
}

// lampFor returns what sets the screen's colour by the time of each frame, so
// that a colour lags behind its time by the camera's delay alone; nil where the
// challenge has no colours.
func (p *Presenter) lampFor(w *watch, c *course) func(time.Duration) {
	if c.lamp == nil {
		return nil
	}
	var shown *light.Colour
	return func(t time.Duration) {
		colour := c.lamp.At(c.clock.since(t))
		if shown != nil && *shown == colour {
			return
		}
		shown = &colour
		p.post(func() {
			if w == p.watch && p.course == c && !p.state.Busy {
				now := screen.Get(p.model.Prompt)
				now.Lit, now.Colour = true, colour
				screen.Set(p.model.Prompt, now)
			}
		})
	}
}

// prompt publishes what the challenge tells the visitor, and ends it.
func (p *Presenter) prompt(w *watch, c *course, s liveness.Step, img *image.RGBA) {
	if w != p.watch || c != p.course || p.state.Busy || p.state.Sheet != flow.NoSheet {
		return
	}
	now := screen.Get(p.model.Prompt)
	if s.Progress > now.Progress {
		p.clock.touch(time.Now())
	}
	now.Instruction, now.Look, now.Reach, now.Progress = s.Instruction, s.Look, s.Target, s.Progress
	switch s.State {
	case liveness.Running:
		screen.Set(p.model.Prompt, now)
	case liveness.Done:
		screen.Set(p.model.Prompt, screen.Prompt{Progress: 1})
		w.freeze(img)
		p.handle(flow.Captured{})
	case liveness.TimedOut:
		screen.Set(p.model.Prompt, screen.Prompt{})
		p.handle(flow.Lapsed{})
	}
}
