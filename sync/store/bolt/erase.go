package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"portico/engine/customer"
	"portico/sync/audit"
	"portico/sync/files"
	"portico/sync/store/seal"
)

// sweepBatch is how many customers one step of a sweep erases; saves wait for
// a step, not for the sweep.
const sweepBatch = 32

// Delete implements customer.Store: the customer's key is overwritten first,
// so that it is erased even where removing the rest fails. Deliveries still
// owed for it are erased, too.
func (s *Store) Delete(ctx context.Context, id string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := s.erase(id); err != nil {
		return fmt.Errorf("delete customer: %w", full(err))
	}
	return nil
}

// Sweep implements customer.Store. It also ends the lifetime of data that was
// set aside as damaged. Customers whose head is damaged it cannot judge: it
// leaves them, and reports their number in an error wrapping ErrDamaged after
// sweeping all others.
func (s *Store) Sweep(ctx context.Context) (int, error) {
	remembered := s.remember(ctx)
	now := s.Now()
	ended, damaged, err := s.ended(now)
	if err != nil {
		return 0, fmt.Errorf("sweep: %w", err)
	}
	n := 0
	for batch := range slices.Chunk(ended, sweepBatch) {
		if err := ctx.Err(); err != nil {
			return n, err
		}
		erased, err := s.eraseEnded(ctx, batch, now)
		if n += erased; err != nil {
			return n, fmt.Errorf("sweep: %w", full(err))
		}
	}
	err = errors.Join(remembered, s.sweepAside(now))
	if damaged > 0 {
		err = errors.Join(err, fmt.Errorf("%d customers cannot be read: %w", damaged, ErrDamaged))
	}
	if err != nil {
		return n, fmt.Errorf("sweep: %w", err)
	}
	return n, nil
}

// tellEnded tells the trail that a customer's lifetime ended, and whether a
// delivery was lost with it.
func (s *Store) tellEnded(ctx context.Context, ended ...kept) error {
	var errs []error
	for _, k := range ended {
		e := audit.Event{What: audit.Expired, Role: audit.System, Subject: k.id, Decision: k.head.Decision}
		switch {
		case k.key.IsZero():
			continue // erased, and told, before a crash
		case !k.head.Owed.IsZero():
			e.What = audit.Lost
		}
		errs = append(errs, s.tell(ctx, e))
	}
	return errors.Join(errs...)
}

// ended returns the customers whose lifetime ended, and how many are damaged.
func (s *Store) ended(now time.Time) (ids []string, damaged int, err error) {
	s.reading.RLock()
	defer s.reading.RUnlock()
	err = s.each(func(k kept, err error) {
		switch {
		case errors.Is(err, errErased), err == nil && k.expired(now):
			ids = append(ids, k.id)
		case err != nil:
			damaged++
		}
	})
	return ids, damaged, err
}

// eraseEnded erases those of ids whose lifetime has ended still: a save may
// have come between.
func (s *Store) eraseEnded(ctx context.Context, ids []string, now time.Time) (int, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	var ended []kept
	err := s.db.View(func(tx *bbolt.Tx) error {
		for _, id := range ids {
			k, err := s.find(tx, id)
			if k.id = id; err != nil {
				k.key = seal.Box{}
			}
			if err != nil || k.expired(now) {
				ended = append(ended, k)
			}
		}
		return nil
	})
	gone := make([]string, len(ended))
	for i, k := range ended {
		gone[i] = k.id
	}
	// A trail that cannot be written must not keep data beyond their lifetime.
	return len(ended), errors.Join(err, s.tellEnded(ctx, ended...), s.erase(gone...))
}

// erase overwrites the keys, removes records and entries in one transaction,
// and then the pictures. A key is left where the head does not open with it:
// it may be another customer's. Open erases those that nothing names.
func (s *Store) erase(ids ...string) error {
	s.reading.Lock()
	defer s.reading.Unlock()
	var found []kept
	err := s.db.View(func(tx *bbolt.Tx) error {
		for _, id := range ids {
			k, err := s.find(tx, id)
			switch {
			case err == nil, errors.Is(err, errErased):
			case errors.Is(err, customer.ErrNotFound):
				continue
			case errors.Is(err, ErrDamaged):
				k.slot = 0
			default:
				return err
			}
			k.id = id
			found = append(found, k)
		}
		return nil
	})
	if err != nil || len(found) == 0 {
		return err
	}
	var slots []uint32
	for _, k := range found {
		if k.slot != 0 {
			slots = append(slots, k.slot)
		}
	}
	if err := s.keys.erase(slots...); err != nil {
		return err
	}
	err = s.db.Update(func(tx *bbolt.Tx) error {
		err := removeEntries(tx, slots)
		for _, k := range found {
			err = errors.Join(err, tx.Bucket(headBucket).Delete([]byte(k.id)), tx.Bucket(recordBucket).Delete([]byte(k.id)))
		}
		return err
	})
	if err != nil {
		return err
	}
	s.keys.release(slots...)
	var errs []error
	for _, k := range found {
		for _, file := range k.head.Files {
			errs = append(errs, files.Remove(s.files, s.blobPath(file)))
		}
	}
	return errors.Join(errs...)
}

// removeEntries removes the outbox entries sealed with the keys in slots.
func removeEntries(tx *bbolt.Tx, slots []uint32) error {
	bucket := tx.Bucket(outboxBucket)
	var ids [][]byte
	err := bucket.ForEach(func(id, value []byte) error {
		if slot, _, err := slotOf(value); err == nil && slices.Contains(slots, slot) {
			ids = append(ids, bytes.Clone(id))
		}
		return nil
	})
	for _, id := range ids {
		err = errors.Join(err, bucket.Delete(id))
	}
	return err
}
