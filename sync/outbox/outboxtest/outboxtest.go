// Package outboxtest checks that an outbox.Queue honours its contract.
package outboxtest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"portico/sync/outbox"
)

// Fixture is one empty queue and the way entries come into it. Add fails the
// test when it cannot.
type Fixture struct {
	Queue outbox.Queue
	Add   func(e outbox.Entry)
}

// Noon is the time the suite uses as now.
var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// Run checks every queue made by open.
func Run(t *testing.T, open func(t *testing.T) Fixture) {
	for name, test := range map[string]func(*testing.T, suite){
		"EmptyHasNoNext":                 emptyHasNoNext,
		"OldestFirst":                    oldestFirst,
		"NotBeforeHoldsBackItsKeyOnly":   notBeforeHoldsBackItsKeyOnly,
		"DeadLetsTheNextOfItsKeyPass":    deadLetsTheNextPass,
		"NextDoesNotRemove":              nextDoesNotRemove,
		"SaveRemembersEverything":        saveRemembersEverything,
		"SaveOfWhatIsGoneIsErrGone":      saveOfWhatIsGone,
		"DoneTwiceSucceeds":              doneTwiceSucceeds,
		"RetryRevivesDeadAndMakesAllDue": retryRevives,
		"IDsAreNotReused":                idsAreNotReused,
		"ConcurrentDone":                 concurrentDone,
		"CancelledContext":               cancelledContext,
		"BackendsDoNotHoldUpEachOther":   backendsAreApart,
		"SkippedIsAsIfItWereNotThere":    skippedIsNotThere,
		"KeepsBackendAndOutlives":        keepsBackendAndOutlives,
		"SaveDoesNotDisturbOthers":       saveDoesNotDisturbOthers,
		"ConcurrentSaves":                concurrentSaves,
	} {
		t.Run(name, func(t *testing.T) { test(t, suite{t, open(t)}) })
	}
}

type suite struct {
	t *testing.T
	Fixture
}

func (s suite) ok(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s suite) add(key, payload string) {
	s.Add(outbox.Entry{Topic: "test", Key: key, Payload: []byte(payload), Enqueued: noon})
}

// next returns the entry that is due now, or fails.
func (s suite) next(now time.Time) outbox.Entry {
	s.t.Helper()
	e, ok, err := s.Queue.Next(s.t.Context(), now, nil)
	s.ok(err)
	if !ok {
		s.t.Fatal("Next found no entry that is due")
	}
	return e
}

func (s suite) wantNext(now time.Time, payload string) outbox.Entry {
	s.t.Helper()
	e := s.next(now)
	if string(e.Payload) != payload {
		s.t.Fatalf("Next gave payload %q, want %q", e.Payload, payload)
	}
	return e
}

func (s suite) wantNone(now time.Time) {
	s.t.Helper()
	if e, ok, err := s.Queue.Next(s.t.Context(), now, nil); err != nil || ok {
		s.t.Fatalf("Next = %q, %v, %v, want none", e.Payload, ok, err)
	}
}

func (s suite) payloads() string {
	s.t.Helper()
	entries, err := s.Queue.List(s.t.Context())
	s.ok(err)
	var out []string
	for _, e := range entries {
		out = append(out, string(e.Payload))
	}
	return strings.Join(out, " ")
}

func emptyHasNoNext(t *testing.T, s suite) {
	s.wantNone(noon)
	if got := s.payloads(); got != "" {
		t.Errorf("List = %q, want empty", got)
	}
}

func oldestFirst(t *testing.T, s suite) {
	s.add("a", "a1")
	s.add("b", "b1")
	s.add("a", "a2")
	if got := s.payloads(); got != "a1 b1 a2" {
		t.Errorf("List = %q", got)
	}
	for _, want := range []string{"a1", "b1", "a2"} {
		s.ok(s.Queue.Done(t.Context(), s.wantNext(noon, want).ID))
	}
	s.wantNone(noon)
}

func notBeforeHoldsBackItsKeyOnly(t *testing.T, s suite) {
	s.add("a", "a1")
	s.add("a", "a2")
	s.add("b", "b1")
	e := s.wantNext(noon, "a1")
	e.NotBefore = noon.Add(time.Minute)
	s.ok(s.Queue.Save(t.Context(), e))
	b := s.wantNext(noon, "b1")
	s.ok(s.Queue.Done(t.Context(), b.ID))
	s.wantNone(noon.Add(59 * time.Second))
	s.wantNext(noon.Add(time.Minute), "a1")
}

func deadLetsTheNextPass(t *testing.T, s suite) {
	s.add("a", "a1")
	s.add("a", "a2")
	e := s.next(noon)
	e.Dead = true
	s.ok(s.Queue.Save(t.Context(), e))
	s.wantNext(noon, "a2")
	if got := s.payloads(); got != "a1 a2" {
		t.Errorf("List = %q, want the dead entry, too", got)
	}
}

func nextDoesNotRemove(t *testing.T, s suite) {
	s.add("a", "a1")
	first, second := s.next(noon), s.next(noon)
	if first.ID != second.ID {
		t.Error("Next gave another entry the second time")
	}
}

func saveRemembersEverything(t *testing.T, s suite) {
	s.add("a", "a1")
	e := s.next(noon)
	e.Payload, e.Attempts, e.LastError = []byte("step 3"), 7, "no route"
	e.NotBefore = noon.Add(-time.Second)
	s.ok(s.Queue.Save(t.Context(), e))
	got := s.next(noon)
	if string(got.Payload) != "step 3" || got.Attempts != 7 || got.LastError != "no route" ||
		!got.NotBefore.Equal(e.NotBefore) || !got.Enqueued.Equal(noon) || got.Topic != "test" || got.Key != "a" {
		t.Errorf("saved entry came back as %+v", got)
	}
}

func saveOfWhatIsGone(t *testing.T, s suite) {
	s.add("a", "a1")
	e := s.next(noon)
	s.ok(s.Queue.Done(t.Context(), e.ID))
	if err := s.Queue.Save(t.Context(), e); !errors.Is(err, outbox.ErrGone) {
		t.Errorf("Save of a delivered entry = %v, want ErrGone", err)
	}
	s.wantNone(noon)
}

func doneTwiceSucceeds(t *testing.T, s suite) {
	s.add("a", "a1")
	e := s.next(noon)
	s.ok(s.Queue.Done(t.Context(), e.ID))
	s.ok(s.Queue.Done(t.Context(), e.ID))
}

func retryRevives(t *testing.T, s suite) {
	s.add("a", "a1")
	s.add("b", "b1")
	s.add("c", "c1")
	dead := s.wantNext(noon, "a1")
	dead.Dead, dead.Attempts, dead.LastError = true, 20, "422"
	s.ok(s.Queue.Save(t.Context(), dead))
	later := s.wantNext(noon, "b1")
	later.NotBefore, later.Attempts = noon.Add(time.Hour), 3
	s.ok(s.Queue.Save(t.Context(), later))
	n, err := s.Queue.Retry(t.Context(), noon)
	s.ok(err)
	if n != 2 {
		t.Errorf("Retry changed %d entries, want 2", n)
	}
	e := s.wantNext(noon, "a1")
	if e.Dead || e.Attempts != 0 {
		t.Errorf("revived entry: dead %v, attempts %d; want living, 0", e.Dead, e.Attempts)
	}
	s.ok(s.Queue.Done(t.Context(), e.ID))
	if e := s.wantNext(noon, "b1"); e.Attempts != 3 {
		t.Errorf("a living entry's attempts became %d, want 3 as before", e.Attempts)
	}
}

func idsAreNotReused(t *testing.T, s suite) {
	s.add("a", "a1")
	first := s.next(noon)
	s.ok(s.Queue.Done(t.Context(), first.ID))
	s.add("a", "a2")
	if second := s.next(noon); second.ID <= first.ID {
		t.Errorf("second entry has ID %d, the first had %d", second.ID, first.ID)
	}
}

func concurrentDone(t *testing.T, s suite) {
	for range 20 {
		s.add("a", "x")
	}
	entries, err := s.Queue.List(t.Context())
	s.ok(err)
	var wg sync.WaitGroup
	errs := make([]error, len(entries))
	for i, e := range slices.Backward(entries) {
		wg.Go(func() { errs[i] = s.Queue.Done(t.Context(), e.ID) })
	}
	wg.Wait()
	s.ok(errors.Join(errs...))
	s.wantNone(noon)
}

func cancelledContext(t *testing.T, s suite) {
	s.add("a", "a1")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, err := s.Queue.Next(ctx, noon, nil)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Next with a cancelled context = %v", err)
	}
	if err := s.Queue.Done(ctx, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("Done with a cancelled context = %v", err)
	}
	s.wantNext(noon, "a1")
}
