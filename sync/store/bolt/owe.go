package bolt

import (
	"context"
	"fmt"

	"go.etcd.io/bbolt"

	"portico/sync/outbox"
)

// Owe enqueues entries that outlive their customers, in one transaction: what
// is still owed when a customer is erased here. Enqueued is set by the store.
func (s *Store) Owe(ctx context.Context, entries ...outbox.Entry) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	now := s.Now()
	err := s.db.Update(func(tx *bbolt.Tx) error {
		for _, e := range entries {
			e.Outlives = true
			if _, err := s.enqueue(tx, kept{}, now, []outbox.Entry{e}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("enqueue: %w", full(err))
	}
	return nil
}
