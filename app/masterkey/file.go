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

// keyFile is a file of 64 hexadecimal digits.
type keyFile struct {
	files files.Layer
	path  string
}

func (f keyFile) String() string { return "the file " + f.path }

func (f keyFile) name(next bool) string { return named(f.path, next) }

func (f keyFile) read(_ context.Context, next bool) (key bolt.MasterKey, err error) {
	text, err := readPrivate(f.files, f.name(next))
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
	if err := createPrivate(f.files, f.name(next), text); err != nil {
		return bolt.MasterKey{}, fmt.Errorf("create master key: %w", err)
	}
	return key, nil
}

// promote wipes the old file's content before its name goes.
func (f keyFile) promote(context.Context) error {
	return promoteFile(f.files, f.name(true), f.name(false))
}

func (f keyFile) discard(context.Context) error { return files.Remove(f.files, f.name(true)) }

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
func readPrivate(layer files.Layer, path string) ([]byte, error) {
	f, err := layer.OpenFile(path, os.O_RDONLY, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	mode, err := f.Mode()
	switch {
	case err != nil:
		return nil, err
	case !mode.IsRegular():
		return nil, fmt.Errorf("%s is not a file", path)
	case mode.Perm()&0o077 != 0:
		return nil, fmt.Errorf("others may read or write %s (mode %04o); chmod 600 it", path, mode.Perm())
	}
	return io.ReadAll(io.NewSectionReader(f, 0, 4<<10))
}

// createPrivate writes a file of mode 0600 whole and durably; it fails with
// fs.ErrExist instead of replacing one.
func createPrivate(layer files.Layer, path string, text []byte) error {
	dir := filepath.Dir(path)
	if err := layer.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := files.CreateWhole(layer, path, text); err != nil {
		return err
	}
	return layer.SyncDir(dir)
}

// promoteFile moves next over old, whose blocks are overwritten.
func promoteFile(layer files.Layer, next, old string) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("change the master key: %w", err)
		}
	}()
	f, err := layer.OpenFile(old, os.O_WRONLY, 0)
	gone := errors.Is(err, fs.ErrNotExist)
	if err != nil && !gone {
		return err
	}
	err = layer.Rename(next, old)
	if err == nil {
		err = layer.SyncDir(filepath.Dir(old))
	}
	if gone {
		return err
	}
	if err == nil {
		err = overwrite(f)
	}
	return errors.Join(err, f.Close())
}

// overwrite fills a file with zeros, durably.
func overwrite(f files.File) error {
	size, err := f.Size()
	if err != nil {
		return err
	}
	if _, err := f.WriteAt(make([]byte, size), 0); err != nil {
		return err
	}
	return f.Sync()
}
