package office

import (
	"context"
	"image"
	"strconv"

	"portico/app/config"
	"portico/app/flow"
	"portico/app/screen"
	"portico/engine/face"
	"portico/engine/figures"
	"portico/engine/liveness/passive"
)

// doubted is the share of people at the desk whom the passive check may doubt.
const doubted = .05

// Faces finds the faces in a picture, the largest first.
type Faces interface {
	Find(ctx context.Context, img *image.RGBA) ([]face.Face, error)
}

// study is what the passive check saw of people and of copies at this desk:
// numbers alone, never a picture.
type study struct{ live, copies passive.Takes }

// Examine returns what the passive check sees of the largest face in a picture,
// of which nothing else is kept; false where it cannot judge.
func (o *Office) Examine(ctx context.Context, img *image.RGBA) (map[string]float64, bool, error) {
	found, err := o.deps.Faces.Find(ctx, img)
	if err != nil || len(found) == 0 {
		return nil, false, err
	}
	r, err := o.deps.Passive.Evaluate(ctx, img, found[0])
	return r.Cues, r.Score != nil, err
}

// Collect adds what was seen of one person, or of one copy, to the study.
func (o *Office) Collect(of flow.Subject, take []map[string]float64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if of == flow.Person {
		o.study.live = append(o.study.live, take)
	} else {
		o.study.copies = append(o.study.copies, take)
	}
}

// Discard forgets the study.
func (o *Office) Discard(context.Context) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.study = study{}
	return nil
}

// Doubt returns how to put the limits in force that the study found, or the
// built-in ones, and to forget it; and what the trail is told. Its error wraps
// passive.ErrFewPictures where too little was collected.
func (o *Office) Doubt(order flow.Order) (do func(context.Context) error, told map[string]string, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	var limits passive.Limits
	if order.Task == flow.KeepDoubt {
		if limits, _, err = o.deps.Passive.Calibrate(o.study.live, o.study.copies, doubted); err != nil {
			return nil, nil, err
		}
	}
	said := func(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }
	return func(ctx context.Context) error {
		if err := o.deps.Config.Settings().Change(func(c *config.Chosen) { c.Passive = &limits }); err != nil {
			return err
		}
		o.deps.Passive.Settle(limits)
		return o.Discard(ctx)
	}, map[string]string{passive.Moire: said(limits.Moire), passive.Copied: said(limits.Copied)}, nil
}

func (o *Office) livenessRoom() *screen.Liveness {
	o.mu.Lock()
	defer o.mu.Unlock()
	l := &screen.Liveness{
		People: sizeOf(o.study.live), Copies: sizeOf(o.study.copies), Least: passive.Fewest,
		Own: o.deps.Passive.Limits() != passive.Standard, Fixed: o.deps.Settle == nil,
	}
	if _, e, err := passive.Calibrate(o.study.live, o.study.copies, doubted); err == nil {
		l.Errors = &screen.DeskErrors{Doubted: rate(e.LiveDoubted, e.Live), Passed: rate(e.CopiesPassed, e.Copies)}
	}
	return l
}

func sizeOf(t passive.Takes) screen.Size { return screen.Size{Takes: len(t), Pictures: t.Pictures()} }

func rate(hits, of int) screen.Rate {
	low, high := figures.Interval(hits, of)
	return screen.Rate{Hits: hits, Of: of, Low: low, High: high}
}
