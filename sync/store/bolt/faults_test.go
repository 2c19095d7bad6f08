package bolt_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"syscall"
	"testing"

	"portico/engine/customer"
	"portico/sync/files"
	"portico/sync/files/filestest"
	"portico/sync/outbox"
	"portico/sync/store/bolt"
)

// history is a run of operations that stops at the first error, and what was
// acknowledged until then.
type history struct {
	step    string
	anna    *customer.Customer // as acknowledged; nil before
	selfie  string             // of anna, as acknowledged
	boris   string             // "", "created" or "deleted"
	owed    int                // entries acknowledged as enqueued
	skipped bool               // an operation failed
}

func (h *history) do(step string, op func() error) {
	if h.skipped {
		return
	}
	h.step = step
	h.skipped = op() != nil
}

func runHistory(t *testing.T, s *bolt.Store) *history {
	h := &history{}
	a := customer.New(anna, newClock().Now())
	h.do("create anna", func() error { selfie(a, []byte("one")); return s.Create(t.Context(), a) })
	if !h.skipped {
		h.anna, h.selfie = a, "one"
	}
	h.do("retake and finish", func() error {
		a.State = customer.Finished
		selfie(a, []byte("two"))
		return s.SaveWith(t.Context(), a, outbox.Entry{Payload: []byte("deliver anna")})
	})
	if !h.skipped {
		h.selfie, h.owed = "two", 1
	}
	h.do("read", func() error { _, err := s.Blob(t.Context(), anna, a.Selfie.Image); return err })
	h.do("sign", func() error { _, err := s.Signer(t.Context()); return err })
	h.do("derive", func() error { _, err := s.Derive("a purpose"); return err })
	h.do("owe what is nobody's", func() error { return s.SaveWith(t.Context(), a, outbox.Entry{Key: "else", Payload: []byte("x")}) })
	if !h.skipped {
		h.owed = 2
	}
	h.do("owe a deletion", func() error { return s.Owe(t.Context(), outbox.Entry{Key: anna, Payload: []byte("delete anna")}) })
	if !h.skipped {
		h.owed = 3
	}
	h.do("create boris", func() error { return s.Create(t.Context(), customer.New(boris, newClock().Now())) })
	if !h.skipped {
		h.boris = "created"
	}
	h.do("delete boris", func() error { return s.Delete(t.Context(), boris) })
	if !h.skipped {
		h.boris = "deleted"
	}
	h.do("sweep", func() error { _, err := s.Sweep(t.Context()); return err })
	return h
}

// check compares what is in the folder now with what was acknowledged.
func (h *history) check(t *testing.T, s *bolt.Store, dir string) {
	t.Helper()
	c, err := s.Get(t.Context(), anna)
	if h.anna == nil && errors.Is(err, customer.ErrNotFound) {
		return
	}
	if err != nil {
		t.Fatalf("anna was acknowledged and is lost: %v", err)
	}
	got, err := s.Blob(t.Context(), anna, c.Selfie.Image)
	undecided := h.step == "create anna" || h.step == "retake and finish" || h.step == "owe what is nobody's" || h.step == "owe a deletion"
	if err != nil || (string(got) != h.selfie && !undecided) {
		t.Errorf("selfie %q, %v; want %q", got, err, h.selfie)
	}
	entries, err := s.Outbox().List(t.Context())
	if err != nil || (len(entries) != h.owed && !undecided) {
		t.Errorf("%d entries, %v; want %d", len(entries), err, h.owed)
	}
	_, err = s.Get(t.Context(), boris)
	switch {
	case h.boris == "created" && h.step != "delete boris" && err != nil:
		t.Errorf("boris was acknowledged and is lost: %v", err)
	case h.boris == "deleted" && !errors.Is(err, customer.ErrNotFound):
		t.Errorf("boris was deleted; Get = %v", err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "blobs", "*"))
	if err != nil || len(files) != 1 {
		t.Errorf("%d picture files after recovery, want anna's only: %v", len(files), err)
	}
}

// Every call of the file layer fails in turn; afterwards the folder opens and
// holds what was acknowledged.
func TestEveryFileCallFailingInTurnLosesNothing(t *testing.T) {
	for name, cause := range map[string]error{"ENOSPC": syscall.ENOSPC, "EIO": syscall.EIO} {
		t.Run(name, func(t *testing.T) {
			failed := 0
			for n := 1; ; n++ {
				if !failAt(t, n, cause) {
					break
				}
				failed++
			}
			if failed < 40 {
				t.Errorf("only %d calls could be made to fail", failed)
			}
		})
	}
}

// failAt runs the history with the n-th call failing; false when there were
// not that many.
func failAt(t *testing.T, n int, cause error) (failed bool) {
	dir := t.TempDir()
	layer := &filestest.Faulty{Layer: files.System(), FailAt: n, Err: cause}
	h := &history{step: "open"}
	s, err := bolt.Open(t.Context(), bolt.Config{Dir: dir, Key: testKey, MinFree: 1, Clock: newClock().Now, Files: layer})
	if err == nil {
		h = runHistory(t, s)
		if err := s.Close(); err != nil && layer.Calls() < n {
			t.Error(err)
		}
	}
	if errors.Is(cause, syscall.ENOSPC) && err != nil && !errors.Is(err, customer.ErrFull) {
		t.Errorf("call %d: Open on a full disk = %v, want customer.ErrFull", n, err)
	}
	if layer.Calls() < n {
		return false
	}
	t.Run(fmt.Sprintf("Call%d", n), func(t *testing.T) {
		h.check(t, open(t, bolt.Config{Dir: dir, Clock: newClock().Now}), dir)
	})
	return true
}

// Every write of the record file fails in turn, as a write or at its fsync.
func TestEveryRecordWriteFailingInTurnLosesNothing(t *testing.T) {
	for name, fault := range map[string]bolt.RecordFaults{
		"ENOSPC": {Err: syscall.ENOSPC}, "EIO": {Err: syscall.EIO}, "fsync": {Sync: true},
	} {
		t.Run(name, func(t *testing.T) {
			for n := 1; ; n++ {
				fault.FailAt = n
				if !failRecordWrite(t, fault) {
					if n < 10 {
						t.Errorf("only %d writes could be made to fail", n-1)
					}
					return
				}
			}
		})
	}
}

func failRecordWrite(t *testing.T, fault bolt.RecordFaults) (failed bool) {
	t.Helper()
	dir := t.TempDir()
	s, err := bolt.Open(t.Context(), bolt.Config{Dir: dir, Key: testKey, MinFree: 1, Clock: newClock().Now})
	if err != nil {
		t.Fatal(err)
	}
	if err := fault.Install(s); err != nil {
		t.Fatal(err)
	}
	h := runHistory(t, s)
	if err := errors.Join(fault.Restore(), s.Close()); err != nil {
		t.Fatal(err)
	}
	if fault.Failed() {
		if !h.skipped {
			t.Errorf("write %d failed and no operation said so", fault.FailAt)
		}
		h.check(t, open(t, bolt.Config{Dir: dir, Clock: newClock().Now}), dir)
	}
	return fault.Failed()
}
