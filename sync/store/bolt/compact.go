package bolt

import (
	"errors"
	"path/filepath"

	"go.etcd.io/bbolt"

	"portico/engine/customer"
	"portico/sync/files"
)

// The record file never shrinks by itself. It is written anew at Open when it
// is larger than compactFrom bytes and more than half of it is free.
const (
	compactFrom = 4 << 20
	compactStep = 1 << 20 // bytes a transaction while copying
)

// compact gives the room of erased records back to the disk. Where the disk
// has no room for the copy, the file stays as large as it is.
func (s *Store) compact() error {
	var size, free int64
	err := s.db.View(func(tx *bbolt.Tx) error {
		size, free = tx.Size(), int64(s.db.Stats().FreePageN)*int64(s.db.Info().PageSize)
		return nil
	})
	if err != nil || size < compactFrom || free < size/2 {
		return err
	}
	path := filepath.Join(s.dir, dbName)
	temp := path + ".tmp"
	if err := s.copyTo(temp); err != nil {
		err = errors.Join(err, files.Remove(s.files, temp))
		if errors.Is(full(err), customer.ErrFull) {
			return nil
		}
		return err
	}
	err = s.closeDB()
	if err = errors.Join(err, s.files.Rename(temp, path), s.files.SyncDir(s.dir)); err != nil {
		return err
	}
	s.db, err = s.openDB(path)
	return err
}

// copyTo writes what the record file holds into a new one.
func (s *Store) copyTo(path string) error {
	if err := files.Remove(s.files, path); err != nil {
		return err
	}
	fresh, err := s.openDB(path)
	if err != nil {
		return err
	}
	return errors.Join(bbolt.Compact(fresh, s.db, compactStep), fresh.Close())
}

// closeDB closes the record file, where it is open.
func (s *Store) closeDB() error {
	db := s.db
	if s.db = nil; db == nil {
		return nil
	}
	return db.Close()
}
