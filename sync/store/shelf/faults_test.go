package shelf_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"portico/engine/customer"
	"portico/sync/files"
	"portico/sync/files/filestest"
	"portico/sync/store"
	"portico/sync/store/seal"
	"portico/sync/store/shelf"
)

// TestEveryFileCallFailingInTurnLosesNothing: whichever call of the file layer
// fails, the caller hears of it, and what was acknowledged is there afterwards.
func TestEveryFileCallFailingInTurnLosesNothing(t *testing.T) {
	for n := 1; ; n++ {
		layer := &filestest.Faulty{Layer: files.System(), FailAt: n, Err: syscall.EIO}
		dir, now := t.TempDir(), start
		acknowledged, err := putTwiceDropAndSweep(t, layer, dir, &now)
		if layer.Calls() < n {
			if n < 30 || err != nil {
				t.Errorf("only %d calls could be made to fail; without a failure: %v", n-1, err)
			}
			return
		}
		if !errors.Is(err, syscall.EIO) {
			t.Errorf("call %d failed, and the shelf said %v", n, err)
		}
		now = start
		s := open(t, dir, seal.Key{1}, func() time.Time { return now })
		for name, value := range acknowledged {
			got, err := s.Fetch(t.Context(), name)
			if err != nil || string(got.Value) != value {
				t.Errorf("call %d failed: %s is %q, %v; want %q", n, name, got.Value, err, value)
			}
		}
	}
}

// putTwiceDropAndSweep stops at the first error and returns what must be there
// then: what was put and neither touched nor ended since.
func putTwiceDropAndSweep(t *testing.T, layer files.Layer, dir string, now *time.Time) (map[string]string, error) {
	must := map[string]string{}
	s, err := shelf.Open(t.Context(), shelf.Config{Dir: dir, Key: seal.Key{1}, Clock: func() time.Time { return *now }, Files: layer})
	if err != nil {
		return must, err
	}
	put := func(name string, item *store.Item) error {
		delete(must, name)
		err := s.Put(t.Context(), name, item)
		if err == nil {
			must[name] = string(item.Value)
		}
		return err
	}
	face := store.Item{Value: []byte("one"), Ends: start.Add(time.Minute)}
	if err := put("face", &face); err != nil {
		return must, err
	}
	if err := put("palm", &store.Item{Value: []byte("kept"), Ends: start.Add(time.Hour)}); err != nil {
		return must, err
	}
	face.Value = []byte("two")
	if err := put("face", &face); err != nil {
		return must, err
	}
	if err := put("gone", &store.Item{Value: []byte("gone"), Ends: start.Add(time.Hour)}); err != nil {
		return must, err
	}
	delete(must, "gone")
	if err := s.Drop(t.Context(), "gone"); err != nil {
		return must, err
	}
	delete(must, "face")
	*now = start.Add(2 * time.Minute)
	return must, s.Sweep(t.Context())
}

// TestDamageIsToldAndSwept: an item that does not open is an error until a sweep
// erases it; others stay.
func TestDamageIsToldAndSwept(t *testing.T) {
	for name, harm := range map[string]func(data []byte) []byte{
		"a torn key":      func(data []byte) []byte { return data[:20] },
		"another key":     func(data []byte) []byte { data[3] ^= 1; return data },
		"another content": func(data []byte) []byte { data[len(data)-1] ^= 1; return data },
	} {
		dir := t.TempDir()
		s := open(t, dir, seal.Key{1}, func() time.Time { return start })
		if err := s.Put(t.Context(), "face", &store.Item{Value: []byte("x"), Ends: start.Add(time.Hour)}); err != nil {
			t.Fatal(err)
		}
		paths, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil || len(paths) != 1 {
			t.Fatalf("files %v, %v", paths, err)
		}
		data, err := os.ReadFile(paths[0])
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(paths[0], harm(data), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Fetch(t.Context(), "face"); !errors.Is(err, seal.ErrDamaged) {
			t.Errorf("%s: Fetch = %v", name, err)
		}
		if err := s.Put(t.Context(), "face", &store.Item{Ends: start.Add(time.Hour)}); !errors.Is(err, seal.ErrDamaged) {
			t.Errorf("%s: Put = %v", name, err)
		}
		if err := s.Sweep(t.Context()); err != nil {
			t.Errorf("%s: Sweep = %v", name, err)
		}
		if _, err := os.Stat(paths[0]); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: after the sweep: %v", name, err)
		}
		if _, err := s.Fetch(t.Context(), "face"); !errors.Is(err, customer.ErrNotFound) {
			t.Errorf("%s: Fetch after the sweep = %v", name, err)
		}
	}
}
