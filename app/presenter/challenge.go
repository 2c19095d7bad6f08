package presenter

import (
	"context"
	"image"
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
	records "portico/engine/liveness/record"
	"portico/engine/liveness/track"
	"portico/engine/onboarding"
)

// course is one try of a challenge that leads the visitor by itself. The
// goroutine that measures uses it until it is over, then the one of the
// customer.
type course struct {
	film   records.Record // that the challenge is drawn from; a take is filmed into it
	follow func(ctx context.Context, img *image.RGBA, at time.Duration) (liveness.Step, error)
	clock  courseClock
	lamp   light.Sequence // what the screen shines; nil for other kinds
	step   liveness.Step  // the newest

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

// kindsLed are the challenges of the steps that lead by themselves.
var kindsLed = map[flow.Step]liveness.Kind{
	flow.Gaze: liveness.EyeGaze, flow.Approach: liveness.MagnifEye, flow.Light: liveness.Light,
}

// newCourse draws a challenge.
func (p *Presenter) newCourse(step flow.Step) *course {
	chance := p.deps.Seed()
	c := &course{film: records.Record{
		Kind: kindsLed[step], Session: p.session, Nonce: records.Nonce(chance[:len(records.Nonce{})]), Created: time.Now(),
	}}
	if c.film.Kind == liveness.EyeGaze {
		c.looks = gaze.Start(gaze.Draw(c.film.Random()))
		c.follow = func(ctx context.Context, img *image.RGBA, at time.Duration) (liveness.Step, error) {
			f, err := largest(ctx, p.deps.Faces, img)
			return c.looks.Observe(img, f, at), err
		}
		return c
	}
	c.take = p.deps.Engine.NewTake()
	if c.film.Kind == liveness.Light {
		c.lamp = light.Draw(c.film.Random())
		c.lead = light.Start(c.lamp).Observe
	} else {
		c.lead = magnifeye.Start(magnifeye.Draw(c.film.Random())).Observe
	}
	c.follow = c.measure
	return c
}

// measure adds a frame to the take, and to its record where it shows a face.
func (c *course) measure(ctx context.Context, img *image.RGBA, at time.Duration) (liveness.Step, error) {
	before := c.take.Len()
	if err := c.take.Add(ctx, img, at); err != nil {
		return liveness.Step{}, err
	}
	f := track.Frame{At: at}
	if newest, ok := c.take.Newest(); ok && c.take.Len() > before {
		f, c.last = newest, img
		if err := c.film.Film(img, at); err != nil {
			return liveness.Step{}, err
		}
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
		var err error
		if c.step.State == liveness.Running { // else it belongs to the customer's goroutine
			c.step, err = c.follow(ctx, f.Image, at)
		}
		step := c.step
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
