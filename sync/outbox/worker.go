package outbox

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"
)

// Config tunes a Worker. The zero value is usable.
type Config struct {
	MaxAttempts int           // failures of one entry until it is dead; 0 means 20
	MaxDelay    time.Duration // longest pause before an entry's next try; 0 means 5 minutes
	Probe       time.Duration // longest pause between tries while the backend is unavailable; 0 means 10 seconds

	// LateAfter is how long an entry may be owed until Status counts it as late:
	// its owner's lifetime is ending and staff must see to it. 0 means 7 days.
	LateAfter time.Duration

	// Ready is asked before each delivery; while it says no, nothing is sent.
	// A kiosk says no while somebody is being captured. nil means always.
	// It must be safe for concurrent use.
	Ready func() bool

	Clock  func() time.Time // nil means time.Now
	Jitter func() float64   // in [0, 1), spreads the pauses; nil means math/rand/v2
	Log    *slog.Logger     // nil means slog.Default(); gets ids, counts and LastError texts
}

// How often a Worker looks again by itself.
const (
	readyEvery = time.Second // whether Ready says yes
	queueEvery = time.Minute // whether another program changed the queue
)

// UnavailableError says that the backend took nothing now, whatever the entry
// holds: unreachable, too busy, under maintenance. Such a try is not counted
// against MaxAttempts, however long the outage.
type UnavailableError struct {
	RetryAfter time.Duration // as the backend asked; 0 when it did not
	Err        error
}

// Error implements error.
func (e *UnavailableError) Error() string { return "backend unavailable: " + e.Err.Error() }

// Unwrap returns the cause.
func (e *UnavailableError) Unwrap() error { return e.Err }

// Worker delivers the entries of one queue, one at a time. It is safe for
// concurrent use; Run may run once at a time.
type Worker struct {
	queue  Queue
	sender Sender
	cfg    Config
	wake   chan struct{}

	sending sync.Mutex // held while an entry is tried

	mu        sync.Mutex
	status    Status
	delivered int // entries, since the Worker was made
	outage    int // tries in a row that found the backend unavailable
}

// New returns a Worker that hands the entries of q to s.
func New(q Queue, s Sender, cfg Config) *Worker {
	if cfg.MaxAttempts == 0 {
		cfg.MaxAttempts = 20
	}
	if cfg.MaxDelay == 0 {
		cfg.MaxDelay = 5 * time.Minute
	}
	if cfg.Probe == 0 {
		cfg.Probe = 10 * time.Second
	}
	if cfg.LateAfter == 0 {
		cfg.LateAfter = 7 * 24 * time.Hour
	}
	if cfg.Ready == nil {
		cfg.Ready = func() bool { return true }
	}
	if cfg.Clock == nil {
		cfg.Clock = time.Now
	}
	if cfg.Jitter == nil {
		cfg.Jitter = rand.Float64
	}
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	return &Worker{queue: q, sender: s, cfg: cfg, wake: make(chan struct{}, 1)}
}

// Wake makes a waiting Worker look at the queue now: after something was
// enqueued or retried, when the network came back, when Ready changed.
func (w *Worker) Wake() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// Run delivers until ctx ends, and returns ctx's error. What the queue itself
// fails at is recorded in the status and tried again.
func (w *Worker) Run(ctx context.Context) error {
	failures := 0
	for ctx.Err() == nil {
		pause, err := w.step(ctx)
		if err == nil {
			failures = 0
		} else if ctx.Err() == nil {
			failures++
			pause = delay(failures, w.cfg.MaxDelay, w.cfg.Jitter())
			w.failed(err)
			w.cfg.Log.Error("the outbox cannot be used", "error", err, "again", pause)
		}
		w.wait(ctx, pause)
	}
	return ctx.Err()
}

func (w *Worker) wait(ctx context.Context, pause time.Duration) {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-w.wake:
	case <-timer.C:
	}
}

// step tries one entry, if one is due, and returns how long to wait then. An
// error is the queue's.
func (w *Worker) step(ctx context.Context) (pause time.Duration, err error) {
	if !w.cfg.Ready() {
		return readyEvery, nil
	}
	w.sending.Lock()
	defer w.sending.Unlock()
	e, ok, err := w.queue.Next(ctx, w.cfg.Clock())
	if err != nil {
		return 0, err
	}
	if !ok {
		return w.untilNext(ctx)
	}
	return w.try(ctx, e)
}

// Drain tries every living entry once, due or not, Ready or not; of entries of
// one key none follows one that failed. Failures are recorded as Run's are, so
// an error is the queue's. It may run beside Run.
func (w *Worker) Drain(ctx context.Context) error {
	w.sending.Lock()
	defer w.sending.Unlock()
	entries, err := w.queue.List(ctx)
	if err != nil {
		return err
	}
	failed := map[string]bool{}
	for _, e := range entries {
		if e.Dead || failed[e.Key] {
			continue
		}
		before := w.successes()
		if _, err := w.try(ctx, e); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		failed[e.Key] = w.successes() == before
	}
	return nil
}

// try sends one entry and returns for how long nothing at all should be sent.
func (w *Worker) try(ctx context.Context, e Entry) (pause time.Duration, err error) {
	sendErr := w.sender.Send(ctx, e, func(payload []byte) error {
		e.Payload = payload
		return w.queue.Save(ctx, e)
	})
	if ctx.Err() != nil {
		return 0, nil // the entry comes again: sending is idempotent
	}
	if sendErr == nil {
		err = w.queue.Done(ctx, e.ID)
		if err == nil {
			w.succeeded()
		}
		return 0, err
	}
	return w.postpone(ctx, e, sendErr)
}

// postpone records the failure of one try and returns for how long nothing at
// all should be sent.
func (w *Worker) postpone(ctx context.Context, e Entry, cause error) (pause time.Duration, err error) {
	if errors.Is(cause, ErrGone) {
		return 0, nil
	}
	var unavailable *UnavailableError
	e.LastError = cause.Error()
	now := w.cfg.Clock()
	switch {
	case errors.As(cause, &unavailable):
		pause = w.outageDelay(unavailable.RetryAfter)
		e.NotBefore = now.Add(pause)
		if unavailable.RetryAfter == 0 {
			// Another entry, if there is one, gets the next try: an outage that
			// only this one sees must not hold up the rest.
			pause /= 2
		}
	default:
		w.answered()
		e.Attempts++
		e.Dead = errors.Is(cause, ErrPermanent) || e.Attempts >= w.cfg.MaxAttempts
		e.NotBefore = now.Add(delay(e.Attempts, w.cfg.MaxDelay, w.cfg.Jitter()))
	}
	w.failed(cause)
	w.cfg.Log.Warn("delivery failed", "entry", e.ID, "topic", e.Topic, "attempts", e.Attempts,
		"dead", e.Dead, "notBefore", e.NotBefore, "error", cause)
	err = w.queue.Save(ctx, e)
	if errors.Is(err, ErrGone) {
		return pause, nil
	}
	return pause, err
}

// untilNext returns how long no living entry will be due.
func (w *Worker) untilNext(ctx context.Context) (time.Duration, error) {
	entries, err := w.queue.List(ctx)
	if err != nil {
		return 0, err
	}
	pause, now := queueEvery, w.cfg.Clock()
	for _, e := range entries {
		if wait := e.NotBefore.Sub(now); !e.Dead && wait > 0 {
			pause = min(pause, wait)
		}
	}
	return pause, nil
}
