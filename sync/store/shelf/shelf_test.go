package shelf_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"portico/engine/customer"
	"portico/sync/store"
	"portico/sync/store/seal"
	"portico/sync/store/shelf"
	"portico/sync/store/storetest"
)

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func TestShelf(t *testing.T) {
	storetest.RunShelf(t, func(t *testing.T) storetest.ShelfFixture {
		now := start
		clock := func() time.Time { return now }
		return storetest.ShelfFixture{
			Shelf: open(t, t.TempDir(), seal.Key{1}, clock), Now: clock, Advance: func(d time.Duration) { now = now.Add(d) },
		}
	})
}

func open(t *testing.T, dir string, key seal.Key, now func() time.Time) *shelf.Shelf {
	t.Helper()
	s, err := shelf.Open(t.Context(), shelf.Config{Dir: dir, Key: key, Clock: now})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestARestart holds that items are there after one, and that nothing of what
// ended or was sealed with another key stays.
func TestARestart(t *testing.T) {
	dir, now := t.TempDir(), start
	clock := func() time.Time { return now }
	s := open(t, dir, seal.Key{1}, clock)
	item := store.Item{Value: []byte("Brian Bell"), Ends: start.Add(time.Minute)}
	if err := s.Put(t.Context(), "face", &item); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("files %v, %v", files, err)
	}
	data, err := os.ReadFile(files[0])
	if err != nil || bytes.Contains(data, []byte("Brian")) {
		t.Fatalf("the item shows, %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "half.item.tmp"), data[:40], 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := open(t, dir, seal.Key{1}, clock).Fetch(t.Context(), "face")
	if err != nil || string(got.Value) != "Brian Bell" || got.Version != item.Version {
		t.Errorf("after a restart: %+v, %v", got, err)
	}
	now = now.Add(time.Hour)
	s = open(t, dir, seal.Key{1}, clock)
	if _, err := s.Fetch(t.Context(), "face"); !errors.Is(err, customer.ErrNotFound) {
		t.Errorf("an hour later: %v", err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("%d files left", len(left))
	}
	if err := s.Put(t.Context(), "face", &store.Item{Ends: now.Add(time.Minute)}); err != nil {
		t.Fatal(err)
	}
	open(t, dir, seal.Key{2}, clock)
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("%d files left of another key", len(left))
	}
}
