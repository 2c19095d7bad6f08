package masterkey

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"portico/sync/files"
	"portico/sync/store/bolt"
)

// successor is what a successor's name ends in.
const successor = ".new"

// keyFile is a file of 64 hexadecimal digits.
type keyFile string

func (f keyFile) String() string { return "the file " + string(f) }

func (f keyFile) name(next bool) string {
	if next {
		return string(f) + successor
	}
	return string(f)
}

func (f keyFile) read(_ context.Context, next bool) (key bolt.MasterKey, err error) {
	text, err := readPrivate(f.name(next))
	if err != nil {
		return key, fmt.Errorf("read master key: %w", err)
	}
	defer clear(text)
	return parse(text, f.name(next))
}

func (f keyFile) create(_ context.Context, next bool) (bolt.MasterKey, error) {
	key := bolt.NewMasterKey()
	text := append(hex.AppendEncode(nil, key[:]), '\n')
	defer clear(text)
	if err := createPrivate(f.name(next), text); err != nil {
		return bolt.MasterKey{}, fmt.Errorf("create master key: %w", err)
	}
	return key, nil
}

// promote wipes the old file's content before its name goes.
func (f keyFile) promote(context.Context) error {
	return promoteFile(f.name(true), f.name(false))
}

func (f keyFile) discard(context.Context) error { return files.Remove(files.System(), f.name(true)) }

// parse reads 64 hexadecimal digits, with a line end or without. Its errors
// name the place, never the content.
func parse(text []byte, from string) (key bolt.MasterKey, err error) {
	digits := bytes.TrimSpace(text)
	if len(digits) != hex.EncodedLen(len(key)) {
		return key, fmt.Errorf("%s does not hold 64 hexadecimal digits", from)
	}
	if _, err := hex.Decode(key[:], digits); err != nil {
		return bolt.MasterKey{}, fmt.Errorf("%s does not hold 64 hexadecimal digits", from)
	}
	return key, nil
}

// readPrivate reads up to 4 KiB of a file that nobody but its owner may read.
func readPrivate(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is not a file", path)
	case info.Mode().Perm()&0o077 != 0:
		return nil, fmt.Errorf("others may read or write %s (mode %04o); chmod 600 it", path, info.Mode().Perm())
	}
	return io.ReadAll(io.LimitReader(f, 4<<10))
}

// createPrivate writes a file of mode 0600 whole and durably; it fails with
// fs.ErrExist instead of replacing one.
func createPrivate(path string, text []byte) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".master-key-*") // made 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }()
	_, err = f.Write(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); err != nil {
		return err
	}
	return files.System().SyncDir(dir)
}

// promoteFile moves next over old, whose blocks are overwritten.
func promoteFile(next, old string) error {
	f, err := os.OpenFile(old, os.O_WRONLY, 0)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("change the master key: %w", err)
	}
	if err := os.Rename(next, old); err != nil {
		return fmt.Errorf("change the master key: %w", err)
	}
	if err := files.System().SyncDir(filepath.Dir(old)); err != nil || f == nil {
		return err
	}
	info, err := f.Stat()
	if err == nil {
		_, err = f.Write(make([]byte, info.Size()))
	}
	return errors.Join(err, f.Sync(), f.Close())
}
