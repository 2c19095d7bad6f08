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
	Backend     string        // whose entries are delivered
	Parallel    int           // entries under way at once, each of another key; 0 means 4
	MaxAttempts int           // failures of one entry until it is dead; 0 means 100, about a day
	MaxDelay    time.Duration // longest pause before an entry's next try; 0 means 15 minutes
	Probe       time.Duration // longest pause between tries while the backend is unavailable; 0 means 6 seconds

	// LateAfter is how long an entry may be owed until Status counts it as late:
	// its owner's lifetime is ending and staff must see to it. 0 means 7 days.
	LateAfter time.Duration

	// Progress says how far an entry came, by its payload, in words for staff
	// and without personal data; nil means that nobody can say.
	Progress func(payload []byte) string

	// Ready is asked before each delivery; while it says no, nothing is sent.
	// A kiosk says no while somebody is being captured. nil means always.
	// It must be safe for concurrent use.
	Ready func() bool

	// Clock is that by which the queue says when an entry was enqueued; nil means
	// time.Now. Where people may set it back, entries wait for as long.
	Clock  func() time.Time
	Jitter func() float64 // in [0, 1), spreads the pauses; nil means math/rand/v2
	Log    *slog.Logger   // nil means slog.Default(); gets ids, counts and LastError texts
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

// Worker delivers the entries that a queue owes one backend: in order for each
// key, several keys at once. It is safe for concurrent use; Run may run once at
// a time.
type Worker struct {
	queue  Queue
	sender Sender
	cfg    Config
	wake   chan struct{}

	mu            sync.Mutex
	busy          map[string]bool // lanes of which an entry is under way
	held          time.Time       // nothing is begun before
	status        Status
	outage        int // tries in a row that found the backend unavailable
	queueFailures int // in a row
}

// New returns a Worker that hands the entries of q to s.
func New(q Queue, s Sender, cfg Config) *Worker {
	if cfg.Parallel == 0 {
		cfg.Parallel = 4
	}
	if cfg.MaxAttempts == 0 {
		cfg.MaxAttempts = 100
	}
	if cfg.MaxDelay == 0 {
		cfg.MaxDelay = 15 * time.Minute
	}
	if cfg.Probe == 0 {
		cfg.Probe = 6 * time.Second
	}
	if cfg.LateAfter == 0 {
		cfg.LateAfter = 7 * 24 * time.Hour
	}
	if cfg.Progress == nil {
		cfg.Progress = func([]byte) string { return "" }
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
	return &Worker{queue: q, sender: s, cfg: cfg, wake: make(chan struct{}, 1), busy: map[string]bool{}}
}

// Wake makes a waiting Worker look at the queue now: after something was
// enqueued or retried, when the network came back, when Ready changed.
func (w *Worker) Wake() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// Run delivers until ctx ends, waits for what is under way, and returns ctx's
// error. What the queue itself fails at is recorded in the status and tried
// again.
func (w *Worker) Run(ctx context.Context) error {
	var underWay sync.WaitGroup
	defer underWay.Wait()
	for ctx.Err() == nil {
		e, pause, err := w.claim(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			w.queueFailed(err)
		case e != nil:
			underWay.Go(func() {
				w.try(ctx, *e)
				w.release(*e)
			})
		default:
			w.wait(ctx, pause)
		}
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

// claim takes an entry that is due; where there is none, pause is how long to
// wait. An error is the queue's.
func (w *Worker) claim(ctx context.Context) (e *Entry, pause time.Duration, err error) {
	if !w.cfg.Ready() {
		return nil, readyEvery, nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.cfg.Clock()
	if wait := w.held.Sub(now); wait > 0 {
		return nil, min(wait, queueEvery), nil
	}
	// While the backend is away, one entry at a time finds out whether it is back.
	if len(w.busy) >= w.cfg.Parallel || w.outage > 0 && len(w.busy) > 0 {
		return nil, queueEvery, nil // release wakes
	}
	next, ok, err := w.queue.Next(ctx, now, func(e Entry) bool { return e.Backend != w.cfg.Backend || w.busy[e.Lane()] })
	if err != nil {
		return nil, 0, err
	}
	if !ok {
		pause, err = w.untilNext(ctx, now)
		return nil, pause, err
	}
	w.busy[next.Lane()] = true
	return &next, 0, nil
}

func (w *Worker) release(e Entry) {
	w.mu.Lock()
	delete(w.busy, e.Lane())
	w.mu.Unlock()
	w.Wake()
}

// untilNext returns how long no living entry will be due.
func (w *Worker) untilNext(ctx context.Context, now time.Time) (time.Duration, error) {
	entries, _, err := w.list(ctx)
	if err != nil {
		return 0, err
	}
	pause := queueEvery
	for _, e := range entries {
		if wait := e.NotBefore.Sub(now); !e.Dead && e.Backend == w.cfg.Backend && wait > 0 {
			pause = min(pause, wait)
		}
	}
	return pause, nil
}

// list returns the queue's entries and how many cannot be read: they hold up no
// other.
func (w *Worker) list(ctx context.Context) (entries []Entry, damaged int, err error) {
	entries, err = w.queue.List(ctx)
	var some *DamagedError
	if errors.As(err, &some) {
		return entries, some.Count, nil
	}
	return entries, 0, err
}
