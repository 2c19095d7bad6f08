package bolt

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"portico/sync/audit"
)

// asidePrefix starts the names of folders with data set aside; the time of the
// finding follows.
const (
	asidePrefix = "damaged-"
	asideTime   = "20060102T150405.000000000Z"
)

// DamagedError says that a store could not be opened because its data is
// damaged, and where it was moved, untouched. The next Open begins an empty
// store. It wraps ErrDamaged.
type DamagedError struct {
	Aside string // folder that holds the damaged data
	Err   error  // what is wrong with it
}

// Error implements error.
func (e *DamagedError) Error() string {
	return fmt.Sprintf("%v; the data was set aside in %s and a new store begins at the next start", e.Err, e.Aside)
}

// Unwrap returns what is wrong with the data.
func (e *DamagedError) Unwrap() error { return e.Err }

// SetAside lists the folders with damaged data that were set aside in dir.
func SetAside(dir string) (folders []string, err error) {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), asidePrefix) {
			folders = append(folders, filepath.Join(dir, e.Name()))
		}
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return folders, err
}

// setAside moves record file, key file and pictures into a folder of their
// own, where they stay as found until their longest lifetime ends.
func (s *Store) setAside(cause error) error {
	cause = errors.Join(cause, s.closeDB())
	aside := filepath.Join(s.dir, asidePrefix+s.Now().UTC().Format(asideTime))
	if err := s.files.MkdirAll(aside, 0o700); err != nil {
		return errors.Join(cause, err)
	}
	// The record file goes last: as long as it is there, the next Open sees that
	// the others are missing and sets it aside, too.
	for _, name := range []string{blobsName, keysName, dbName} {
		err := s.files.Rename(filepath.Join(s.dir, name), filepath.Join(aside, name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return errors.Join(cause, err)
		}
	}
	return errors.Join(&DamagedError{Aside: aside, Err: cause}, s.files.SyncDir(s.dir),
		s.tell(context.Background(), audit.Event{What: audit.StoreDamaged, Role: audit.System}))
}

// sweepAside erases what was set aside longer ago than the longest lifetime,
// its keys first, and copies of before an upgrade.
func (s *Store) sweepAside(now time.Time) error {
	names, err := s.files.ReadDir(s.dir)
	if err != nil {
		return err
	}
	for _, name := range names {
		for prefix, keep := range map[string]time.Duration{asidePrefix: s.life.Load().Undelivered, backupPrefix: backupFor} {
			since, ok := strings.CutPrefix(name, prefix)
			at, err := time.Parse(asideTime, since)
			if !ok || err != nil || now.Before(at.Add(keep)) {
				continue
			}
			if err := s.eraseAside(filepath.Join(s.dir, name)); err != nil {
				return fmt.Errorf("erase %s: %w", name, err)
			}
		}
	}
	return nil
}

func (s *Store) eraseAside(dir string) error {
	f, err := s.files.OpenFile(filepath.Join(dir, keysName), os.O_RDWR, 0)
	if err == nil {
		var size int64
		if size, err = f.Size(); err == nil {
			_, err = f.WriteAt(make([]byte, size), 0)
		}
		if err == nil {
			err = f.Sync()
		}
		err = errors.Join(err, f.Close())
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return s.files.RemoveAll(dir)
}
