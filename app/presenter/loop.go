package presenter

import (
	"context"
	"image"
	"maps"
	"runtime"
	"time"

	"portico/app/flow"
	"portico/app/receipt"
	"portico/app/screen"
	"portico/app/sound"
	"portico/engine/guidance"
)

// aMoment is how long an effect may take before the screen says that it waits.
const aMoment = 500 * time.Millisecond

// Run works until ctx is done and returns its error. When it returns, the
// camera is closed, no goroutine is left and nothing of an unfinished visitor
// is kept.
func (p *Presenter) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer p.all.Wait()
	defer close(p.done)
	defer cancel()
	p.record = &record{p: p}
	p.all.Go(func() { p.jobs.run(ctx) })
	p.all.Go(func() { p.stalls.run(ctx, p.deps.UI) })
	p.stalls.enter(string(p.state.Step), time.Now())
	p.clock.enter(time.Now(), p.cfg, p.state)
	tick := time.NewTicker(250 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case f := <-p.posted:
			f()
		case now := <-tick.C:
			if ev := p.clock.tick(now); ev != nil {
				p.handle(ev)
			}
			screen.Set(p.model.Seconds, p.clock.seconds(now))
			p.resurvey(now)
		case <-ctx.Done():
			p.unwatch()
			return ctx.Err()
		}
	}
}

// handle moves the state on and runs what follows from it.
func (p *Presenter) handle(ev flow.Event) {
	before := p.state
	next, effects := flow.Next(before, ev)
	p.state = next
	if why := flow.RetakeFor(before, ev); why != flow.NoProblem {
		p.retakes[string(why)]++
	}
	now := time.Now()
	if next.Step != before.Step {
		p.stalls.enter(string(next.Step), now)
		p.deps.Log.Info("step", "step", next.Step, "tries", before.Tries, "staff", next.Staff, "goroutines", runtime.NumGoroutine())
	}
	if next.Room != before.Room {
		p.deps.Log.Info("room", "room", next.Room)
	}
	switch {
	case next.Unlocked && !before.Unlocked:
		p.deps.Log.Info("unlocked by the staff's PIN")
	case next.Lock.Wrong > before.Lock.Wrong:
		p.deps.Log.Warn("a wrong staff PIN", "in_a_row", next.Lock.Wrong)
	case next.Problem == flow.SameStaff && before.Busy:
		p.deps.Log.Info("nobody confirms their own decision")
	}
	if next.Step != before.Step || next.Sheet != before.Sheet || next.Unlocked != before.Unlocked || next.Lock != before.Lock {
		p.clock.enter(now, p.cfg, next)
		screen.Set(p.model.Seconds, p.clock.seconds(now))
	}
	if next.Busy && !before.Busy || next.Busy && next.Step != before.Step {
		p.awaitMoment()
	}
	if !next.Busy {
		screen.Set(p.model.Waiting, false)
	}
	if cue := cueOf(before, next); cue != "" {
		p.deps.Sound(cue)
	}
	for _, e := range effects {
		p.perform(e)
	}
	screen.Set(p.model.State, next)
	p.stalls.waits(next.Busy || p.watch != nil && !p.watch.live, time.Now())
}

// cueOf is what is heard when the state moves on; empty for nothing. Each cue is
// seen as well: as the flash of the picture, as the hint.
func cueOf(before, next flow.State) sound.Cue {
	switch {
	case next.Busy && !before.Busy && next.Step.Capturing():
		return sound.Taken
	case next.Problem != before.Problem && next.Problem != flow.NoProblem:
		return sound.Wrong
	}
	return ""
}

// awaitMoment publishes that the visitor waits, once that has lasted.
func (p *Presenter) awaitMoment() {
	p.busyID++
	id := p.busyID
	if p.moment != nil {
		p.moment.Stop()
	}
	p.moment = time.AfterFunc(aMoment, func() {
		p.post(func() {
			if id == p.busyID && p.state.Busy {
				screen.Set(p.model.Waiting, true)
			}
		})
	})
}

// take makes a picture the one that was taken, unless another is still being
// worked on or the picture is of a step that was left.
func (p *Presenter) take(from *watch, img *image.RGBA) {
	if img == nil || !p.takes(from) {
		return
	}
	p.clock.touch(time.Now())
	p.shot = img
	if p.draft.of(img) == nil {
		p.dropDraft()
	}
	from.freeze(img)
	p.deps.Frame(img)
	p.handle(flow.Captured{})
}

// takes reports whether a picture of a watch can be taken now.
func (p *Presenter) takes(from *watch) bool {
	return from == p.watch && !p.state.Busy && p.state.Sheet == flow.NoSheet && p.state.Step.Capturing() && !p.state.Step.Led()
}

// advise publishes guidance on the live picture, has it read ahead and takes it
// when it is time.
func (p *Presenter) advise(from *watch, a guidance.Advice, img *image.RGBA) {
	if from != p.watch || p.state.Busy {
		return
	}
	if a.Good && !screen.Get(p.model.Advice).Good {
		p.deps.Sound(sound.Ready)
	}
	screen.Set(p.model.Advice, a)
	p.readAhead(from, a, img)
	if a.Capture {
		p.take(from, img)
	}
}

// perform runs an effect: those of the camera here, all others in their turn
// on the goroutine that owns the customer.
func (p *Presenter) perform(e flow.Effect) {
	switch e := e.(type) {
	case flow.Watch:
		screen.Set(p.model.Advice, guidance.Advice{})
		screen.Set(p.model.Prompt, screen.Prompt{})
		p.dropDraft()
		p.watchStep(e.Step)
		return
	case flow.WatchLens:
		p.watchLens(e.Lens)
		return
	case flow.Sense:
		p.sense()
		return
	case flow.Unwatch:
		p.dropDraft()
		p.unwatch()
		return
	case flow.Carry:
		switch e.Order.Task {
		case flow.Calibrate:
			p.calibrate()
			return
		case flow.Study:
			p.study(flow.Subject(e.Order.Name))
			return
		}
	case flow.BeginCustomer:
		p.retakes = map[string]int{}
		p.session = p.deps.NewID()
	case flow.Wipe:
		p.jobs.cancel()
	case flow.Forget:
		p.jobs.cancel() // nobody waits for the printer any more
		p.forgetScreens()
		screen.Set(p.model.Language, p.cfg.Language)
	}
	had := taken{p.shot, p.draft.of(p.shot), p.course, p.session, screen.Get(p.model.Language), p.proposed, maps.Clone(p.retakes)}
	shown := time.Now()
	step := p.state.Step
	p.jobs.add(func(ctx context.Context) {
		ev := p.record.run(ctx, e, had)
		if ev == nil {
			return
		}
		if takesPicture(e) {
			await(ctx, shown.Add(frozenFor))
		}
		p.post(func() {
			if p.state.Step == step { // else the answer is to a step that was left
				p.handle(ev)
			}
		})
	})
}

// frozenFor is how long at least a picture that was taken stays on the screen.
const frozenFor = 500 * time.Millisecond

func takesPicture(e flow.Effect) bool {
	switch e.(type) {
	case flow.ReadPage, flow.TakeSelfie, flow.TakeLiveness:
		return true
	}
	return false
}

// await waits until then or until ctx is done.
func await(ctx context.Context, then time.Time) {
	left := time.NewTimer(time.Until(then))
	defer left.Stop()
	select {
	case <-left.C:
	case <-ctx.Done():
	}
}

// forgetScreens lets go of what the screens hold of a visitor.
func (p *Presenter) forgetScreens() {
	p.shot, p.course = nil, nil
	screen.Set(p.model.Prompt, screen.Prompt{})
	screen.Set(p.model.Gauge, screen.Gauge{})
	screen.Set(p.model.Room, nil)
	screen.Set(p.model.Evidence, nil)
	screen.Set(p.model.Verdict, nil)
	screen.Set(p.model.Receipt, receipt.Receipt{})
	screen.Set(p.model.Advice, guidance.Advice{})
}
