package bolt

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"

	"portico/engine/customer"
	"portico/sync/audit"
	"portico/sync/outbox"
)

// Queue is a Store's outbox: an outbox.Queue over the same file. Entries come
// in by Store.SaveWith.
type Queue struct{ s *Store }

// Outbox returns the queue of what is owed to the backend. It is usable until
// the Store is closed.
func (s *Store) Outbox() *Queue { return &Queue{s} }

// Next implements outbox.Queue. Damaged entries are passed over; List reports
// them.
func (q *Queue) Next(ctx context.Context, now time.Time, skip func(outbox.Entry) bool) (next outbox.Entry, ok bool, err error) {
	waiting := map[string]bool{}
	err = q.view(ctx, func(e storedEntry, err error) (more bool) {
		switch {
		case err != nil, e.Dead, waiting[e.Lane()], skip != nil && skip(e.Entry):
			return true
		case e.NotBefore.After(now):
			waiting[e.Lane()] = true
			return true
		}
		next, err = e.whole()
		ok = err == nil
		return !ok
	})
	return next, ok, err
}

// List implements outbox.Queue.
func (q *Queue) List(ctx context.Context) ([]outbox.Entry, error) {
	var out []outbox.Entry
	var damaged []error
	err := q.view(ctx, func(stored storedEntry, err error) (more bool) {
		var e outbox.Entry
		if err == nil {
			e, err = stored.whole()
		}
		if err != nil {
			damaged = append(damaged, err)
		} else {
			out = append(out, e)
		}
		return true
	})
	if err == nil && len(damaged) > 0 {
		err = &outbox.DamagedError{Count: len(damaged), Err: errors.Join(damaged...)}
	}
	return out, err
}

// Save implements outbox.Queue.
func (q *Queue) Save(ctx context.Context, e outbox.Entry) error {
	return q.update(ctx, func(tx *bbolt.Tx) error {
		stored, err := q.s.entry(tx, e.ID)
		if err != nil {
			return err
		}
		if e.Dead && !stored.Dead {
			if err := q.s.tell(ctx, audit.Event{What: audit.DeliveryDead, Role: audit.System, Subject: e.Key}); err != nil {
				return err
			}
		}
		return putEntry(tx.Bucket(outboxBucket), stored.slot, stored.key, e)
	})
}

// Done implements outbox.Queue. With a customer's last entry its lifetime
// after delivery begins.
func (q *Queue) Done(ctx context.Context, id uint64) error {
	return q.update(ctx, func(tx *bbolt.Tx) error {
		e, err := q.s.entry(tx, id)
		if errors.Is(err, outbox.ErrGone) {
			return nil
		}
		if err != nil {
			return err
		}
		return errors.Join(tx.Bucket(outboxBucket).Delete(entryKey(id)), q.s.acknowledge(ctx, tx, e.Key, q.s.Now()))
	})
}

// Retry implements outbox.Queue.
func (q *Queue) Retry(ctx context.Context, now time.Time) (n int, err error) {
	err = q.update(ctx, func(tx *bbolt.Tx) error {
		var changed []storedEntry
		q.s.entries(tx, func(e storedEntry, err error) (more bool) {
			if err == nil && (e.Dead || e.NotBefore.After(now)) {
				if e.Entry, err = e.whole(); err == nil {
					changed = append(changed, e)
				}
			}
			return true
		})
		for _, e := range changed {
			if e.Dead {
				e.Dead, e.Attempts = false, 0
			}
			e.NotBefore = now
			if err := putEntry(tx.Bucket(outboxBucket), e.slot, e.key, e.Entry); err != nil {
				return err
			}
		}
		n = len(changed)
		return nil
	})
	return n, err
}

// acknowledge moves the customer's lifetime on after one of its entries is
// gone. What has no customer has no lifetime.
func (s *Store) acknowledge(ctx context.Context, tx *bbolt.Tx, id string, now time.Time) error {
	k, err := s.find(tx, id)
	if errors.Is(err, customer.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if k.head.Owed, err = s.owedSince(tx, k.slot); err != nil {
		return err
	}
	if k.head.Owed.IsZero() {
		if err := s.tell(ctx, audit.Event{What: audit.Delivered, Role: audit.System, Subject: id}); err != nil {
			return err
		}
		if now.After(k.head.Settled) {
			k.head.Settled = now
		}
	}
	return s.putHead(tx, k)
}

func (q *Queue) view(ctx context.Context, do func(e storedEntry, err error) (more bool)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	q.s.reading.RLock()
	defer q.s.reading.RUnlock()
	err := q.s.db.View(func(tx *bbolt.Tx) error {
		q.s.entries(tx, do)
		return nil
	})
	if err != nil {
		return fmt.Errorf("read outbox: %w", err)
	}
	return nil
}

func (q *Queue) update(ctx context.Context, do func(tx *bbolt.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	q.s.writing.Lock()
	defer q.s.writing.Unlock()
	if err := q.s.db.Update(do); err != nil {
		return fmt.Errorf("change outbox: %w", full(err))
	}
	return nil
}
