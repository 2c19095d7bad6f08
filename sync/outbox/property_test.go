package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"portico/sync/outbox"
)

// receiver answers tries as drawn, then takes everything. It takes a second.
type receiver struct {
	mu      sync.Mutex
	answers []string
	taken   map[string]int // by payload
	order   map[string][]string
	here    map[string]bool // keys under way
	broken  []string        // promises that were not kept
}

func (r *receiver) Send(ctx context.Context, e outbox.Entry, _ func([]byte) error) error {
	r.mu.Lock()
	if r.here[e.Key] {
		r.broken = append(r.broken, "two entries of "+e.Key+" at once")
	}
	r.here[e.Key] = true
	answer := "taken"
	if len(r.answers) > 0 {
		answer, r.answers = r.answers[0], r.answers[1:]
	}
	r.mu.Unlock()
	select {
	case <-time.After(time.Second):
	case <-ctx.Done():
		answer = "stopped"
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.here, e.Key)
	switch answer {
	case "taken":
		r.taken[string(e.Payload)]++
		r.order[e.Key] = append(r.order[e.Key], string(e.Payload))
		return nil
	case "busy":
		return &outbox.UnavailableError{RetryAfter: 40 * time.Second, Err: errors.New("503")}
	case "away":
		return &outbox.UnavailableError{Err: errRefused}
	case "refused":
		return fmt.Errorf("400: %w", outbox.ErrPermanent)
	case "stopped":
		return ctx.Err()
	}
	return errors.New("500")
}

// TestRandomHistories of arrivals, answers, restarts and retries: everything
// is taken once in the end, and of a key nothing before what came earlier,
// unless that was given up.
func TestRandomHistories(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		answers := rapid.SliceOfN(rapid.SampledFrom([]string{"taken", "failed", "busy", "away", "refused"}), 0, 30).Draw(rt, "answers")
		steps := rapid.SliceOfN(rapid.SampledFrom([]string{"add", "add", "wait", "restart", "retry"}), 1, 20).Draw(rt, "steps")
		keys := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), len(steps), len(steps)).Draw(rt, "keys")
		waits := rapid.SliceOfN(rapid.IntRange(0, 400), len(steps), len(steps)).Draw(rt, "waits")
		synctest.Test(t, func(t *testing.T) {
			r := &receiver{answers: answers, taken: map[string]int{}, order: map[string][]string{}, here: map[string]bool{}}
			q := &memory{}
			start := func() (w *outbox.Worker, stop func()) {
				w = outbox.New(q, r, outbox.Config{Parallel: 2, Log: slog.New(slog.DiscardHandler)})
				ctx, cancel := context.WithCancel(t.Context())
				ended := make(chan struct{})
				go func() {
					_ = w.Run(ctx) // the context's error
					close(ended)
				}()
				return w, func() { cancel(); <-ended }
			}
			w, stop := start()
			added := 0
			for i, step := range steps {
				switch step {
				case "add":
					added++
					q.add(outbox.Entry{Key: keys[i], Payload: fmt.Appendf(nil, "%s%02d", keys[i], i), Enqueued: time.Now()})
					w.Wake()
				case "wait":
					time.Sleep(time.Duration(waits[i]) * time.Second)
				case "restart":
					// Never at the very moment a try ends, when it is taken and not yet acknowledged.
					time.Sleep(time.Duration(waits[i])*time.Millisecond + 137*time.Microsecond)
					stop()
					w, stop = start()
				case "retry":
					_, _ = q.Retry(t.Context(), time.Now())
					w.Wake()
				}
			}
			for range len(answers) + 1 { // each retry meets at least one answer less
				time.Sleep(20 * time.Minute)
				if _, err := w.Status(t.Context()); err != nil {
					rt.Fatal(err)
				}
				_, _ = q.Retry(t.Context(), time.Now())
				w.Wake()
			}
			time.Sleep(time.Hour)
			stop()
			for _, text := range r.broken {
				rt.Error(text)
			}
			if len(q.entries) != 0 || len(r.taken) != added {
				rt.Errorf("%d of %d were taken, %d are left", len(r.taken), added, len(q.entries))
			}
			for payload, n := range r.taken {
				if n != 1 {
					rt.Errorf("%s was taken %d times", payload, n)
				}
			}
			inOrder(rt, r, answers)
		})
	})
}

// inOrder holds only where nothing was given up: what comes later passes that.
func inOrder(rt *rapid.T, r *receiver, answers []string) {
	if slices.Contains(answers, "refused") {
		return
	}
	for key, all := range r.order {
		for i := 1; i < len(all); i++ {
			if all[i] < all[i-1] {
				rt.Errorf("of %s %s was taken before %s", key, all[i-1], all[i])
			}
		}
	}
}
