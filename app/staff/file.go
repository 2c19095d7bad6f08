package staff

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// File is the path of the file with the hash. Its methods are safe for
// concurrent use, and by several processes.
type File string

// Set makes p the PIN, in the place of the one before. The file is replaced
// in one step.
func (f File) Set(p PIN) (err error) {
	if err := p.Validate(); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(string(f)), 0o700); err != nil {
		return fmt.Errorf("make the folder of the staff PIN: %w", err)
	}
	part, err := os.CreateTemp(filepath.Dir(string(f)), ".staff-*") // only its owner may read it
	if err != nil {
		return fmt.Errorf("write the staff PIN: %w", err)
	}
	_, err = part.WriteString(newHash(p).String() + "\n")
	err = errors.Join(err, part.Sync(), part.Close())
	if err == nil {
		err = os.Rename(part.Name(), string(f))
	}
	if err != nil {
		return fmt.Errorf("write the staff PIN: %w", errors.Join(err, os.Remove(part.Name())))
	}
	return nil
}

// Check returns nil when a PIN is set; else ErrNotSet, ErrOpen, ErrFile or why
// the file cannot be read.
func (f File) Check() error {
	_, err := f.load()
	return err
}

// Matches reports whether p is the PIN, after about a tenth of a second. Its
// errors are those of Check.
func (f File) Matches(p PIN) (bool, error) {
	h, err := f.load()
	if err != nil {
		return false, err
	}
	return h.matches(p), nil
}

// longest bounds what is read of the file.
const longest = 1 << 10

func (f File) load() (hash, error) {
	file, err := os.Open(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return hash{}, ErrNotSet
	}
	if err != nil {
		return hash{}, fmt.Errorf("read the staff PIN: %w", err)
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return hash{}, fmt.Errorf("read the staff PIN: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return hash{}, ErrOpen
	}
	text, err := io.ReadAll(io.LimitReader(file, longest))
	if err != nil {
		return hash{}, fmt.Errorf("read the staff PIN: %w", err)
	}
	return parse(strings.TrimSuffix(string(text), "\n"))
}
