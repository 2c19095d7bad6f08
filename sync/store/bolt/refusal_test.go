package bolt_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"portico/engine/customer"
	"portico/sync/files"
	"portico/sync/files/filestest"
	"portico/sync/outbox"
	"portico/sync/store/bolt"
)

// operations are all that can be asked of a store with anna in it, by name.
func operations(s *bolt.Store, a *customer.Customer) map[string]func(ctx context.Context) error {
	q := s.Outbox()
	return map[string]func(ctx context.Context) error{
		"Create":       func(ctx context.Context) error { return s.Create(ctx, customer.New(boris, a.Created)) },
		"Get":          func(ctx context.Context) error { _, err := s.Get(ctx, anna); return err },
		"Save":         func(ctx context.Context) error { return s.Save(ctx, a) },
		"SaveWith":     func(ctx context.Context) error { return s.SaveWith(ctx, a, outbox.Entry{Key: "else"}) },
		"Owe":          func(ctx context.Context) error { return s.Owe(ctx, outbox.Entry{Key: "else"}) },
		"Blob":         func(ctx context.Context) error { _, err := s.Blob(ctx, anna, a.Selfie.Image); return err },
		"Delete":       func(ctx context.Context) error { return s.Delete(ctx, anna) },
		"List":         func(ctx context.Context) error { _, err := s.List(ctx); return err },
		"Sweep":        func(ctx context.Context) error { _, err := s.Sweep(ctx); return err },
		"Signer":       func(ctx context.Context) error { _, err := s.Signer(ctx); return err },
		"ConfirmClock": s.ConfirmClock,
		"Next":         func(ctx context.Context) error { _, _, err := q.Next(ctx, a.Created, nil); return err },
		"queue's List": func(ctx context.Context) error { _, err := q.List(ctx); return err },
		"queue's Save": func(ctx context.Context) error { return q.Save(ctx, outbox.Entry{ID: 1}) },
		"Done":         func(ctx context.Context) error { return q.Done(ctx, 1) },
		"Retry":        func(ctx context.Context) error { _, err := q.Retry(ctx, a.Created); return err },
	}
}

func withSelfie(t *testing.T, s *bolt.Store) *customer.Customer {
	t.Helper()
	a := create(t, s, anna)
	selfie(a, []byte("selfie"))
	save(t, s, a, outbox.Entry{Payload: []byte("deliver")})
	return a
}

func TestNothingIsDoneAfterTheContextEnded(t *testing.T) {
	clock := newClock()
	s := open(t, bolt.Config{Dir: t.TempDir(), Clock: clock.Now})
	a := withSelfie(t, s)
	clock.Advance(time.Hour * 24 * 31)
	done, cancel := context.WithCancel(t.Context())
	cancel()
	for name, do := range operations(s, a) {
		if err := do(done); !errors.Is(err, context.Canceled) {
			t.Errorf("%s = %v, want context.Canceled", name, err)
		}
	}
	_, err := bolt.Open(done, bolt.Config{Dir: t.TempDir(), Key: testKey})
	wantErr(t, "Open", err, context.Canceled)
	wantErr(t, "Room", s.Room(done), context.Canceled)
	wantErr(t, "Rekey", bolt.Rekey(done, bolt.Config{}, testKey), context.Canceled)
}

func TestEveryOperationOfAClosedStoreFails(t *testing.T) {
	clock := newClock()
	m := &machine{}
	m.Wall, m.Boot = clock.Now(), "boot"
	s := open(t, bolt.Config{Dir: t.TempDir(), Machine: m.read})
	a := withSelfie(t, s)
	m.Wall = m.Wall.Add(time.Hour) // there is something to confirm
	closeStore(t, s)
	for name, do := range operations(s, a) {
		if err := do(t.Context()); err == nil {
			t.Errorf("%s of a closed store succeeded", name)
		}
	}
	if _, err := s.Derive("anything"); err == nil {
		t.Error("Derive of a closed store succeeded")
	}
}

// stages are the ways in which a store opens, each with what must be in it
// afterwards.
func stages(t *testing.T) map[string]func() (dir string, key bolt.MasterKey) {
	t.Helper()
	large := t.TempDir()
	s := open(t, bolt.Config{Dir: large, Clock: newClock().Now})
	fill(t, s, anna)
	b := create(t, s, boris)
	for range 6 {
		save(t, s, b, outbox.Entry{Payload: make([]byte, 1<<20)})
	}
	if err := s.Delete(t.Context(), boris); err != nil {
		t.Fatal(err)
	}
	closeStore(t, s)
	left := t.TempDir()
	s = open(t, bolt.Config{Dir: left, Clock: newClock().Now})
	fill(t, s, anna)
	create(t, s, boris)
	closeStore(t, s)
	keys := filepath.Join(left, "keys")
	data, err := os.ReadFile(keys)
	if err != nil {
		t.Fatal(err)
	}
	clear(data[3*128 : 4*128]) // boris's key, erased
	data = append(data, bytes.Repeat([]byte{7}, 128)...)
	if err := errors.Join(os.WriteFile(keys, data, 0o600), os.WriteFile(filepath.Join(left, "blobs", "ORPHAN"), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	return map[string]func() (string, bolt.MasterKey){
		"repair":     func() (string, bolt.MasterKey) { return copyFolder(t, left), testKey },
		"upgrade":    func() (string, bolt.MasterKey) { return oldStore(t, 1) },
		"compaction": func() (string, bolt.MasterKey) { return copyFolder(t, large), testKey },
	}
}

// Whatever file call fails while a store is upgraded or compacted, the next
// start has everything, and a disk that is full is no damage.
func TestOpeningFailingAnywhereLosesNothing(t *testing.T) {
	for name, stage := range stages(t) {
		for _, cause := range []error{syscall.EIO, syscall.ENOSPC} {
			for n := 1; ; n++ {
				dir, key := stage()
				layer := &filestest.Faulty{Layer: files.System(), FailAt: n, Err: cause}
				s, err := bolt.Open(t.Context(), bolt.Config{Dir: dir, Key: key, Files: layer, Clock: newClock().Now})
				if err == nil {
					_ = s.Close()
				}
				if layer.Calls() < n {
					break
				}
				if errors.Is(err, bolt.ErrDamaged) {
					t.Errorf("%s, call %d, %v: taken for damage: %v", name, n, cause, err)
				}
				s = open(t, bolt.Config{Dir: dir, Key: key, Clock: newClock().Now})
				wantFilled(t, s)
				closeStore(t, s)
			}
		}
	}
}

// Whatever file call fails while damage is set aside, the damaged file is still
// somewhere, as it was.
func TestSettingAsideFailingAnywhereLosesNothing(t *testing.T) {
	sound := t.TempDir()
	s := open(t, bolt.Config{Dir: sound, Clock: newClock().Now})
	fill(t, s, anna)
	closeStore(t, s)
	source := copyFolder(t, sound)
	record := filepath.Join(source, "portico.db")
	if err := os.Truncate(record, 5000); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(record)
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; ; n++ {
		dir := filepath.Join(t.TempDir(), fmt.Sprint(n))
		if err := os.CopyFS(dir, os.DirFS(source)); err != nil {
			t.Fatal(err)
		}
		layer := &filestest.Faulty{Layer: files.System(), FailAt: n, Err: syscall.EIO}
		s, err := bolt.Open(t.Context(), bolt.Config{Dir: dir, Key: testKey, Files: layer, Clock: newClock().Now})
		if err == nil {
			t.Fatalf("call %d: a damaged store opened: %v", n, s.Close())
		}
		if layer.Calls() < n {
			return
		}
		found := 0
		for _, place := range []string{"portico.db", "damaged-*/portico.db"} {
			names, err := filepath.Glob(filepath.Join(dir, place))
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range names {
				if got, err := os.ReadFile(name); err == nil && bytes.Equal(got, want) {
					found++
				}
			}
		}
		if found != 1 {
			t.Errorf("call %d: the damaged file is there %d times", n, found)
		}
	}
}
