// Package bolt keeps customers and what is owed to their backend in one
// folder: records and queue in a bbolt file, pictures as files beside it.
//
// Nothing is written in clear but customers' ids. Everything of a customer is
// sealed with a key of its own; the keys, wrapped by the master key, lie in a
// file of fixed slots that is overwritten in place, because bbolt leaves freed
// pages readable. Whoever overwrites the slot erases the customer. The format
// is docs/design/store.md.
//
// A Store implements customer.Store, its Outbox outbox.Queue; SaveWith commits
// a customer together with its outbox entries.
package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
	"golang.org/x/sys/unix"

	"portico/engine/customer"
	"portico/sync/audit"
	"portico/sync/files"
	"portico/sync/store"
	"portico/sync/store/seal"
)

// Errors of Open and of reading. Callers compare with errors.Is.
var (
	// ErrDamaged marks stored data that cannot be what was written.
	ErrDamaged = seal.ErrDamaged
	// ErrKey says that the master key is not the one of this store.
	ErrKey = errors.New("the master key does not open this store")
	// ErrNewer says that a later version of the program wrote the store.
	ErrNewer = errors.New("the store was written by a newer version of Portico")
)

// LeastFree is how many bytes must be free on the disk for an onboarding to begin.
const LeastFree = 64 << 20

// Config says where and how a Store keeps its data. Dir and Key are required.
type Config struct {
	Dir      string               // data folder; created 0700 when absent
	Key      MasterKey            // wraps the customers' keys
	Lifetime store.Lifetime       // zero value: the defaults
	Audit    Trail                // hears of what expires, is lost or delivered; nil means nobody does
	Clock    func() time.Time     // customers age by it; nil means by Machine
	Machine  func() store.Reading // nil means store.Machine
	MinFree  uint64               // Create fails with customer.ErrFull below so many free bytes; 0 means LeastFree
	Inspect  bool                 // a damaged store is reported and left as it is, not set aside
	Files    files.Layer          // nil means the system's; tests make calls fail with it
}

// Trail is told what the store does by itself, before it is done: after a crash
// an event may come twice, and none is missing. An audit.Log is one.
type Trail interface {
	Append(ctx context.Context, e audit.Event) error
}

// Store is an open data folder. It is safe for concurrent use.
type Store struct {
	dir     string
	life    atomic.Pointer[store.Lifetime]
	clock   func() time.Time // nil: by machine and mark
	machine func() store.Reading
	trail   Trail
	minFree uint64
	files   files.Layer
	inspect bool

	lock *lockFile
	db   *bbolt.DB
	keys *keyFile

	// writing serialises changes. reading is held shared while a record and
	// its pictures are read, and exclusively while customers are erased.
	writing sync.Mutex
	reading sync.RWMutex
	closed  bool // under writing

	marking sync.Mutex
	mark    store.Mark // under marking
	held    bool       // under writing
}

// Names inside the data folder.
const (
	dbName    = "portico.db"
	keysName  = "keys"
	blobsName = "blobs"
	lockName  = "lock"
)

// Exists reports whether dir holds a store, whole or damaged.
func Exists(dir string) bool {
	for _, name := range []string{dbName, keysName} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			return true
		}
	}
	return false
}

// Open opens the data folder, creating it when absent. It fails with
// customer.ErrLocked while another program holds it, with ErrKey when Key is
// not the folder's, with ErrNewer, and with a *DamagedError after setting
// damaged data aside. What a crash left half-done is finished or undone here.
func Open(ctx context.Context, cfg Config) (*Store, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s := &Store{
		dir: cfg.Dir, clock: cfg.Clock,
		minFree: cfg.MinFree, files: cfg.Files, inspect: cfg.Inspect, machine: cfg.Machine, trail: cfg.Audit,
	}
	s.Live(cfg.Lifetime)
	if s.machine == nil {
		s.machine = store.Machine
	}
	if s.minFree == 0 {
		s.minFree = LeastFree
	}
	if s.files == nil {
		s.files = files.System()
	}
	if err := s.open(cfg.Key); err != nil {
		return nil, errors.Join(fmt.Errorf("open store %s: %w", cfg.Dir, full(err)), s.Close())
	}
	return s, nil
}

// Live has customers live so long, each from its next change on.
func (s *Store) Live(l store.Lifetime) {
	l = l.WithDefaults()
	s.life.Store(&l)
}

func (s *Store) open(key MasterKey) error {
	if err := s.files.MkdirAll(filepath.Join(s.dir, blobsName), 0o700); err != nil {
		return err
	}
	var err error
	if s.lock, err = lockFolder(filepath.Join(s.dir, lockName)); err != nil {
		return err
	}
	err = s.openFiles(key)
	if errors.Is(err, ErrDamaged) && !s.inspect {
		return s.setAside(err)
	}
	for _, next := range []func() error{s.repair, s.compact} {
		if err == nil {
			err = next()
		}
	}
	return err
}

// Close waits for what is under way and releases the folder. Afterwards every
// method fails; closing again does nothing.
func (s *Store) Close() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	var errs []error
	if s.db != nil { // kept: what is closed answers with an error
		errs = append(errs, s.db.Close())
	}
	if s.keys != nil {
		errs = append(errs, s.keys.close())
	}
	if s.lock != nil {
		errs = append(errs, s.lock.release())
	}
	return errors.Join(errs...)
}

// full marks an error for want of room as customer.ErrFull.
func full(err error) error {
	if errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT) {
		return fmt.Errorf("%w: %w", customer.ErrFull, err)
	}
	return err
}
