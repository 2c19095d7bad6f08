package store

import (
	"context"
	"time"
)

// LongestShelved is the longest that anything lies on a Shelf.
const LongestShelved = 24 * time.Hour

// Item is a value on a Shelf.
type Item struct {
	Value   []byte
	Ends    time.Time // after that it is not found; at most LongestShelved ahead
	Version uint64    // counts writes; the Shelf's, for optimistic locking
}

// Shelf keeps what a backend needs beside customers for a short, fixed time:
// faces, sessions. What is on it is encrypted and outlives a restart. It is
// safe for concurrent use, by several servers where it is theirs together.
// Names hold no personal data.
type Shelf interface {
	// Put writes an item, new when its Version is 0. It fails with
	// customer.ErrConflict when another write came between, with
	// customer.ErrExists when a new one is there already, and with
	// customer.ErrNotFound when one read before is gone. On success the item's
	// Version moves on.
	Put(ctx context.Context, name string, item *Item) error
	// Fetch returns the item, or customer.ErrNotFound.
	Fetch(ctx context.Context, name string) (Item, error)
	// Drop erases the item. Dropping what is not there succeeds.
	Drop(ctx context.Context, name string) error
}
