package capture

import (
	"context"
	"sync"
)

// Mailbox hands the newest value of a stream to whoever asks. It has one
// slot: a value that nobody took in time is replaced, never queued. All
// methods are safe for concurrent use; Put never blocks.
type Mailbox[T any] struct {
	mu      sync.Mutex
	value   T
	full    bool
	err     error // not nil once closed
	dropped uint64
	wake    chan struct{} // holds a token while a value waits; closed with the mailbox
}

// NewMailbox returns an empty, open mailbox.
func NewMailbox[T any]() *Mailbox[T] {
	return &Mailbox[T]{wake: make(chan struct{}, 1)}
}

// Put replaces what is in the slot. After Close it does nothing.
func (m *Mailbox[T]) Put(v T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.err != nil {
		return
	}
	if m.full {
		m.dropped++
	}
	m.value, m.full = v, true
	select {
	case m.wake <- struct{}{}:
	default:
	}
}

// Take empties the slot, waiting for a value until ctx is done or the mailbox
// is closed; it then returns the error of ctx or that given to Close.
func (m *Mailbox[T]) Take(ctx context.Context) (T, error) {
	var none T
	for {
		if err := ctx.Err(); err != nil {
			return none, err
		}
		if v, ok, err := m.poll(); ok || err != nil {
			return v, err
		}
		select {
		case <-m.wake:
		case <-ctx.Done():
		}
	}
}

// poll empties the slot without waiting; ok says whether it held a value.
func (m *Mailbox[T]) poll() (v T, ok bool, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, ok, err = m.value, m.full, m.err
	var none T
	m.value, m.full = none, false
	return v, ok, err
}

// Close discards a waiting value and makes every Take return err, which must
// not be nil. A later Close replaces the error.
func (m *Mailbox[T]) Close(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.err == nil {
		close(m.wake)
	}
	var none T
	m.value, m.full, m.err = none, false, err
}

// Dropped counts the values that were replaced before anyone took them.
func (m *Mailbox[T]) Dropped() uint64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.dropped
}
