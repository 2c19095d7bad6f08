package outbox_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"portico/sync/outbox"
	"portico/sync/outbox/outboxtest"
)

// memory is a queue that lives as long as the test.
type memory struct {
	mu      sync.Mutex
	last    uint64
	entries []outbox.Entry
	doneFn  func() error // where set, Done fails with its error
}

func TestMemoryQueue(t *testing.T) {
	outboxtest.Run(t, func(*testing.T) outboxtest.Fixture {
		m := &memory{}
		return outboxtest.Fixture{Queue: m, Add: m.add}
	})
}

func (m *memory) add(e outbox.Entry) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.last++
	e.ID = m.last
	m.entries = append(m.entries, e)
}

func (m *memory) Next(ctx context.Context, now time.Time, skip func(outbox.Entry) bool) (outbox.Entry, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	waiting := map[string]bool{}
	for _, e := range m.entries {
		if e.Dead || waiting[e.Lane()] || skip != nil && skip(e) {
			continue
		}
		if !e.NotBefore.After(now) {
			return e, ctx.Err() == nil, ctx.Err()
		}
		waiting[e.Lane()] = true
	}
	return outbox.Entry{}, false, ctx.Err()
}

func (m *memory) index(id uint64) int {
	return slices.IndexFunc(m.entries, func(e outbox.Entry) bool { return e.ID == id })
}

func (m *memory) Save(ctx context.Context, e outbox.Entry) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	i := m.index(e.ID)
	if i < 0 {
		return outbox.ErrGone
	}
	m.entries[i] = e
	return ctx.Err()
}

func (m *memory) Done(ctx context.Context, id uint64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if m.doneFn != nil {
		if err := m.doneFn(); err != nil {
			return err
		}
	}
	if i := m.index(id); i >= 0 {
		m.entries = slices.Delete(m.entries, i, i+1)
	}
	return nil
}

func (m *memory) List(ctx context.Context) ([]outbox.Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.entries), ctx.Err()
}

func (m *memory) Retry(ctx context.Context, now time.Time) (n int, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := range m.entries {
		e := &m.entries[i]
		if !e.Dead && !e.NotBefore.After(now) {
			continue
		}
		if e.Dead {
			e.Dead, e.Attempts = false, 0
		}
		e.NotBefore = now
		n++
	}
	return n, ctx.Err()
}
