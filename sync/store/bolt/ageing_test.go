package bolt_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"portico/engine/customer"
	"portico/sync/audit"
	"portico/sync/outbox"
	"portico/sync/store"
	"portico/sync/store/bolt"
)

// machine is a computer whose clocks the test sets.
type machine struct{ store.Reading }

func (m *machine) read() store.Reading { return m.Reading }

func (m *machine) runs(d time.Duration) { m.Wall, m.Up = m.Wall.Add(d), m.Up+d }

// restarts switches the machine off for that long.
func (m *machine) restarts(boot string, off time.Duration) {
	m.Wall, m.Up, m.Boot = m.Wall.Add(off), 0, boot
}

// told is a trail in memory.
type told struct {
	mu     sync.Mutex
	events []audit.Event
}

func (t *told) Append(_ context.Context, e audit.Event) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.events = append(t.events, e)
	return e.Validate()
}

func (t *told) count(what audit.What, subject string) (n int) {
	for _, e := range t.events {
		if e.What == what && (subject == "" || e.Subject == subject) {
			n++
		}
	}
	return n
}

func sweep(t *testing.T, s *bolt.Store, want int) {
	t.Helper()
	if n, err := s.Sweep(t.Context()); err != nil || n != want {
		t.Errorf("Sweep = %d, %v; want %d", n, err, want)
	}
}

// A clock that jumps a year ahead, in a run of the machine and over a restart,
// ends no lifetime, until somebody confirms it.
func TestJumpOfTheClockExpiresNothingUntilConfirmed(t *testing.T) {
	m := &machine{store.Reading{Wall: newClock().Now(), Boot: "first", Up: time.Hour}}
	trail, dir := &told{}, t.TempDir()
	cfg := bolt.Config{Dir: dir, Machine: m.read, Audit: trail}
	s := open(t, cfg)
	c := create(t, s, anna)
	c.State = customer.Finished
	save(t, s, c)
	m.Wall = m.Wall.Add(365 * 24 * time.Hour)
	sweep(t, s, 0)
	closeStore(t, s)
	m.restarts("second", time.Hour)
	s = open(t, cfg)
	sweep(t, s, 0)
	if _, held := s.Time(); !held || !found(t, s, anna) {
		t.Errorf("held %v, want so, and anna still there", held)
	}
	if trail.count(audit.ClockHeld, "") == 0 {
		t.Error("the jump is not in the audit trail")
	}
	m.runs(25 * time.Hour) // what passes while the jump is held does count
	sweep(t, s, 1)
	if trail.count(audit.Expired, anna) != 1 || trail.count(audit.Lost, "") != 0 {
		t.Errorf("audit trail %+v, want anna expired", trail.events)
	}
	create(t, s, boris)
	if err := s.ConfirmClock(t.Context()); err != nil {
		t.Fatal(err)
	}
	if now, held := s.Time(); held || !now.Equal(m.Wall) {
		t.Errorf("after the confirmation: %v, held %v; want %v", now, held, m.Wall)
	}
	sweep(t, s, 1)
}

// Going back gives nobody a longer life, and being switched off takes none.
func TestClockSetBackAndMachineSwitchedOff(t *testing.T) {
	m := &machine{store.Reading{Wall: newClock().Now(), Boot: "first", Up: time.Hour}}
	cfg := bolt.Config{Dir: t.TempDir(), Machine: m.read}
	s := open(t, cfg)
	create(t, s, anna)
	m.Wall = m.Wall.Add(-24 * time.Hour)
	m.runs(29 * time.Minute)
	sweep(t, s, 0)
	m.runs(2 * time.Minute)
	if found(t, s, anna) {
		t.Error("found 31 minutes later by the machine's own time")
	}
	sweep(t, s, 1) // which does not wait for the clock
	m.Wall = m.Wall.Add(24 * time.Hour)
	create(t, s, boris)
	closeStore(t, s)
	m.restarts("second", 12*time.Hour)
	if s = open(t, cfg); found(t, s, boris) {
		t.Error("found after twelve hours switched off")
	}
}

// What is still owed at the end is a loss, and the trail names it.
func TestLossIsInTheAuditTrailBeforeItHappens(t *testing.T) {
	trail, clock := &told{}, newClock()
	s := open(t, bolt.Config{Dir: t.TempDir(), Clock: clock.Now, Audit: trail})
	owing(t, s, anna, 1)
	clock.Advance(time.Hour)
	owing(t, s, boris, 1)
	clock.Advance(30*24*time.Hour - 30*time.Minute)
	sweep(t, s, 1)
	if trail.count(audit.Lost, anna) != 1 || trail.count(audit.Lost, boris) != 0 || trail.count(audit.Expired, "") != 0 {
		t.Errorf("audit trail %+v, want anna lost and nobody else", trail.events)
	}
	e, ok, err := s.Outbox().Next(t.Context(), clock.Now(), nil)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	e.Dead = true
	for range 2 {
		if err := s.Outbox().Save(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Outbox().Done(t.Context(), e.ID); err != nil {
		t.Fatal(err)
	}
	if trail.count(audit.DeliveryDead, boris) != 1 || trail.count(audit.Delivered, boris) != 1 {
		t.Errorf("audit trail %+v, want boris's delivery dead once, then delivered", trail.events)
	}
}

// The clock of whoever enqueues does not matter for how long it is kept.
func TestOwedIsCountedByTheStoresTime(t *testing.T) {
	clock := newClock()
	s := open(t, bolt.Config{Dir: t.TempDir(), Clock: clock.Now})
	c := create(t, s, anna)
	c.State = customer.Finished
	save(t, s, c, outbox.Entry{Enqueued: clock.Now().Add(-365 * 24 * time.Hour)})
	clock.Advance(29 * 24 * time.Hour)
	if !found(t, s, anna) {
		t.Error("erased before its time")
	}
}

// A month of a busy branch: the files stay as large as a day needs.
func TestFilesStayBoundedOverAMonth(t *testing.T) {
	clock, dir := newClock(), t.TempDir()
	cfg := bolt.Config{Dir: dir, Clock: clock.Now}
	s := open(t, cfg)
	photo := make([]byte, 200)
	var week int64
	for day := range 30 {
		for i := range 40 {
			c := create(t, s, childID(day, i))
			selfie(c, photo)
			c.State = customer.Finished
			save(t, s, c, outbox.Entry{Payload: photo})
			acknowledge(t, s, clock.Now())
		}
		clock.Advance(24 * time.Hour)
		if _, err := s.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if day == 6 {
			week = size(t, dir+"/portico.db") + size(t, dir+"/keys")
		}
	}
	if month := size(t, dir+"/portico.db") + size(t, dir+"/keys"); month > week {
		t.Errorf("%d bytes after a week, %d after a month", week, month)
	}
}

// After a long outage is over, the room goes back to the disk.
func TestRecordFileShrinksAtOpen(t *testing.T) {
	clock, dir := newClock(), t.TempDir()
	cfg := bolt.Config{Dir: dir, Clock: clock.Now}
	s := open(t, cfg)
	owing(t, s, anna, 1)
	c := create(t, s, boris)
	for range 12 {
		save(t, s, c, outbox.Entry{Payload: make([]byte, 1<<20)})
	}
	if err := s.Delete(t.Context(), boris); err != nil {
		t.Fatal(err)
	}
	closeStore(t, s)
	before := size(t, dir+"/portico.db")
	s = open(t, cfg)
	if after := size(t, dir+"/portico.db"); after > before/8 {
		t.Errorf("%d bytes before, %d after", before, after)
	}
	if e, ok, err := s.Outbox().Next(t.Context(), clock.Now(), nil); err != nil || !ok || e.Key != anna || !found(t, s, anna) {
		t.Errorf("what was owed: %+v, %v, %v", e, ok, err)
	}
}
