package bolt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"

	"portico/sync/outbox"
	"portico/sync/store/seal"
)

func entryKey(id uint64) []byte { return binary.BigEndian.AppendUint64(nil, id) }

// enqueue adds the entries and returns when the first one owed for the
// customer was enqueued; zero when none is.
func (s *Store) enqueue(tx *bbolt.Tx, k kept, now time.Time, entries []outbox.Entry) (owed time.Time, err error) {
	bucket := tx.Bucket(outboxBucket)
	for _, e := range entries {
		var numbered error
		e.ID, numbered = bucket.NextSequence()
		if e.Key == "" {
			e.Key = k.id
		}
		e.Enqueued = now
		slot, key := k.slot, k.key
		if e.Key == k.id && !e.Outlives {
			owed = now
		} else if slot, key, err = s.storeKey(); err != nil {
			return owed, err
		}
		if err := errors.Join(numbered, putEntry(bucket, slot, key, e)); err != nil {
			return owed, err
		}
	}
	return owed, nil
}

// owedSince returns when the first of the entries sealed with the key in slot
// was enqueued; zero when there is none.
func (s *Store) owedSince(tx *bbolt.Tx, slot uint32) (owed time.Time, err error) {
	c := tx.Bucket(outboxBucket).Cursor()
	for id, value := c.First(); id != nil; id, value = c.Next() {
		if of, _, err := slotOf(value); err != nil || of != slot {
			continue
		}
		e, err := s.openEntry(id, value)
		if err != nil {
			return owed, err
		}
		if owed.IsZero() || e.Enqueued.Before(owed) {
			owed = e.Enqueued
		}
	}
	return owed, nil
}

// storeKey is the key for entries that belong to no customer.
func (s *Store) storeKey() (uint32, seal.Box, error) {
	key, err := s.keys.fetch(storeSlot)
	return storeSlot, key, err
}

// putEntry stores slot, length of the sealed entry, the sealed entry without
// its payload, and the sealed payload.
func putEntry(bucket *bbolt.Bucket, slot uint32, key seal.Box, e outbox.Entry) error {
	payload := key.Seal(aboutEntry("payload", e.ID), e.Payload)
	e.Payload = nil
	sealed, err := key.SealJSON(aboutEntry("entry", e.ID), e)
	if err != nil {
		return err
	}
	size := binary.BigEndian.AppendUint32(nil, uint32(len(sealed)))
	return bucket.Put(entryKey(e.ID), withSlot(slot, size, sealed, payload))
}

// storedEntry is one entry as the record file has it; payload is sealed still
// and valid only during the transaction.
type storedEntry struct {
	outbox.Entry
	slot    uint32
	key     seal.Box
	payload []byte
}

func (s *Store) openEntry(id, value []byte) (e storedEntry, err error) {
	var rest []byte
	if e.slot, rest, err = slotOf(value); err != nil {
		return e, err
	}
	if e.key, err = s.keys.fetch(e.slot); err != nil {
		return e, err
	}
	if len(rest) < 4 || len(rest)-4 < int(binary.BigEndian.Uint32(rest)) {
		return e, fmt.Errorf("outbox entry cut short: %w", ErrDamaged)
	}
	size := 4 + int(binary.BigEndian.Uint32(rest))
	e.payload = rest[size:]
	n := binary.BigEndian.Uint64(id)
	return e, e.key.OpenJSON(aboutEntry("entry", n), rest[4:size], &e.Entry)
}

// entry opens one entry; outbox.ErrGone when it is not there any more.
func (s *Store) entry(tx *bbolt.Tx, id uint64) (storedEntry, error) {
	value := tx.Bucket(outboxBucket).Get(entryKey(id))
	if value == nil {
		return storedEntry{}, outbox.ErrGone
	}
	e, err := s.openEntry(entryKey(id), value)
	if errors.Is(err, errErased) {
		err = outbox.ErrGone
	}
	return e, err
}

// whole returns the entry with its payload.
func (e storedEntry) whole() (outbox.Entry, error) {
	var err error
	e.Payload, err = e.key.Open(aboutEntry("payload", e.ID), e.payload)
	return e.Entry, err
}

// entries calls do for every entry, oldest first, until it says to stop. An
// entry of an erased customer is left out, a damaged one is given with its
// error.
func (s *Store) entries(tx *bbolt.Tx, do func(e storedEntry, err error) (more bool)) {
	c := tx.Bucket(outboxBucket).Cursor()
	for id, value := c.First(); id != nil; id, value = c.Next() {
		e, err := s.openEntry(id, value)
		if errors.Is(err, errErased) {
			continue
		}
		if !do(e, err) {
			return
		}
	}
}
