package bolt

import (
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"portico/engine/customer"
	"portico/sync/store/seal"
)

// Buckets of the record file.
var (
	metaBucket    = []byte("meta")      // "schema", "store"
	headBucket    = []byte("customers") // id → slot, sealed head
	recordBucket  = []byte("records")   // id → sealed customer
	outboxBucket  = []byte("outbox")    // entry id → slot, sealed entry
	recordBuckets = [][]byte{metaBucket, headBucket, recordBucket, outboxBucket}
)

// head is what the store itself needs of a customer, sealed apart from the
// record so that lists and sweeps need not open that.
type head struct {
	Version  uint64         `json:"version"`
	State    customer.State `json:"state"`
	Decision string         `json:"decision,omitempty"`
	// Disagrees is customer.Customer's.
	Disagrees bool `json:"disagrees,omitempty"`

	Created time.Time                `json:"created"`
	Settled time.Time                `json:"settled"`         // last change or last acknowledgement
	Owed    time.Time                `json:"owed,omitzero"`   // when the oldest delivery still owed was enqueued
	Latest  time.Time                `json:"latest,omitzero"` // customer.Customer's
	Expires time.Time                `json:"expires"`         // end of the lifetime
	Files   map[customer.Blob]string `json:"files,omitempty"` // file names in the blobs folder
}

// kept is one customer as the record file has it.
type kept struct {
	id   string
	slot uint32
	key  seal.Box // zero where the key was erased
	head head
}

func (k kept) expired(now time.Time) bool { return now.After(k.head.Expires) }

// withSlot puts the key slot and its complement in front of what is sealed
// with its key: a flipped bit must not make it look like an erased customer's.
func withSlot(slot uint32, sealed ...[]byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, slot)
	out = binary.BigEndian.AppendUint32(out, ^slot)
	return append(out, slices.Concat(sealed...)...)
}

// slotOf reverses withSlot.
func slotOf(value []byte) (slot uint32, sealed []byte, err error) {
	if len(value) < 8 {
		return 0, nil, fmt.Errorf("value of %d bytes: %w", len(value), ErrDamaged)
	}
	slot = binary.BigEndian.Uint32(value)
	if slot < storeSlot || binary.BigEndian.Uint32(value[4:]) != ^slot {
		return 0, nil, fmt.Errorf("value names key slot %d: %w", slot, ErrDamaged)
	}
	return slot, value[8:], nil
}

// find opens the customer's head, whether expired or not. The slot is set even
// where the head cannot be opened. Errors: customer.ErrNotFound, its special
// case errErased, ErrDamaged.
func (s *Store) find(tx *bbolt.Tx, id string) (k kept, err error) {
	value := tx.Bucket(headBucket).Get([]byte(id))
	if value == nil {
		return k, customer.ErrNotFound
	}
	k.id = id
	var sealed []byte
	if k.slot, sealed, err = slotOf(value); err != nil {
		return k, err
	}
	if k.key, err = s.keys.fetch(k.slot); err != nil {
		return k, err
	}
	return k, k.key.OpenJSON(aboutHead(id), sealed, &k.head)
}

// living is find for a customer whose lifetime has not ended.
func (s *Store) living(tx *bbolt.Tx, id string, now time.Time) (kept, error) {
	k, err := s.find(tx, id)
	if err == nil && k.expired(now) {
		err = customer.ErrNotFound
	}
	return k, err
}

// each calls do for every customer, with find's answer.
func (s *Store) each(do func(k kept, err error)) error {
	return s.db.View(func(tx *bbolt.Tx) error {
		return tx.Bucket(headBucket).ForEach(func(id, _ []byte) error {
			k, err := s.find(tx, string(id))
			k.id = string(id)
			do(k, err)
			return nil
		})
	})
}

func (s *Store) putHead(tx *bbolt.Tx, k kept) error {
	k.head.Expires = s.life.Load().End(k.head.State, k.head.Settled, k.head.Owed, k.head.Latest)
	sealed, err := k.key.SealJSON(aboutHead(k.id), k.head)
	if err != nil {
		return err
	}
	return tx.Bucket(headBucket).Put([]byte(k.id), withSlot(k.slot, sealed))
}

func (k kept) record(tx *bbolt.Tx) (*customer.Customer, error) {
	c := &customer.Customer{}
	sealed := tx.Bucket(recordBucket).Get([]byte(k.id))
	return c, k.key.OpenJSON(aboutRecord(k.id, k.head.Version), sealed, c)
}
