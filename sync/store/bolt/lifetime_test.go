package bolt_test

import (
	"testing"
	"time"

	"portico/engine/customer"
	"portico/sync/outbox"
	"portico/sync/store/bolt"
)

// owing stores a finished customer with deliveries owed.
func owing(t *testing.T, s *bolt.Store, id string, deliveries int) *customer.Customer {
	t.Helper()
	c := create(t, s, id)
	c.State = customer.Finished
	save(t, s, c, make([]outbox.Entry, deliveries)...)
	return c
}

func acknowledge(t *testing.T, s *bolt.Store, now time.Time) {
	t.Helper()
	e, ok, err := s.Outbox().Next(t.Context(), now, nil)
	if err != nil || !ok {
		t.Fatalf("Next = %v, %v", ok, err)
	}
	if err := s.Outbox().Done(t.Context(), e.ID); err != nil {
		t.Fatal(err)
	}
}

func found(t *testing.T, s *bolt.Store, id string) bool {
	t.Helper()
	_, err := s.Get(t.Context(), id)
	if err != nil {
		wantErr(t, "Get", err, customer.ErrNotFound)
	}
	return err == nil
}

func TestUndeliveredIsKeptUntilADayAfterTheLastAcknowledgement(t *testing.T) {
	c, dir := newClock(), t.TempDir()
	s := open(t, bolt.Config{Dir: dir, Clock: c.Now})
	owing(t, s, anna, 2)
	c.Advance(10 * 24 * time.Hour)
	acknowledge(t, s, c.Now())
	c.Advance(10 * 24 * time.Hour)
	if n, err := s.Sweep(t.Context()); err != nil || n != 0 {
		t.Fatalf("Sweep while a delivery is owed = %d, %v", n, err)
	}
	acknowledge(t, s, c.Now())
	closeStore(t, s)
	c.Advance(24*time.Hour - time.Second)
	s = open(t, bolt.Config{Dir: dir, Clock: c.Now})
	if !found(t, s, anna) {
		t.Error("not found within a day after the last acknowledgement")
	}
	c.Advance(2 * time.Second)
	if found(t, s, anna) {
		t.Error("found more than a day after the last acknowledgement")
	}
}

func TestUndeliveredIsErasedAfterThirtyDays(t *testing.T) {
	c, dir := newClock(), t.TempDir()
	s := open(t, bolt.Config{Dir: dir, Clock: c.Now})
	a := owing(t, s, anna, 1)
	c.Advance(29 * 24 * time.Hour)
	save(t, s, a) // does not prolong what is owed
	owing(t, s, boris, 1)
	closeStore(t, s)
	c.Advance(24*time.Hour + time.Second)
	s = open(t, bolt.Config{Dir: dir, Clock: c.Now})
	if n, err := s.Sweep(t.Context()); err != nil || n != 1 {
		t.Errorf("Sweep = %d, %v; want 1", n, err)
	}
	entries, err := s.Outbox().List(t.Context())
	if err != nil || len(entries) != 1 || entries[0].Key != boris {
		t.Errorf("outbox %+v, %v; want boris's entry only", entries, err)
	}
}

func TestDeadEntriesAreStillOwed(t *testing.T) {
	c := newClock()
	s := open(t, bolt.Config{Dir: t.TempDir(), Clock: c.Now})
	owing(t, s, anna, 1)
	e, _, err := s.Outbox().Next(t.Context(), c.Now(), nil)
	if err != nil {
		t.Fatal(err)
	}
	e.Dead = true
	if err := s.Outbox().Save(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	c.Advance(7 * 24 * time.Hour)
	if !found(t, s, anna) {
		t.Error("a customer whose delivery is dead was not kept")
	}
}

func TestEntriesOfNoCustomerOutliveIt(t *testing.T) {
	c := newClock()
	s := open(t, bolt.Config{Dir: t.TempDir(), Clock: c.Now})
	a := create(t, s, anna)
	save(t, s, a, outbox.Entry{Topic: "audit", Key: "audit", Payload: []byte("head")})
	if err := s.Delete(t.Context(), anna); err != nil {
		t.Fatal(err)
	}
	e, ok, err := s.Outbox().Next(t.Context(), c.Now(), nil)
	if err != nil || !ok || string(e.Payload) != "head" || !e.Enqueued.Equal(c.Now()) {
		t.Errorf("Next = %+v, %v, %v", e, ok, err)
	}
	if err := s.Outbox().Done(t.Context(), e.ID); err != nil {
		t.Error(err)
	}
}

func TestConfiguredLifetime(t *testing.T) {
	c := newClock()
	cfg := bolt.Config{Dir: t.TempDir(), Clock: c.Now}
	cfg.Lifetime.Unfinished = time.Minute
	s := open(t, cfg)
	create(t, s, anna)
	c.Advance(61 * time.Second)
	if found(t, s, anna) {
		t.Error("found after the configured minute")
	}
}

// A save that meets an entry failing to commit commits neither.
func TestCustomerAndEntriesCommitTogether(t *testing.T) {
	s := open(t, bolt.Config{Dir: t.TempDir()})
	a := create(t, s, anna)
	stale, err := s.Get(t.Context(), anna)
	if err != nil {
		t.Fatal(err)
	}
	save(t, s, a, outbox.Entry{Payload: []byte("one")})
	stale.State = customer.Finished
	wantErr(t, "SaveWith of an old copy", s.SaveWith(t.Context(), stale, outbox.Entry{Payload: []byte("two")}), customer.ErrConflict)
	entries, err := s.Outbox().List(t.Context())
	if err != nil || len(entries) != 1 || string(entries[0].Payload) != "one" || entries[0].Key != anna {
		t.Errorf("outbox %+v, %v; want the first save's entry only", entries, err)
	}
}
