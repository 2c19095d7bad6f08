package bolt

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"

	"portico/engine/customer"
	"portico/sync/files"
	"portico/sync/outbox"
)

// Create implements customer.Store. It also fails with customer.ErrFull when
// the disk has less room left than an onboarding may need.
func (s *Store) Create(ctx context.Context, c *customer.Customer) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	now := s.Now()
	if err := s.makeWay(ctx, c.ID, now); err != nil {
		return fmt.Errorf("create customer: %w", full(err))
	}
	slot, key, err := s.keys.add()
	if err != nil {
		return fmt.Errorf("create customer: %w", full(err))
	}
	k := kept{id: c.ID, slot: slot, key: key, head: head{Created: c.Created}}
	if err := s.commit(c, k, now, nil); err != nil {
		if s.forgotten(c.ID) {
			if erased := s.keys.erase(slot); erased != nil {
				err = errors.Join(err, erased)
			} else {
				s.keys.release(slot)
			}
		}
		return fmt.Errorf("create customer: %w", full(err))
	}
	return nil
}

// makeWay refuses an id that is taken and a disk without room, and erases what
// is left of an expired customer of the same id.
func (s *Store) makeWay(ctx context.Context, id string, now time.Time) error {
	if err := s.room(); err != nil {
		return err
	}
	var k kept
	err := s.db.View(func(tx *bbolt.Tx) (err error) {
		k, err = s.find(tx, id)
		return err
	})
	switch {
	case errors.Is(err, errErased), err == nil && k.expired(now):
		return errors.Join(s.tellEnded(ctx, k), s.erase(id))
	case err == nil:
		return customer.ErrExists
	case errors.Is(err, customer.ErrNotFound):
		return nil
	}
	return err
}

// Room says whether a new onboarding may begin: it fails with customer.ErrFull
// where the disk has less room left than one may need.
func (s *Store) Room(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.room()
}

func (s *Store) room() error {
	free, err := s.files.Free(s.dir)
	if err == nil && free < s.minFree {
		err = fmt.Errorf("%w: %d MiB left, %d needed", customer.ErrFull, free>>20, s.minFree>>20)
	}
	return err
}

// forgotten says whether the record file has no customer of that id: after a
// failed commit, which bbolt may or may not have made durable.
func (s *Store) forgotten(id string) bool {
	err := s.db.View(func(tx *bbolt.Tx) error {
		_, err := s.find(tx, id)
		return err
	})
	return errors.Is(err, customer.ErrNotFound)
}

// Save implements customer.Store.
func (s *Store) Save(ctx context.Context, c *customer.Customer) error { return s.SaveWith(ctx, c) }

// SaveWith is Save that also enqueues deliveries, in the same transaction. An
// entry whose Key is the customer's id, or empty, is owed for this customer:
// it is sealed with the customer's key, keeps the customer alive until it is
// acknowledged, and is erased with it, unless it Outlives the customer. ID and
// Enqueued are set by the store.
func (s *Store) SaveWith(ctx context.Context, c *customer.Customer, entries ...outbox.Entry) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	now := s.Now()
	var k kept
	err := s.db.View(func(tx *bbolt.Tx) (err error) {
		k, err = s.living(tx, c.ID, now)
		return err
	})
	if err == nil && k.head.Version != c.Version {
		err = customer.ErrConflict
	}
	if err == nil {
		err = s.commit(c, k, now, entries)
	}
	if err != nil {
		return fmt.Errorf("save customer: %w", full(err))
	}
	return nil
}

// commit writes the pending pictures, then head, record and entries in one
// transaction, then removes pictures that nothing names any more: the old
// ones on success, the new ones on failure.
func (s *Store) commit(c *customer.Customer, k kept, now time.Time, entries []outbox.Entry) error {
	next := *c
	next.Version, next.Touched = k.head.Version+1, now
	before := k.head.Files
	var err error
	if k.head.Files, err = s.writeBlobs(c, k); err == nil {
		k.head.Version, k.head.State = next.Version, next.State
		k.head.Decision, k.head.Settled = string(next.Decision()), now
		k.head.Latest, k.head.Disagrees = next.Latest, next.Disagrees()
		err = s.db.Update(func(tx *bbolt.Tx) error { return s.put(tx, k, &next, entries) })
	}
	removed := s.removeUnnamed(c.ID, before, k.head.Files)
	if err != nil {
		return errors.Join(err, removed)
	}
	// The save is durable whatever became of the old pictures: what could not
	// be removed is an orphan, which the next Open removes.
	c.Version, c.Touched = next.Version, next.Touched
	c.Saved()
	return nil
}

func (s *Store) put(tx *bbolt.Tx, k kept, c *customer.Customer, entries []outbox.Entry) error {
	owed, err := s.enqueue(tx, k, c.Touched, entries)
	if err != nil {
		return err
	}
	if k.head.Owed.IsZero() {
		k.head.Owed = owed
	}
	if err := s.putHead(tx, k); err != nil {
		return err
	}
	sealed, err := k.key.SealJSON(aboutRecord(k.id, c.Version), c)
	if err != nil {
		return err
	}
	return tx.Bucket(recordBucket).Put([]byte(k.id), sealed)
}

// writeBlobs writes the pending pictures that the record names, each under a
// random name, and returns the files of all pictures that the record names.
func (s *Store) writeBlobs(c *customer.Customer, k kept) (map[customer.Blob]string, error) {
	named := map[customer.Blob]string{}
	written := false
	for _, b := range c.Blobs() {
		if file, ok := k.head.Files[b]; ok {
			named[b] = file
			continue
		}
		data, ok := c.Pending()[b]
		if !ok {
			return named, fmt.Errorf("the record names picture %s, which was never attached", b)
		}
		if _, ok := named[b]; ok {
			continue
		}
		file := rand.Text()
		if err := files.WriteWhole(s.files, s.blobPath(file), k.key.Seal(aboutBlob(k.id, string(b), file), data)); err != nil {
			return named, fmt.Errorf("write picture: %w", err)
		}
		named[b], written = file, true
	}
	if written {
		return named, s.files.SyncDir(filepath.Join(s.dir, blobsName))
	}
	return named, nil
}

func (s *Store) blobPath(file string) string { return filepath.Join(s.dir, blobsName, file) }

// removeUnnamed removes those of the files that the stored head does not name.
func (s *Store) removeUnnamed(id string, sets ...map[customer.Blob]string) error {
	var k kept
	err := s.db.View(func(tx *bbolt.Tx) (err error) {
		k, err = s.find(tx, id)
		return err
	})
	if err != nil && !errors.Is(err, customer.ErrNotFound) {
		return err
	}
	var errs []error
	for _, set := range sets {
		for b, file := range set {
			if k.head.Files[b] != file {
				errs = append(errs, files.Remove(s.files, s.blobPath(file)))
			}
		}
	}
	return errors.Join(errs...)
}
