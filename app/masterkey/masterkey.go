// Package masterkey finds the key that wraps the customers' keys: in a file, in
// a credential of systemd (which a TPM may have sealed), behind a passphrase, or
// in the system's keyring. It also changes it.
//
// Each source has two places, the key's and its successor's. Changing the key
// puts the new one into the second place, rewraps the store, and moves it into
// the first; whenever that is interrupted, Load finds the one that opens the
// store.
package masterkey

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"portico/sync/files"
	"portico/sync/store/bolt"
)

// Kind is where a master key comes from.
type Kind string

// The kinds. The zero value means File.
const (
	File       Kind = "file"
	Credential Kind = "credential"
	Passphrase Kind = "passphrase"
	Keyring    Kind = "keyring"
)

// Source says where the key is.
type Source struct {
	Kind           Kind
	File           string // the key itself, or, for a passphrase, how it is stretched
	Credential     string // name in $CREDENTIALS_DIRECTORY; empty means portico-master-key
	PassphraseFile string // empty: the passphrase is asked for

	// Files and Ring are where the key is kept; nil means the system's files and
	// the session's keyring.
	Files files.Layer
	Ring  Ring

	// Ask asks the person at the terminal; it fails with ErrNoTerminal where
	// there is none. nil means that nobody can be asked.
	Ask func(ctx context.Context, question string) ([]byte, error)
}

// Errors. Callers compare with errors.Is.
var (
	// ErrMissing says that the store is there and its key is not.
	ErrMissing = errors.New("the store is there, but not its master key")
	// ErrNoTerminal says that nobody can be asked for the passphrase.
	ErrNoTerminal = errors.New("there is no terminal to ask for the passphrase at; name a file with key.passphrase-file")
	// ErrElsewhere says that the key is changed where it is kept, not here.
	ErrElsewhere = errors.New("the new key must be put there first")
)

// successor is what a successor's name ends in.
const successor = ".new"

// named is the name of a key, or of its successor.
func named(name string, next bool) string {
	if next {
		return name + successor
	}
	return name
}

// place keeps a key and its successor.
type place interface {
	// read fails with fs.ErrNotExist where there is none.
	read(ctx context.Context, next bool) (bolt.MasterKey, error)
	// create makes a random key and keeps it; fs.ErrExist where there is one.
	create(ctx context.Context, next bool) (bolt.MasterKey, error)
	// promote moves the successor into the key's place.
	promote(ctx context.Context) error
	// discard removes the successor.
	discard(ctx context.Context) error
	String() string
}

func (s Source) place() (place, error) {
	if s.Files == nil {
		s.Files = files.System()
	}
	if s.Ring == nil {
		s.Ring = sessionRing{}
	}
	switch s.Kind {
	case File, "":
		return keyFile{s.Files, s.File}, nil
	case Credential:
		return newCredential(s.Files, s.Credential)
	case Passphrase:
		return &stretched{source: s}, nil
	case Keyring:
		return ring{s.Ring, s.File}, nil
	}
	return nil, fmt.Errorf("key.source: %q is none; write file, credential, passphrase or keyring", s.Kind)
}

// Load returns the key of the store in dir. Where there is neither store nor
// key it makes one; made says so, and whoever loses that key loses the data.
func (s Source) Load(ctx context.Context, dir string) (key bolt.MasterKey, made bool, err error) {
	p, err := s.place()
	if err != nil {
		return key, false, err
	}
	if key, err = s.current(ctx, p, dir); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return key, false, err
	}
	if bolt.Exists(dir) {
		return key, false, fmt.Errorf("%w: %s, %s", ErrMissing, dir, p)
	}
	key, err = p.create(ctx, false)
	if errors.Is(err, fs.ErrExist) { // another program was faster
		key, err = p.read(ctx, false)
		return key, false, err
	}
	return key, err == nil, err
}

// current returns the key or, where an interrupted change left both and the
// store opens with the successor, that one, after ending the change.
func (s Source) current(ctx context.Context, p place, dir string) (bolt.MasterKey, error) {
	next, err := p.read(ctx, true)
	if errors.Is(err, fs.ErrNotExist) || !bolt.Exists(dir) {
		return p.read(ctx, false)
	}
	if err != nil {
		return next, err
	}
	opens, err := bolt.Opens(bolt.Config{Dir: dir, Key: next, Files: s.Files})
	if err != nil {
		return next, err
	}
	if opens {
		return next, p.promote(ctx)
	}
	return p.read(ctx, false)
}

// Rotate changes the key of the store in dir, which no program may hold, to a
// new one of the same source. Stopped at any moment, it can be started again;
// the store opens in between.
func (s Source) Rotate(ctx context.Context, dir string) error {
	p, err := s.place()
	if err != nil {
		return err
	}
	old, err := s.current(ctx, p, dir)
	if err != nil {
		return fmt.Errorf("change the master key: %w", err)
	}
	if err := p.discard(ctx); err != nil {
		return fmt.Errorf("change the master key: %w", err)
	}
	next, err := p.create(ctx, true)
	if err != nil {
		return fmt.Errorf("change the master key: %w", err)
	}
	if err := bolt.Rekey(ctx, bolt.Config{Dir: dir, Key: old, Files: s.Files}, next); err != nil {
		return err
	}
	return p.promote(ctx)
}
