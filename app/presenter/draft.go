package presenter

import (
	"context"
	"image"

	"portico/app/flow"
	"portico/engine/document"
	"portico/engine/guidance"
	"portico/engine/onboarding"
)

// draft is a page that is read while it is still being held still, in the
// picture that is the best so far. Where that is the one taken, what was read is
// the answer; where it is not, or the page is moved, nothing is kept of it.
type draft struct {
	picture *image.RGBA
	ctx     context.Context
	drop    context.CancelFunc

	// The jobs' own.
	out  onboarding.PageOutcome
	read bool
}

// sides are those of the steps that read a page.
var sides = map[flow.Step]document.Side{flow.Front: document.Front, flow.Back: document.Back}

// readAhead has the best picture so far read, in place of one before it, once the
// page has come to rest; none while nothing can be taken.
func (p *Presenter) readAhead(from *watch, a guidance.Advice, best *image.RGBA) {
	side, ok := sides[p.state.Step]
	if !ok {
		return
	}
	good := a.Good && p.takes(from)
	if good && p.draft.of(best) != nil {
		return
	}
	p.dropDraft()
	if good && a.Lead > 0 {
		d := &draft{picture: best}
		d.ctx, d.drop = context.WithCancel(context.Background())
		p.draft = d
		p.jobs.add(func(ctx context.Context) { d.look(ctx, p.record, side) })
	}
}

// dropDraft ends what is read ahead; nobody hears of it.
func (p *Presenter) dropDraft() {
	if p.draft != nil {
		p.draft.drop()
		p.draft = nil
	}
}

// look reads the picture, unless that was dropped.
func (d *draft) look(ctx context.Context, r *record, side document.Side) {
	if r.customer == nil { // no onboarding could begin
		return
	}
	ctx, end := context.WithCancel(ctx)
	defer end()
	defer context.AfterFunc(d.ctx, end)()
	out, err := r.look(ctx, side, d.picture)
	if err == nil && ctx.Err() == nil { // else it is read, or fails, when it is taken
		d.out, d.read = out, true
	}
}

// of returns d where it reads this picture, else nil.
func (d *draft) of(picture *image.RGBA) *draft {
	if d == nil || d.picture != picture {
		return nil
	}
	return d
}

// outcome is what was read; ok is false where nothing was.
func (d *draft) outcome() (out onboarding.PageOutcome, ok bool) {
	if d == nil {
		return out, false
	}
	return d.out, d.read
}
