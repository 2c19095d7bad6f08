package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"portico/sync/outbox"
)

var errRefused = errors.New("connection refused")

// sendFunc is a Sender; it runs in the Worker's goroutine.
type sendFunc func(ctx context.Context, e outbox.Entry, save func([]byte) error) error

func (f sendFunc) Send(ctx context.Context, e outbox.Entry, save func([]byte) error) error {
	return f(ctx, e, save)
}

// bench is a Worker running over a memory queue inside a synctest bubble.
type bench struct {
	t     *testing.T
	queue *memory
	work  *outbox.Worker
	start time.Time
	mu    sync.Mutex
	sent  []string // "seconds:payload" of each try
}

// run starts a Worker whose tries end as answer says, and stops it after the test.
func run(t *testing.T, cfg outbox.Config, answer sendFunc, payloads ...string) *bench {
	t.Helper()
	b := &bench{t: t, queue: &memory{}, start: time.Now()}
	for _, p := range payloads {
		b.add(p)
	}
	cfg.Log = slog.New(slog.DiscardHandler)
	if cfg.Parallel == 0 {
		cfg.Parallel = 1
	}
	if cfg.Jitter == nil {
		cfg.Jitter = func() float64 { return 0 }
	}
	b.work = outbox.New(b.queue, sendFunc(func(ctx context.Context, e outbox.Entry, save func([]byte) error) error {
		b.mu.Lock()
		b.sent = append(b.sent, fmt.Sprintf("%v:%s", time.Since(b.start).Seconds(), e.Payload))
		b.mu.Unlock()
		return answer(ctx, e, save)
	}), cfg)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- b.work.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("Run returned %v, want the context's error", err)
		}
	})
	return b
}

// add enqueues a payload; its first letter is the key.
func (b *bench) add(payload string) {
	b.queue.add(outbox.Entry{Topic: "test", Key: payload[:1], Payload: []byte(payload), Enqueued: time.Now()})
}

// after lets time pass and the Worker come to rest.
func (b *bench) after(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func (b *bench) wantSent(want ...string) {
	b.t.Helper()
	if !slices.Equal(b.sent, want) {
		b.t.Errorf("tries %q, want %q", b.sent, want)
	}
}

func (b *bench) status() outbox.Status {
	b.t.Helper()
	st, err := b.work.Status(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	return st
}

func succeed(context.Context, outbox.Entry, func([]byte) error) error { return nil }

func TestDeliversInOrderAndEmptiesTheQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := run(t, outbox.Config{}, succeed, "a1", "b1", "a2")
		b.after(0)
		b.wantSent("0:a1", "0:b1", "0:a2")
		if st := b.status(); st.Pending != 0 || st.Dead != 0 || !st.LastSuccess.Equal(b.start) {
			t.Errorf("status %+v", st)
		}
	})
}

func TestFailureBacksOffDoublingAndHoldsBackItsKeyOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := run(t, outbox.Config{}, func(_ context.Context, e outbox.Entry, _ func([]byte) error) error {
			if string(e.Payload) == "a1" && e.Attempts < 3 {
				return errors.New("500")
			}
			return nil
		}, "a1", "a2", "b1")
		b.after(time.Minute)
		b.wantSent("0:a1", "0:b1", "1:a1", "3:a1", "7:a1", "7:a2") // pauses of 1, 2 and 4 s
	})
}

func TestDelayIsCappedAndJittered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := run(t, outbox.Config{MaxDelay: 4 * time.Second, Jitter: func() float64 { return 0.5 }},
			func(context.Context, outbox.Entry, func([]byte) error) error { return errors.New("500") }, "a")
		b.after(10 * time.Second)
		b.wantSent("0:a", "0.75:a", "2.25:a", "5.25:a", "8.25:a")
	})
}

func TestPermanentFailureIsDeadUntilRetried(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mended atomic.Bool
		b := run(t, outbox.Config{}, func(context.Context, outbox.Entry, func([]byte) error) error {
			if mended.Load() {
				return nil
			}
			return fmt.Errorf("422: %w", outbox.ErrPermanent)
		}, "a")
		b.after(24 * time.Hour)
		b.wantSent("0:a")
		if st := b.status(); st.Dead != 1 || st.Pending != 0 || st.LastError == "" {
			t.Errorf("status %+v, want one dead entry and its reason", st)
		}
		mended.Store(true)
		if _, err := b.queue.Retry(t.Context(), time.Now()); err != nil {
			t.Fatal(err)
		}
		b.work.Wake()
		b.after(0)
		b.wantSent("0:a", "86400:a")
		if st := b.status(); st.Dead != 0 {
			t.Errorf("status %+v, want nothing dead", st)
		}
	})
}

func TestGivesUpAfterMaxAttempts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := run(t, outbox.Config{MaxAttempts: 3},
			func(context.Context, outbox.Entry, func([]byte) error) error { return errors.New("500") }, "a")
		b.after(time.Hour)
		b.wantSent("0:a", "1:a", "3:a")
		if st := b.status(); st.Dead != 1 {
			t.Errorf("status %+v, want one dead entry", st)
		}
	})
}

func TestOutageOfDaysKillsNothingAndEndsWithinTheProbe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var up atomic.Bool
		b := run(t, outbox.Config{}, func(context.Context, outbox.Entry, func([]byte) error) error {
			if up.Load() {
				return nil
			}
			return &outbox.UnavailableError{Err: errRefused}
		}, "a", "b")
		b.after(3 * 24 * time.Hour)
		if st := b.status(); st.Dead != 0 || st.Pending != 2 || !st.Unavailable {
			t.Errorf("status %+v, want two entries waiting for the backend", st)
		}
		up.Store(true)
		b.after(10 * time.Second)
		if st := b.status(); st.Pending != 0 || st.Unavailable {
			t.Errorf("10 s after the backend is back: status %+v, want all delivered", st)
		}
	})
}

func TestAnOutageThatOneEntrySeesDoesNotHoldUpTheRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := run(t, outbox.Config{}, func(_ context.Context, e outbox.Entry, _ func([]byte) error) error {
			if e.Key == "a" {
				return &outbox.UnavailableError{Err: context.DeadlineExceeded}
			}
			return nil
		}, "a", "b")
		b.after(5 * time.Minute)
		if st := b.status(); st.Pending != 1 {
			t.Errorf("status %+v, want only the failing entry left", st)
		}
	})
}

func TestRetryAfterIsHonoured(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		first := true
		b := run(t, outbox.Config{}, func(context.Context, outbox.Entry, func([]byte) error) error {
			if first {
				first = false
				return fmt.Errorf("put: %w", &outbox.UnavailableError{RetryAfter: 90 * time.Second, Err: errors.New("503")})
			}
			return nil
		}, "a", "b")
		b.after(5 * time.Minute)
		b.wantSent("0:a", "90:a", "90:b")
	})
}

func TestNothingIsSentWhileSomebodyIsCaptured(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var idle atomic.Bool
		b := run(t, outbox.Config{Ready: idle.Load}, succeed, "a")
		b.after(time.Hour)
		b.wantSent()
		idle.Store(true)
		b.after(time.Second) // Ready is asked every second
		b.wantSent("3601:a")
	})
}

func TestWakeEndsTheWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := run(t, outbox.Config{}, succeed)
		b.after(10 * time.Second)
		b.add("a")
		b.work.Wake()
		b.after(0)
		b.wantSent("10:a")
	})
}

func TestLostAcknowledgementSendsAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := run(t, outbox.Config{}, succeed)
		b.after(0)
		fails := 2
		b.queue.doneFn = func() error {
			if fails--; fails >= 0 {
				return errors.New("disk full")
			}
			return nil
		}
		b.add("a")
		b.work.Wake()
		b.after(time.Minute)
		b.wantSent("0:a", "1:a", "3:a")
		if st := b.status(); st.Pending != 0 {
			t.Errorf("status %+v, want the entry gone in the end", st)
		}
	})
}

func TestProgressIsRememberedAcrossTries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := run(t, outbox.Config{}, func(_ context.Context, e outbox.Entry, save func([]byte) error) error {
			if string(e.Payload) == "step 2" {
				return nil
			}
			if err := save([]byte("step 2")); err != nil {
				return err
			}
			return errors.New("500")
		}, "step 1")
		b.after(time.Minute)
		b.wantSent("0:step 1", "1:step 2")
	})
}

func TestWithdrawnDuringDeliveryIsNoFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b *bench
		b = run(t, outbox.Config{}, func(ctx context.Context, e outbox.Entry, save func([]byte) error) error {
			if err := b.queue.Done(ctx, e.ID); err != nil { // as erasing its customer does
				return err
			}
			return save([]byte("a, one step on"))
		})
		b.add("a")
		b.work.Wake()
		b.after(time.Minute)
		b.wantSent("0:a")
		if st := b.status(); st.LastError != "" || st.Pending != 0 {
			t.Errorf("status %+v, want no trace", st)
		}
	})
}

func TestStoppedDuringDeliveryCountsNoAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := &memory{}
		q.add(outbox.Entry{Key: "a"})
		ctx, cancel := context.WithCancel(t.Context())
		w := outbox.New(q, sendFunc(func(ctx context.Context, _ outbox.Entry, _ func([]byte) error) error {
			cancel()
			return ctx.Err()
		}), outbox.Config{})
		if err := w.Run(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("Run = %v", err)
		}
		e, ok, err := q.Next(t.Context(), time.Now(), nil)
		if err != nil || !ok || e.Attempts != 0 {
			t.Errorf("Next = %+v, %v, %v; want the entry untouched", e, ok, err)
		}
	})
}

// Drain does not wait for what is not due, keeps the order of a key, and
// leaves the dead alone.
func TestDrainTriesEveryLivingEntryOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := run(t, outbox.Config{Ready: func() bool { return false }}, func(_ context.Context, e outbox.Entry, _ func([]byte) error) error {
			if string(e.Payload) == "a1" {
				return errRefused
			}
			return nil
		}, "a1", "a2", "b1", "c1")
		b.queue.entries[2].NotBefore = time.Now().Add(time.Hour)
		b.queue.entries[3].Dead = true
		if err := b.work.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		b.wantSent("0:a1", "0:b1")
		if st := b.status(); st.Pending != 2 || st.Dead != 1 || st.Late != 0 {
			t.Errorf("status %+v, want a1, a2 pending and c1 dead", st)
		}
		b.after(7 * 24 * time.Hour)
		if st := b.status(); st.Late != 3 {
			t.Errorf("after a week: %+v, want all late", st)
		}
	})
}

// Customers go out side by side, the entries of one in order.
func TestSeveralKeysAtOnceEachInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := run(t, outbox.Config{Parallel: 3}, func(context.Context, outbox.Entry, func([]byte) error) error {
			time.Sleep(10 * time.Second)
			return nil
		}, "a1", "a2", "b1", "c1", "d1")
		b.after(5 * time.Second)
		if st := b.status(); st.Sending != 3 || st.Pending != 5 {
			t.Errorf("status %+v, want three under way", st)
		}
		b.after(time.Minute)
		slices.Sort(b.sent)
		b.wantSent("0:a1", "0:b1", "0:c1", "10:a2", "10:d1")
	})
}

// An outage is found out by one try at a time, however many wait.
func TestOneTryAtATimeWhileTheBackendIsAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var now, most atomic.Int32
		b := run(t, outbox.Config{Parallel: 4}, func(context.Context, outbox.Entry, func([]byte) error) error {
			if n := now.Add(1); time.Now().Minute() > 0 {
				most.Store(max(most.Load(), n))
			}
			time.Sleep(3 * time.Second)
			now.Add(-1)
			return &outbox.UnavailableError{Err: errRefused}
		}, "a", "b", "c", "d", "e")
		b.after(10 * time.Minute)
		if most.Load() != 1 {
			t.Errorf("%d tries at once against a backend that is away", most.Load())
		}
	})
}

// Each backend has a worker of its own: one that is away holds up nothing of
// the other.
func TestAWorkerDeliversOnlyWhatItsBackendIsOwed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := run(t, outbox.Config{Backend: "cases"}, succeed, "a1")
		b.queue.add(outbox.Entry{Backend: "cases", Key: "a", Payload: []byte("a2"), Enqueued: time.Now()})
		b.work.Wake()
		b.after(time.Minute)
		b.wantSent("0:a2")
		if err := b.work.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		if st := b.status(); st.Pending != 0 || st.Delivered != 1 || st.Backend != "cases" {
			t.Errorf("status %+v, want nothing of the other backend's", st)
		}
	})
}

// What staff see of an entry that was given up is why, and how far it came.
func TestStatusNamesWhatWasGivenUpAndWhy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := run(t, outbox.Config{Progress: func(p []byte) string { return "at " + string(p) }},
			func(context.Context, outbox.Entry, func([]byte) error) error {
				return fmt.Errorf("400 INVALID_IMAGE: %w", outbox.ErrPermanent)
			}, "a")
		b.after(time.Second)
		st := b.status()
		if len(st.Entries) != 1 || !st.Entries[0].Dead || !strings.Contains(st.Entries[0].Error, "INVALID_IMAGE") || st.Entries[0].Progress != "at a" {
			t.Errorf("entries %+v", st.Entries)
		}
	})
}
