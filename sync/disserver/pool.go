package disserver

import (
	"context"
	"time"
)

// pool bounds how many recognitions run at a time. Who waits is served in the
// order of coming.
type pool struct {
	slots chan struct{}
	wait  time.Duration
	idle  func() bool
}

// idleEvery is how often a request looks whether the machine became idle.
const idleEvery = 100 * time.Millisecond

func newPool(n int, wait time.Duration, idle func() bool) pool {
	return pool{slots: make(chan struct{}, n), wait: wait, idle: idle}
}

// run calls do once a slot is free and the machine idle; errBusy says that
// this was not so in time.
func (p pool) run(ctx context.Context, do func() error) error {
	waiting, stop := context.WithTimeout(ctx, p.wait)
	defer stop()
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-waiting.Done():
		return late(ctx)
	}
	for !p.idle() {
		select {
		case <-time.After(idleEvery):
		case <-waiting.Done():
			return late(ctx)
		}
	}
	return do()
}

// late tells a client that gave up from a queue that was too long.
func late(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return errBusy
}
