package storetest

import (
	"bytes"
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"portico/engine/customer"
	"portico/sync/store"
)

// ShelfFixture is one empty shelf and its clock.
type ShelfFixture struct {
	Shelf   store.Shelf
	Now     func() time.Time
	Advance func(d time.Duration) // moves Now on; never back
}

// RunShelf checks every shelf made by open.
func RunShelf(t *testing.T, open func(t *testing.T) ShelfFixture) {
	for name, test := range map[string]func(*testing.T, shelfSuite){
		"WhatWasPutIsFetched":          putIsFetched,
		"ItemsEnd":                     itemsEnd,
		"DropErasesAndIsIdempotent":    dropErases,
		"NewItemTakesNoPlaceOfAnother": newTakesNoPlace,
		"WriteOfAnOldItemConflicts":    oldItemConflicts,
		"WriteOfWhatIsGoneIsNotFound":  writeOfWhatIsGone,
		"OneOfManyConcurrentPutsWins":  onePutWins,
		"CancelledContext":             shelfCancelled,
	} {
		t.Run(name, func(t *testing.T) { test(t, shelfSuite{t, open(t)}) })
	}
}

type shelfSuite struct {
	t *testing.T
	ShelfFixture
}

func (s shelfSuite) put(name, value string) store.Item {
	s.t.Helper()
	item := store.Item{Value: []byte(value), Ends: s.Now().Add(time.Minute)}
	if err := s.Shelf.Put(s.t.Context(), name, &item); err != nil {
		s.t.Fatal(err)
	}
	return item
}

func (s shelfSuite) wantFetched(name, value string) {
	s.t.Helper()
	got, err := s.Shelf.Fetch(s.t.Context(), name)
	if err != nil || string(got.Value) != value {
		s.t.Errorf("Fetch(%q) = %q, %v; want %q", name, got.Value, err, value)
	}
}

func (s shelfSuite) wantGone(name string) {
	s.t.Helper()
	_, err := s.Shelf.Fetch(s.t.Context(), name)
	wantErr(s.t, "Fetch", err, customer.ErrNotFound)
}

func putIsFetched(t *testing.T, s shelfSuite) {
	large := bytes.Repeat([]byte{0, 1, 2, 254}, 1<<18)
	item := store.Item{Value: large, Ends: s.Now().Add(time.Minute)}
	if err := s.Shelf.Put(t.Context(), "face/large", &item); err != nil {
		t.Fatal(err)
	}
	got, err := s.Shelf.Fetch(t.Context(), "face/large")
	if err != nil || !bytes.Equal(got.Value, large) || got.Version != item.Version || !got.Ends.Equal(item.Ends) {
		t.Errorf("%d bytes of version %d until %v, %v", len(got.Value), got.Version, got.Ends, err)
	}
	s.put("face/1", "one")
	s.put("face/2", "two")
	s.wantFetched("face/1", "one")
	s.wantFetched("face/2", "two")
	s.wantGone("face/3")
}

func itemsEnd(_ *testing.T, s shelfSuite) {
	s.put("session", "first")
	s.Advance(time.Minute)
	s.wantFetched("session", "first")
	s.Advance(time.Millisecond)
	s.wantGone("session")
	s.put("session", "second")
	s.wantFetched("session", "second")
}

func dropErases(t *testing.T, s shelfSuite) {
	s.put("face", "a face")
	for range 2 {
		if err := s.Shelf.Drop(t.Context(), "face"); err != nil {
			t.Fatal(err)
		}
		s.wantGone("face")
	}
}

func newTakesNoPlace(t *testing.T, s shelfSuite) {
	s.put("face", "first")
	err := s.Shelf.Put(t.Context(), "face", &store.Item{Value: []byte("second"), Ends: s.Now().Add(time.Minute)})
	wantErr(t, "Put of a new item", err, customer.ErrExists)
	s.wantFetched("face", "first")
}

func oldItemConflicts(t *testing.T, s shelfSuite) {
	first := s.put("session", "a")
	second := first
	first.Value = []byte("ab")
	if err := s.Shelf.Put(t.Context(), "session", &first); err != nil {
		t.Fatal(err)
	}
	second.Value = []byte("ac")
	wantErr(t, "Put of the older item", s.Shelf.Put(t.Context(), "session", &second), customer.ErrConflict)
	s.wantFetched("session", "ab")
}

func writeOfWhatIsGone(t *testing.T, s shelfSuite) {
	item := s.put("session", "a")
	if err := s.Shelf.Drop(t.Context(), "session"); err != nil {
		t.Fatal(err)
	}
	wantErr(t, "Put of a dropped item", s.Shelf.Put(t.Context(), "session", &item), customer.ErrNotFound)
	s.wantGone("session")
}

func onePutWins(t *testing.T, s shelfSuite) {
	const writers = 8
	read := s.put("session", "")
	errs := make([]error, writers)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			mine := read
			mine.Value = []byte{'A' + byte(i)}
			errs[i] = s.Shelf.Put(t.Context(), "session", &mine)
		})
	}
	wg.Wait()
	won := ""
	for i, err := range errs {
		switch {
		case err == nil:
			won += string(rune('A' + i))
		case !errors.Is(err, customer.ErrConflict):
			t.Errorf("writer %d: %v, want one success and conflicts", i, err)
		}
	}
	if len(won) != 1 {
		t.Fatalf("%q won", won)
	}
	s.wantFetched("session", won)
}

func shelfCancelled(t *testing.T, s shelfSuite) {
	s.put("face", "a face")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := s.Shelf.Fetch(ctx, "face")
	wantErr(t, "Fetch", err, context.Canceled)
	wantErr(t, "Put", s.Shelf.Put(ctx, "other", &store.Item{Ends: s.Now().Add(time.Minute)}), context.Canceled)
	wantErr(t, "Drop", s.Shelf.Drop(ctx, "face"), context.Canceled)
	s.wantFetched("face", "a face")
}
