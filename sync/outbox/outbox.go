// Package outbox is the durable queue between a finished onboarding and its
// backend: ordered, retried with back-off, and emptied only by success. Its
// payloads are opaque to it.
package outbox

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Errors that Senders and Queues wrap.
var (
	// ErrPermanent marks a failure that no retry can mend.
	ErrPermanent = errors.New("will not succeed by trying again")
	// ErrGone says that the entry was delivered or withdrawn meanwhile.
	ErrGone = errors.New("the entry is not in the queue any more")
)

// DamagedError says how many entries of a queue cannot be read, and why.
type DamagedError struct {
	Count int
	Err   error
}

// Error implements error.
func (e *DamagedError) Error() string { return fmt.Sprintf("%d entries: %v", e.Count, e.Err) }

// Unwrap returns why.
func (e *DamagedError) Unwrap() error { return e.Err }

// Entry is one delivery that is owed.
type Entry struct {
	ID        uint64    // given by the queue, ascending
	Topic     string    // what kind of delivery: "customer.finished"
	Backend   string    // to whom it is owed
	Key       string    // what it is about: the customer's id; entries of one backend and key stay in order
	Outlives  bool      // it is owed also when what its Key names is erased
	Payload   []byte    // opaque; a Sender may replace it to remember how far it came
	Attempts  int       // failed so far
	NotBefore time.Time // no earlier try; zero: at once
	Enqueued  time.Time // set by the queue
	LastError string    // for the operator; never personal data
	Dead      bool      // given up after ErrPermanent or too many attempts; waits for Retry
}

// Queue is durable storage for entries. Every method is one transaction and
// safe for concurrent use.
type Queue interface {
	// Next returns the oldest living entry that is due at now and before which
	// no living entry of the same backend and key stands; ok is false when
	// there is none. Entries that skip says yes to are as if they were not
	// there; a nil skip says no. skip is given entries without their payload.
	Next(ctx context.Context, now time.Time, skip func(Entry) bool) (e Entry, ok bool, err error)
	// Save replaces the entry of the same ID, to remember progress or failure;
	// ErrGone when there is none.
	Save(ctx context.Context, e Entry) error
	// Done removes the entry: its delivery was acknowledged. Removing what is
	// not there succeeds.
	Done(ctx context.Context, id uint64) error
	// List returns all entries, oldest first; where some cannot be read, the
	// others with a *DamagedError.
	List(ctx context.Context) ([]Entry, error)
	// Retry makes dead entries living, with no attempts counted, and all
	// entries due now. It returns how many it changed.
	Retry(ctx context.Context, now time.Time) (int, error)
}

// Lane names the entries that stay in order with e.
func (e Entry) Lane() string { return e.Backend + "\x00" + e.Key }

// Sender delivers one entry. It must be idempotent: after a crash the same
// entry comes again. It may call save with a changed payload to remember a
// step that need not be repeated. It is safe for concurrent use.
type Sender interface {
	Send(ctx context.Context, e Entry, save func(payload []byte) error) error
}
