package disserver

import (
	"context"
	"time"

	"portico/sync/token"
)

// pool bounds what requests cost at a time: recognitions, each of which holds
// one decoded picture, and bytes of bodies. A request waits for both no longer
// than its patience.
type pool struct {
	slots, bytes *line
	most         int64 // bytes in all
	idle         func() bool
}

// idleEvery is how often a request looks whether the machine became idle.
const idleEvery = 100 * time.Millisecond

func newPool(slots int, bytes int64, idle func() bool) pool {
	return pool{slots: newLine(int64(slots)), bytes: newLine(bytes), most: bytes, idle: idle}
}

// visit is what one request took of the pool. It is of one goroutine.
type visit struct {
	owner    string
	patience time.Duration // that is left
	held     int64         // bytes
}

type visitKey struct{}

// begin returns the context of a request that may wait for so long in all.
// Whoever begins ends.
func (p pool) begin(ctx context.Context, patience time.Duration) (context.Context, *visit) {
	t, _ := ctx.Value(bearerKey{}).(token.Token)
	v := &visit{owner: t.ID, patience: patience}
	return context.WithValue(ctx, visitKey{}, v), v
}

// end gives back what the request holds.
func (p pool) end(v *visit) {
	if v.held > 0 {
		p.bytes.give(v.held)
	}
}

// hold waits until the request may read a body of n bytes, which count until
// it ends; errBusy says that this was not so in time.
func (p pool) hold(ctx context.Context, n int64) error {
	n = min(n, p.most)
	v := ctx.Value(visitKey{}).(*visit)
	err := v.wait(ctx, func(ctx context.Context) error { return p.bytes.take(ctx, v.owner, n) })
	if err == nil {
		v.held += n
	}
	return err
}

// run calls do once a slot is free and the machine idle; errBusy says that
// this was not so in time.
func (p pool) run(ctx context.Context, do func() error) error {
	v := ctx.Value(visitKey{}).(*visit)
	err := v.wait(ctx, func(ctx context.Context) error {
		if err := p.slots.take(ctx, v.owner, 1); err != nil {
			return err
		}
		for !p.idle() {
			select {
			case <-time.After(idleEvery):
			case <-ctx.Done():
				p.slots.give(1)
				return ctx.Err()
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	defer p.slots.give(1)
	return do()
}

// wait calls do with the patience that is left as its deadline. When it fails,
// the client gave up or the wait was too long.
func (v *visit) wait(ctx context.Context, do func(context.Context) error) error {
	start := time.Now()
	waiting, stop := context.WithTimeout(ctx, v.patience)
	defer stop()
	err := do(waiting)
	v.patience -= time.Since(start)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return errBusy
}
