package presenter

import (
	"context"
	"image"
	"sync"
	"time"

	"portico/app/flow"
	"portico/app/screen"
	"portico/capture"
	"portico/engine/guidance"
)

const (
	// reading is how long the words about a failed picture stay before the
	// guidance of the next one begins.
	reading = 2 * time.Second
	// readingChallenge is how long the words of a challenge stay before it
	// begins: who cannot bear flashing light must have time to say so.
	readingChallenge = 4 * time.Second
)

// watch is a camera in use. Its pictures go to the screen as they come and, as
// often as there is time, to guidance.
type watch struct {
	p    *Presenter
	key  string
	stop context.CancelFunc
	gone chan struct{} // closed when its goroutines have ended
	box  *capture.Mailbox[capture.Frame]
	live bool // the camera gives pictures; the loop's own

	mu     sync.Mutex
	last   *image.RGBA
	frozen bool
	look   look
	led    bool                // the look is a challenge's, which needs every picture there is time for
	lamp   func(time.Duration) // told the time of every picture; nil for most steps
	from   time.Time           // when guidance begins
	before *image.Gray         // thumbnail of the page taken before
}

// coach measures a picture and advises on it; it returns the picture that is
// taken when it is time.
type coach func(ctx context.Context, f capture.Frame, before *image.Gray) (guidance.Advice, *image.RGBA, error)

// watchStep shows and measures the camera of a step. A camera that is in use
// already goes on.
func (p *Presenter) watchStep(step flow.Step) {
	key, open := p.deps.Cameras.For(step)
	if p.watch == nil || p.watch.key != key {
		p.unwatch()
		p.startWatch(key, open)
	}
	w := p.watch
	from := time.Now()
	if p.state.Problem != flow.NoProblem {
		from = from.Add(reading)
	}
	p.course = nil
	next, lamp := p.coached(w, p.coachFor(step)), (func(time.Duration))(nil)
	if step.Led() {
		p.course = p.newCourse(step)
		next, lamp = p.lookFor(w, p.course), p.lampFor(w, p.course)
		from = time.Now().Add(readingChallenge)
	}
	w.mu.Lock()
	w.frozen, w.look, w.led, w.lamp, w.from = false, next, step.Led(), lamp, from
	w.mu.Unlock()
}

func (p *Presenter) startWatch(key string, open capture.Opener) {
	ctx, stop := context.WithCancel(context.Background())
	w := &watch{p: p, key: key, stop: stop, gone: make(chan struct{}), box: capture.NewMailbox[capture.Frame]()}
	p.watch = w
	supervisor := &capture.Supervisor{Open: open, Publish: w.frame, Report: w.report}
	var both sync.WaitGroup
	both.Go(func() {
		err := supervisor.Run(ctx)
		if err != nil && ctx.Err() == nil {
			p.deps.Log.Warn("the camera ended", "error", err)
		}
	})
	both.Go(func() { w.measure(ctx) })
	time.AfterFunc(aMoment, func() {
		p.post(func() {
			if w == p.watch && w.newest() == nil {
				screen.Set(p.model.Waiting, true) // until the camera reports that it is live
			}
		})
	})
	p.all.Go(func() { both.Wait(); close(w.gone) })
}

// unwatch lets go of the camera. It does not wait for it: a device that takes
// long to close must not hold up the visitor.
func (p *Presenter) unwatch() {
	if p.watch != nil {
		p.watch.stop()
		p.watch = nil
	}
	p.course, p.bench, p.proposed = nil, nil, nil
}

// frame takes a picture from the camera.
func (w *watch) frame(f capture.Frame) {
	w.mu.Lock()
	frozen, lamp := w.frozen, w.lamp
	if !frozen {
		w.last = f.Image
	}
	if time.Now().Before(w.from) {
		lamp = nil
	}
	w.mu.Unlock()
	if lamp != nil && !frozen {
		lamp(f.Time)
	}
	if !frozen {
		w.p.deps.Frame(f.Image)
		w.box.Put(f)
	}
}

// report passes on whether the camera works.
func (w *watch) report(s capture.State, err error) {
	if err != nil {
		w.p.deps.Log.Warn("camera", "state", s, "error", err)
	}
	w.p.post(func() {
		w.live = s == capture.Live
		switch {
		case w != w.p.watch:
		case w.live:
			w.p.handle(flow.CameraBack{})
		case s != capture.Starting && s != capture.Ended:
			w.p.handle(flow.CameraGone{})
		}
	})
}

// newest returns the latest picture, nil before the first.
func (w *watch) newest() *image.RGBA {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.last
}

// freeze keeps the picture that was taken on the screen until the step is
// watched anew.
func (w *watch) freeze(img *image.RGBA) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.frozen, w.before = true, guidance.Thumbnail(img)
}

// measure advises on the newest picture, again and again until ctx is done.
// Guidance rests for half of what it took: on a machine that is slow or has
// other work it looks less often, and the preview stays smooth. Of pictures that
// cannot be measured, one after the other, the log hears once.
func (w *watch) measure(ctx context.Context) {
	for failing := false; ; {
		f, err := w.box.Take(ctx)
		if err != nil {
			return
		}
		began := time.Now()
		w.mu.Lock()
		look, led, frozen, wait, before := w.look, w.led, w.frozen, began.Before(w.from), w.before
		w.mu.Unlock()
		if look != nil && !frozen && !wait {
			then, err := look(ctx, f, before)
			switch {
			case ctx.Err() != nil:
				return
			case err == nil:
				w.p.post(then)
			case !failing:
				w.p.deps.Log.Warn("live pictures cannot be measured", "error", err)
			}
			failing = err != nil
		}
		took := time.Since(began)
		rest := guidance.Every - took
		if !led {
			rest = max(rest, took/2)
		}
		select {
		case <-time.After(rest):
		case <-ctx.Done():
			return
		}
	}
}
