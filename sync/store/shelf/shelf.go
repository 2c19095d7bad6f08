// Package shelf keeps short-lived items in a folder of one server, one file
// each: what package bolt, whose customers come and go by the hour, need not
// carry.
//
// A file's name is a hash of the item's. It begins with a key of its own,
// wrapped by the master key; erasing overwrites that first, so that no readable
// trace remains where the disk overwrites in place. The format is
// docs/design/store.md.
package shelf

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"portico/engine/customer"
	"portico/sync/files"
	"portico/sync/store"
	"portico/sync/store/seal"
)

// headSize is the length of the wrapped key: nonce, key, tag.
const headSize = 24 + 32 + 16

// suffix marks whole files; others are what a crash left.
const suffix = ".item"

// Config says where and how a Shelf keeps its items. Dir and Key are required.
type Config struct {
	Dir   string           // of its own; created 0700 when absent
	Key   seal.Key         // the master key
	Clock func() time.Time // nil means time.Now
	Files files.Layer      // nil means the system's
}

// Shelf is a folder of items. It implements store.Shelf. It is safe for
// concurrent use by one process, which must hold the store beside it.
type Shelf struct {
	dir   string
	box   seal.Box
	clock func() time.Time
	files files.Layer
	mu    sync.Mutex
}

// content is what a file seals behind its head.
type content struct {
	Name    string    `json:"name"`
	Ends    time.Time `json:"ends"`
	Version uint64    `json:"version"`
	Value   []byte    `json:"value"`
}

// Open opens the folder, and erases what ended, what a crash left half-done
// and what another master key sealed.
func Open(ctx context.Context, cfg Config) (*Shelf, error) {
	s := &Shelf{dir: cfg.Dir, box: seal.NewBox(cfg.Key), clock: cfg.Clock, files: cfg.Files}
	if s.clock == nil {
		s.clock = time.Now
	}
	if s.files == nil {
		s.files = files.System()
	}
	if err := s.files.MkdirAll(s.dir, 0o700); err != nil {
		return nil, fmt.Errorf("open the shelf: %w", err)
	}
	if err := s.Sweep(ctx); err != nil {
		return nil, fmt.Errorf("open the shelf: %w", err)
	}
	return s, nil
}

func (s *Shelf) path(name string) string {
	sum := sha256.Sum256([]byte(name))
	return filepath.Join(s.dir, hex.EncodeToString(sum[:])+suffix)
}

// Put implements store.Shelf.
func (s *Shelf) Put(ctx context.Context, name string, item *store.Item) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.put(name, item); err != nil {
		return fmt.Errorf("put on the shelf: %w", err)
	}
	return nil
}

func (s *Shelf) put(name string, item *store.Item) error {
	path := s.path(name)
	was, err := s.read(path)
	if err != nil && !errors.Is(err, customer.ErrNotFound) {
		return err
	}
	switch {
	case was.Version == item.Version:
	case was.Version == 0:
		return customer.ErrNotFound
	case item.Version == 0:
		return customer.ErrExists
	default:
		return customer.ErrConflict
	}
	key := seal.NewKey()
	sealed, err := seal.NewBox(key).SealJSON(aboutItem(path), content{name, item.Ends, item.Version + 1, item.Value})
	if err != nil {
		return err
	}
	old, err := s.files.OpenFile(path, os.O_RDWR, 0)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	there := err == nil
	err = files.WriteWhole(s.files, path, append(s.box.WrapKey(aboutItem(path), key), sealed...))
	if err == nil {
		err = s.files.SyncDir(s.dir)
	}
	if there {
		if err == nil {
			err = wipe(old)
		}
		err = errors.Join(err, old.Close())
	}
	if err != nil {
		return err
	}
	item.Version++
	return nil
}

func aboutItem(path string) []byte { return seal.About("item", filepath.Base(path)) }

// Fetch implements store.Shelf.
func (s *Shelf) Fetch(ctx context.Context, name string) (store.Item, error) {
	if err := ctx.Err(); err != nil {
		return store.Item{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.read(s.path(name))
	if err != nil {
		return store.Item{}, fmt.Errorf("fetch from the shelf: %w", err)
	}
	return store.Item{Value: c.Value, Ends: c.Ends, Version: c.Version}, nil
}

// read opens a file; customer.ErrNotFound when there is none or it ended.
func (s *Shelf) read(path string) (c content, err error) {
	data, err := s.files.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return c, customer.ErrNotFound
	}
	if err != nil {
		return c, err
	}
	if len(data) < headSize {
		return c, fmt.Errorf("an item of %d bytes: %w", len(data), seal.ErrDamaged)
	}
	box, err := s.box.UnwrapKey(aboutItem(path), data[:headSize])
	if err != nil {
		return c, err
	}
	if err := box.OpenJSON(aboutItem(path), data[headSize:], &c); err != nil {
		return content{}, err
	}
	if s.clock().After(c.Ends) {
		return content{}, customer.ErrNotFound
	}
	return c, nil
}

// Drop implements store.Shelf.
func (s *Shelf) Drop(ctx context.Context, name string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.erase(s.path(name)); err != nil {
		return fmt.Errorf("drop from the shelf: %w", err)
	}
	return nil
}

// Sweep erases the items that ended and what does not open.
func (s *Shelf) Sweep(ctx context.Context) error {
	names, err := s.files.ReadDir(s.dir)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := errors.Join(ctx.Err(), s.sweep(filepath.Join(s.dir, name))); err != nil {
			return err
		}
	}
	return nil
}

func (s *Shelf) sweep(path string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if strings.HasSuffix(path, suffix) {
		_, err := s.read(path)
		if err == nil || !errors.Is(err, customer.ErrNotFound) && !errors.Is(err, seal.ErrDamaged) {
			return err
		}
	}
	return s.erase(path)
}

// erase overwrites the key in front of the item and removes the file.
func (s *Shelf) erase(path string) error {
	f, err := s.files.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err = errors.Join(wipe(f), f.Close()); err != nil {
		return err
	}
	return files.Remove(s.files, path)
}

// wipe overwrites an item's key, durably.
func wipe(f files.File) error {
	if _, err := f.WriteAt(make([]byte, headSize), 0); err != nil {
		return err
	}
	return f.Sync()
}
