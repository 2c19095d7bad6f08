package bolt_test

import (
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"go.etcd.io/bbolt"
	bbolterrors "go.etcd.io/bbolt/errors"

	"portico/engine/customer"
	"portico/sync/outbox"
	"portico/sync/outbox/outboxtest"
	"portico/sync/store/bolt"
	"portico/sync/store/storetest"
)

// clock is moved by tests.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

var testKey = bolt.MasterKey{1, 2, 3}

// open opens a store that the test closes and whose record file it checks.
func open(t *testing.T, cfg bolt.Config) *bolt.Store {
	t.Helper()
	if cfg.Key == (bolt.MasterKey{}) {
		cfg.Key = testKey
	}
	if cfg.MinFree == 0 {
		cfg.MinFree = 1
	}
	s, err := bolt.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		checkRecords(t, cfg.Dir)
	})
	return s
}

// checkRecords runs bbolt's own check over the record file.
func checkRecords(t *testing.T, dir string) {
	t.Helper()
	db, err := bbolt.Open(filepath.Join(dir, "portico.db"), 0o600, &bbolt.Options{ReadOnly: true, Timeout: time.Second})
	if errors.Is(err, bbolterrors.ErrTimeout) {
		return // open again by the test; checked when that is closed
	}
	if err != nil {
		t.Error(err)
		return
	}
	defer db.Close()
	err = db.View(func(tx *bbolt.Tx) error {
		for err := range tx.Check() {
			t.Error(err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Fixture {
		c := newClock()
		return storetest.Fixture{Store: open(t, bolt.Config{Dir: t.TempDir(), Clock: c.Now}), Now: c.Now, Advance: c.Advance}
	})
}

func TestQueue(t *testing.T) {
	outboxtest.Run(t, func(t *testing.T) outboxtest.Fixture {
		s := open(t, bolt.Config{Dir: t.TempDir(), Clock: newClock().Now})
		c := create(t, s, "0b8f6f3e-5d0c-4f3a-9a53-5b6a4f0f7f01")
		return outboxtest.Fixture{Queue: s.Outbox(), Add: func(e outbox.Entry) {
			if err := s.SaveWith(t.Context(), c, e); err != nil {
				t.Fatal(err)
			}
		}}
	})
}

func create(t *testing.T, s *bolt.Store, id string) *customer.Customer {
	t.Helper()
	c := customer.New(id, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	if err := s.Create(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	return c
}

func save(t *testing.T, s *bolt.Store, c *customer.Customer, entries ...outbox.Entry) {
	t.Helper()
	if err := s.SaveWith(t.Context(), c, entries...); err != nil {
		t.Fatal(err)
	}
}

func closeStore(t *testing.T, s *bolt.Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func selfie(c *customer.Customer, jpeg []byte) customer.Blob {
	c.Selfie = &customer.Selfie{Image: c.Attach(jpeg)}
	return c.Selfie.Image
}
