package capture_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"portico/capture"
)

func TestMailboxNewestWins(t *testing.T) {
	m := capture.NewMailbox[int]()
	for i := range 5 {
		m.Put(i)
	}
	if got, err := m.Take(t.Context()); got != 4 || err != nil {
		t.Errorf("Take = %d, %v, want the newest, 4", got, err)
	}
	if got := m.Dropped(); got != 4 {
		t.Errorf("Dropped = %d, want 4", got)
	}
}

func TestMailboxWaitsForAValue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := capture.NewMailbox[string]()
		go func() {
			<-time.After(time.Second)
			m.Put("late")
		}()
		start := time.Now()
		if got, err := m.Take(t.Context()); got != "late" || err != nil || time.Since(start) != time.Second {
			t.Errorf("Take = %q, %v after %v", got, err, time.Since(start))
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := m.Take(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Take of an empty mailbox: %v, want DeadlineExceeded", err)
		}
	})
}

func TestMailboxCloseWakesEveryReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := capture.NewMailbox[int]()
		errs := make(chan error)
		for range 3 {
			go func() {
				_, err := m.Take(t.Context())
				errs <- err
			}()
		}
		synctest.Wait()
		m.Close(capture.ErrGone)
		for range 3 {
			if err := <-errs; !errors.Is(err, capture.ErrGone) {
				t.Errorf("Take = %v, want ErrGone", err)
			}
		}
		m.Put(1)
		m.Close(io.EOF)
		if _, err := m.Take(t.Context()); !errors.Is(err, io.EOF) {
			t.Errorf("after the second Close: %v, want EOF", err)
		}
	})
}
