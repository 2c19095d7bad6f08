package bolt

import (
	"errors"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"

	"portico/sync/files"
)

// The record file never shrinks by itself. It is written anew at Open when it
// is larger than compactFrom bytes and more than half of it is free.
const (
	compactFrom = 4 << 20
	compactStep = 1 << 20 // bytes a transaction while copying
)

// compact gives the room of erased records back to the disk.
func (s *Store) compact() error {
	path := filepath.Join(s.dir, dbName)
	info, err := os.Stat(path)
	if err != nil || info.Size() < compactFrom {
		return err
	}
	if free := int64(s.db.Stats().FreePageN) * int64(s.db.Info().PageSize); free < info.Size()/2 {
		return nil
	}
	temp := path + ".tmp"
	if err := files.Remove(s.files, temp); err != nil {
		return err
	}
	fresh, err := openDB(temp)
	if err != nil {
		return err
	}
	if err := bbolt.Compact(fresh, s.db, compactStep); err != nil {
		return errors.Join(err, fresh.Close(), s.files.Remove(temp))
	}
	if err := fresh.Close(); err != nil {
		return err
	}
	if err := s.db.Close(); err != nil {
		return err
	}
	s.db = nil
	if err := s.files.Rename(temp, path); err != nil {
		return err
	}
	if err := s.files.SyncDir(s.dir); err != nil {
		return err
	}
	s.db, err = openDB(path)
	return err
}
