package bolt

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"
	bbolterrors "go.etcd.io/bbolt/errors"

	"portico/engine/customer"
	"portico/sync/files"
)

// schema is the version of the format that this program writes.
const schema = 2

// Keys of the meta bucket.
var (
	schemaKey = []byte("schema")
	storeKey  = []byte("store")
)

// openFiles opens key file and record file, making them at first.
func (s *Store) openFiles(key MasterKey) error {
	path := filepath.Join(s.dir, dbName)
	found := checkFile(s.files, path)
	fresh := errors.Is(found, fs.ErrNotExist)
	if found != nil && !fresh && !errors.Is(found, ErrDamaged) {
		return found
	}
	if err := s.openKeyFile(key, fresh); err != nil {
		return err
	}
	if fresh {
		if len(s.keys.others(nil)) > 0 {
			return fmt.Errorf("the record file is missing: %w", ErrDamaged)
		}
		found = s.createDB(path)
	}
	if found != nil {
		return found
	}
	var err error
	if s.db, err = s.openDB(path); err != nil {
		return err
	}
	if err := s.db.View(s.checkRecords); err != nil {
		return err
	}
	if err := s.upgrade(); err != nil {
		return err
	}
	return s.loadMark()
}

func (s *Store) openKeyFile(key MasterKey, fresh bool) error {
	path := filepath.Join(s.dir, keysName)
	var err error
	s.keys, err = openKeys(s.files, path, key)
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if !fresh {
		return fmt.Errorf("the key file is missing: %w", ErrDamaged)
	}
	if err := createKeys(s.files, path, key); err != nil {
		return err
	}
	s.keys, err = openKeys(s.files, path, key)
	return err
}

func (s *Store) openDB(path string) (*bbolt.DB, error) {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{
		Timeout: time.Second, FreelistType: bbolt.FreelistMapType, OpenFile: s.openFile,
	})
	if errors.Is(err, bbolterrors.ErrTimeout) {
		return nil, fmt.Errorf("%w: an unnamed process", customer.ErrLocked)
	}
	return db, err
}

// openFile opens a file for bbolt, which writes it without a file layer.
func (s *Store) openFile(name string, flag int, perm fs.FileMode) (*os.File, error) {
	f, err := s.files.OpenFile(name, flag, perm)
	if err != nil {
		return nil, err
	}
	return f.OS(), nil
}

// createDB makes the record file under another name first, so that there is
// never half a one.
func (s *Store) createDB(path string) error {
	temp := path + ".tmp"
	if err := files.Remove(s.files, temp); err != nil {
		return err
	}
	db, err := s.openDB(temp)
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		var errs []error
		for _, name := range recordBuckets {
			_, err := tx.CreateBucket(name)
			errs = append(errs, err)
		}
		return errors.Join(append(errs, tx.Bucket(metaBucket).Put(storeKey, s.keys.id[:]), s.initialise(tx))...)
	})
	if err = errors.Join(err, db.Close()); err != nil {
		return errors.Join(err, files.Remove(s.files, temp))
	}
	if err := s.files.Rename(temp, path); err != nil {
		return err
	}
	return s.files.SyncDir(s.dir)
}

// checkRecords fails with ErrDamaged or ErrNewer unless the record file is
// sound and this store's.
func (s *Store) checkRecords(tx *bbolt.Tx) error {
	var errs []error
	for err := range tx.Check() {
		errs = append(errs, errors.Join(ErrDamaged, err))
	}
	if len(errs) > 0 {
		return errors.Join(errs...)
	}
	meta := tx.Bucket(metaBucket)
	if meta == nil || len(meta.Get(schemaKey)) != 4 {
		return fmt.Errorf("no schema version: %w", ErrDamaged)
	}
	if v := binary.BigEndian.Uint32(meta.Get(schemaKey)); v > schema {
		return fmt.Errorf("%w: its schema is %d, this program knows up to %d", ErrNewer, v, schema)
	}
	if !bytes.Equal(meta.Get(storeKey), s.keys.id[:]) {
		return fmt.Errorf("key file and record file are not of the same store: %w", ErrDamaged)
	}
	for _, name := range recordBuckets {
		if tx.Bucket(name) == nil {
			return fmt.Errorf("no bucket %s: %w", name, ErrDamaged)
		}
	}
	return nil
}

// repair finishes or undoes what a crash left half-done: customers whose key
// was erased, keys and pictures that nothing names. Where a head is damaged it
// erases nothing on its account.
func (s *Store) repair() error {
	slots, named := map[uint32]bool{}, map[string]bool{}
	var erased []string
	damaged := false
	err := s.each(func(k kept, err error) {
		slots[k.slot] = true
		for _, file := range k.head.Files {
			named[file] = true
		}
		switch {
		case errors.Is(err, errErased):
			erased = append(erased, k.id)
			s.keys.taken[k.slot] = true
		case err != nil:
			damaged = true
		}
	})
	if err = errors.Join(err, s.erase(erased...)); err != nil && !errors.Is(full(err), customer.ErrFull) {
		return err
	}
	if damaged {
		return nil
	}
	if unnamed := s.keys.others(slots); len(unnamed) > 0 {
		if err := s.keys.erase(unnamed...); err != nil {
			return err
		}
		s.keys.release(unnamed...)
	}
	return s.removeOrphans(named)
}

func (s *Store) removeOrphans(named map[string]bool) error {
	names, err := s.files.ReadDir(filepath.Join(s.dir, blobsName))
	if err != nil {
		return err
	}
	for _, name := range names {
		if !named[name] {
			if err := files.Remove(s.files, s.blobPath(name)); err != nil {
				return err
			}
		}
	}
	return nil
}
