// Package audit keeps the trail of what happened on an installation: who, in
// which role, did what, when, and what was decided by which rules. It is a
// file of lines that is only ever added to; every line carries a hash over
// itself and its forerunner, so that a change of any of them shows.
//
// It holds no personal data, by construction: an Event is made of words from
// fixed lists, random identifiers, counts and version numbers, and anything
// else is refused. The format is docs/design/audit.md.
package audit

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"portico/sync/files"
)

// FileName is the name of the trail inside a data folder.
const FileName = "audit.log"

// Config tunes a Log. The zero value is usable.
type Config struct {
	Clock func() time.Time // nil means time.Now
	Files files.Layer      // nil means the system's
}

// Log is an open trail. It is safe for concurrent use, also by several
// programs with the same file.
type Log struct {
	cfg Config
	mu  sync.Mutex
	f   files.File
	end position
}

// position is where the trail ends, as far as it was read.
type position struct {
	offset int64 // behind the last whole line
	head   Head
	device string // empty in an empty trail
}

// Open opens the trail at path and makes an empty one of mode 0600 where there
// is none. It reads the last record only: Read checks them all. A line that a
// crash cut short was never acknowledged; the next Append takes its place.
func Open(ctx context.Context, path string, cfg Config) (*Log, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if cfg.Clock == nil {
		cfg.Clock = time.Now
	}
	if cfg.Files == nil {
		cfg.Files = files.System()
	}
	f, err := cfg.Files.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the audit trail: %w", err)
	}
	l := &Log{cfg: cfg, f: f}
	err = l.locked(func() error { return l.find() })
	if err == nil {
		err = cfg.Files.SyncDir(filepath.Dir(path))
	}
	if err != nil {
		return nil, fmt.Errorf("open the audit trail: %w", errors.Join(err, f.Close()))
	}
	return l, nil
}

// Append adds one event and returns once it is on the disk. It fails with
// ErrEvent for an event that might hold something personal. After any other
// failure the event may be in the trail or not.
func (l *Log) Append(ctx context.Context, e Event) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := e.Validate(); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	err := l.locked(func() error {
		if err := l.find(); err != nil { // another program may have added some
			return err
		}
		return l.add(e)
	})
	if err != nil {
		return fmt.Errorf("write the audit trail: %w", err)
	}
	return nil
}

func (l *Log) add(e Event) error {
	r := Record{N: l.end.head.N + 1, At: l.cfg.Clock().UTC().Round(0), Device: l.end.device, Event: e}
	if r.Device == "" {
		r.Device = rand.Text()
	}
	line, head, err := r.seal(l.end.head)
	if err != nil {
		return err
	}
	if _, err = l.f.WriteAt(line, l.end.offset); err == nil {
		err = l.f.Sync()
	}
	if err != nil {
		// Not acknowledged, so better not there; find copes where this fails, too.
		return errors.Join(err, l.f.Truncate(l.end.offset))
	}
	l.end = position{l.end.offset + int64(len(line)), head, r.Device}
	return nil
}

// Head returns the number and the hash of the last record.
func (l *Log) Head(ctx context.Context) (Head, error) {
	if err := ctx.Err(); err != nil {
		return Head{}, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.locked(l.find); err != nil {
		return Head{}, fmt.Errorf("read the audit trail: %w", err)
	}
	return l.end.head, nil
}

// Close releases the file; the Log cannot be used afterwards.
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.f.Close()
}

// locked runs do while no other program changes the file.
func (l *Log) locked(do func() error) error {
	if err := l.f.Lock(); err != nil {
		return err
	}
	return errors.Join(do(), l.f.Unlock())
}
