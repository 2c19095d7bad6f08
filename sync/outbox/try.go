package outbox

import (
	"context"
	"errors"
	"time"
)

// Drain tries every living entry once, due or not, Ready or not; of entries of
// one key none follows one that failed, and what Run has under way is left to
// it. Failures are recorded as Run's are, so an error is the queue's.
func (w *Worker) Drain(ctx context.Context) error {
	entries, _, err := w.list(ctx)
	if err != nil {
		return err
	}
	failed := map[string]bool{}
	for _, e := range entries {
		if e.Dead || e.Backend != w.cfg.Backend || failed[e.Key] || !w.take(e) {
			continue
		}
		delivered, err := w.tryAgain(ctx, e.ID)
		w.release(e)
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		failed[e.Key] = !delivered
	}
	return nil
}

// take claims the lane of e; false where an entry of it is under way.
func (w *Worker) take(e Entry) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.busy[e.Lane()] {
		return false
	}
	w.busy[e.Lane()] = true
	return true
}

// tryAgain tries the entry as it is now, if it is there still.
func (w *Worker) tryAgain(ctx context.Context, id uint64) (delivered bool, err error) {
	const everything = 1 << 62 // nanoseconds after now: whatever is not due is by then
	e, ok, err := w.queue.Next(ctx, w.cfg.Clock().Add(everything), func(e Entry) bool { return e.ID != id })
	if err != nil || !ok {
		return !ok, err
	}
	return w.send(ctx, e)
}

// try sends one entry for Run.
func (w *Worker) try(ctx context.Context, e Entry) {
	if _, err := w.send(ctx, e); err != nil && ctx.Err() == nil {
		w.queueFailed(err)
		return
	}
	w.queueWorked()
}

// send sends one entry and records what came of it. An error is the queue's.
func (w *Worker) send(ctx context.Context, e Entry) (delivered bool, err error) {
	sendErr := w.sender.Send(ctx, e, func(payload []byte) error {
		e.Payload = payload
		return w.queue.Save(ctx, e)
	})
	if ctx.Err() != nil {
		return false, nil // the entry comes again: sending is idempotent
	}
	if sendErr != nil {
		return false, w.postpone(ctx, e, sendErr)
	}
	if err := w.queue.Done(ctx, e.ID); err != nil {
		return false, err
	}
	w.succeeded()
	return true, nil
}

// postpone records the failure of one try.
func (w *Worker) postpone(ctx context.Context, e Entry, cause error) error {
	if errors.Is(cause, ErrGone) {
		return nil
	}
	var unavailable *UnavailableError
	var pause time.Duration
	e.LastError = cause.Error()
	now := w.cfg.Clock()
	if errors.As(cause, &unavailable) {
		pause = w.outageDelay(unavailable.RetryAfter, now)
	} else {
		w.answered()
		e.Attempts++
		e.Dead = errors.Is(cause, ErrPermanent) || e.Attempts >= w.cfg.MaxAttempts
		pause = delay(e.Attempts, w.cfg.MaxDelay, w.cfg.Jitter())
	}
	e.NotBefore = now.Add(pause)
	w.failed(cause)
	w.cfg.Log.Warn("delivery failed", "backend", e.Backend, "entry", e.ID, "topic", e.Topic, "attempts", e.Attempts,
		"dead", e.Dead, "notBefore", e.NotBefore, "error", cause)
	if err := w.queue.Save(ctx, e); !errors.Is(err, ErrGone) {
		return err
	}
	return nil
}
