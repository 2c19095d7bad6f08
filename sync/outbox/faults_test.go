package outbox_test

import (
	"context"
	"errors"
	"log/slog"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"portico/sync/outbox"
)

// failing is a queue of which one call fails.
type failing struct {
	*memory
	at, seen int
}

func (f *failing) fail() error {
	if f.seen++; f.seen-1 == f.at {
		return syscall.ENOSPC
	}
	return nil
}

func (f *failing) Next(ctx context.Context, now time.Time, skip func(outbox.Entry) bool) (outbox.Entry, bool, error) {
	if err := f.fail(); err != nil {
		return outbox.Entry{}, false, err
	}
	return f.memory.Next(ctx, now, skip)
}

func (f *failing) Save(ctx context.Context, e outbox.Entry) error {
	if err := f.fail(); err != nil {
		return err
	}
	return f.memory.Save(ctx, e)
}

func (f *failing) Done(ctx context.Context, id uint64) error {
	if err := f.fail(); err != nil {
		return err
	}
	return f.memory.Done(ctx, id)
}

func (f *failing) List(ctx context.Context) ([]outbox.Entry, error) {
	if err := f.fail(); err != nil {
		return nil, err
	}
	return f.memory.List(ctx)
}

// twice is a sender whose entries take two tries and remember a step.
func twice(_ context.Context, e outbox.Entry, save func([]byte) error) error {
	if err := save([]byte("a step on")); err != nil {
		return err
	}
	if e.Attempts == 0 {
		return errors.New("500")
	}
	return nil
}

// TestEveryCallOfTheQueueFailsInTurn, under Run and under Drain: nothing is
// lost, and whatever is owed is delivered in the end.
func TestEveryCallOfTheQueueFailsInTurn(t *testing.T) {
	const calls = 24 // more than either makes
	for at := range calls {
		synctest.Test(t, func(t *testing.T) {
			q := &failing{memory: &memory{}, at: at}
			for _, key := range []string{"a", "b"} {
				q.add(outbox.Entry{Key: key, Payload: []byte(key), Enqueued: time.Now()})
			}
			w := outbox.New(q, sendFunc(twice), outbox.Config{Parallel: 1, Log: slog.New(slog.DiscardHandler)})
			ctx, stop := context.WithTimeout(t.Context(), time.Hour)
			defer stop()
			if err := w.Run(ctx); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("Run = %v", err)
			}
			if left, err := q.memory.List(t.Context()); err != nil || len(left) != 0 {
				t.Errorf("call %d failed: %+v are still owed, %v", at, left, err)
			}
		})
	}
	for at := range calls {
		q := &failing{memory: &memory{}, at: at}
		q.add(outbox.Entry{Key: "a", Payload: []byte("a")})
		w := outbox.New(q, sendFunc(twice), outbox.Config{Log: slog.New(slog.DiscardHandler)})
		failed := 0
		for range 4 {
			if err := w.Drain(t.Context()); err != nil {
				if failed++; !errors.Is(err, syscall.ENOSPC) {
					t.Errorf("Drain = %v", err)
				}
			}
		}
		if left, err := q.memory.List(t.Context()); err != nil || len(left) != 0 || failed > 1 {
			t.Errorf("call %d failed: %+v are still owed after %d failures, %v", at, left, failed, err)
		}
	}
	q := &failing{memory: &memory{}}
	if _, err := outbox.New(q, nil, outbox.Config{}).Status(t.Context()); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("Status = %v", err)
	}
}
