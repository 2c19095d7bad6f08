package outboxtest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"portico/sync/outbox"
)

func backendsAreApart(_ *testing.T, s suite) {
	s.Add(outbox.Entry{Topic: "test", Backend: "one", Key: "a", Payload: []byte("a1"), Enqueued: noon, NotBefore: noon.Add(time.Hour)})
	s.Add(outbox.Entry{Topic: "test", Backend: "two", Key: "a", Payload: []byte("a2"), Enqueued: noon})
	s.wantNext(noon, "a2")
	s.wantNext(noon.Add(time.Hour), "a1")
}

func skippedIsNotThere(t *testing.T, s suite) {
	s.add("a", "a1")
	s.add("a", "a2")
	s.add("b", "b1")
	entries, err := s.Queue.List(t.Context())
	s.ok(err)
	left := map[uint64]bool{}
	for i, want := range []string{"a1", "a2", "b1", ""} {
		e, ok, err := s.Queue.Next(t.Context(), noon, func(e outbox.Entry) bool { return left[e.ID] })
		s.ok(err)
		if string(e.Payload) != want || ok != (want != "") {
			t.Errorf("without the first %d Next gave %q, want %q", i, e.Payload, want)
		}
		if ok {
			left[entries[i].ID] = true
		}
	}
}

func keepsBackendAndOutlives(t *testing.T, s suite) {
	s.Add(outbox.Entry{Topic: "test", Backend: "two", Key: "a", Payload: []byte("a1"), Outlives: true, Enqueued: noon})
	e := s.wantNext(noon, "a1")
	e.Attempts = 3
	s.ok(s.Queue.Save(t.Context(), e))
	if e := s.wantNext(noon, "a1"); e.Backend != "two" || !e.Outlives || e.Attempts != 3 {
		t.Errorf("the entry came back as %+v", e)
	}
}

func saveDoesNotDisturbOthers(t *testing.T, s suite) {
	s.add("a", "a1")
	s.add("b", "b1")
	e := s.wantNext(noon, "a1")
	e.Payload, e.Dead = []byte("a step on"), true
	s.ok(s.Queue.Save(t.Context(), e))
	if got := s.payloads(); got != "a step on b1" {
		t.Errorf("List = %q", got)
	}
	if b := s.wantNext(noon, "b1"); b.Dead || b.Attempts != 0 {
		t.Errorf("the other entry became %+v", b)
	}
}

// concurrentSaves has several entries remember their steps at once, as when
// several customers are under way.
func concurrentSaves(t *testing.T, s suite) {
	const entries, steps = 4, 5
	for i := range entries {
		s.add(fmt.Sprint(i), "new")
	}
	all, err := s.Queue.List(t.Context())
	s.ok(err)
	var wg sync.WaitGroup
	errs := make([]error, entries)
	for i, e := range all {
		wg.Go(func() {
			for n := range steps {
				e.Payload = fmt.Appendf(nil, "%d-%d", i, n)
				errs[i] = errors.Join(errs[i], s.Queue.Save(t.Context(), e))
			}
		})
	}
	wg.Wait()
	s.ok(errors.Join(errs...))
	if got := s.payloads(); got != "0-4 1-4 2-4 3-4" {
		t.Errorf("List = %q, want each entry at its last step", got)
	}
}
