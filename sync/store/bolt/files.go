package bolt

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"

	"portico/engine/customer"
)

// Files is the file layer of the key file and the pictures. bbolt's own file
// does not pass through it.
type Files interface {
	MkdirAll(dir string, perm fs.FileMode) error
	OpenFile(name string, flag int, perm fs.FileMode) (File, error)
	ReadFile(name string) ([]byte, error)
	Rename(from, to string) error
	Remove(name string) error
	RemoveAll(dir string) error
	// ReadDir returns the names in dir.
	ReadDir(dir string) ([]string, error)
	// SyncDir makes the names in dir durable.
	SyncDir(dir string) error
	// Free returns how many bytes can still be written in dir.
	Free(dir string) (uint64, error)
}

// File is one open file of a file layer.
type File interface {
	io.ReaderAt
	io.WriterAt
	io.Closer
	Size() (int64, error)
	Sync() error
}

// system is the operating system's file layer.
type system struct{}

// System returns the operating system's file layer, for tests to wrap.
func System() Files { return system{} }

type systemFile struct{ *os.File }

func (f systemFile) Size() (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func (system) MkdirAll(dir string, perm fs.FileMode) error { return os.MkdirAll(dir, perm) }
func (system) ReadFile(name string) ([]byte, error)        { return os.ReadFile(name) }
func (system) Rename(from, to string) error                { return os.Rename(from, to) }
func (system) Remove(name string) error                    { return os.Remove(name) }
func (system) RemoveAll(dir string) error                  { return os.RemoveAll(dir) }

func (system) ReadDir(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names, err
}

func (system) OpenFile(name string, flag int, perm fs.FileMode) (File, error) {
	f, err := os.OpenFile(name, flag, perm)
	if err != nil {
		return nil, err
	}
	return systemFile{f}, nil
}

func (system) SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func (system) Free(dir string) (uint64, error) {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return 0, fmt.Errorf("free space of %s: %w", dir, err)
	}
	return st.Bavail * uint64(st.Bsize), nil
}

// full marks an error for want of room as customer.ErrFull.
func full(err error) error {
	if errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT) {
		return fmt.Errorf("%w: %w", customer.ErrFull, err)
	}
	return err
}

// writeWhole writes a file that exists afterwards with all its data or not at
// all. The caller syncs the folder.
func writeWhole(files Files, name string, data []byte) error {
	temp := name + ".tmp"
	f, err := files.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteAt(data, 0)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = files.Rename(temp, name)
	}
	if err != nil {
		return errors.Join(err, files.Remove(temp))
	}
	return nil
}
