// Package files is the file layer of all that must outlive a crash: the store's
// key file and pictures, the audit trail, the master key.
//
// Whoever writes takes a Layer; System is the machine's. Tests hand in one that
// fails (filestest), so that every way of failing is walked through.
package files

import (
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
)

// Layer is a file system. It is safe for concurrent use.
type Layer interface {
	MkdirAll(dir string, perm fs.FileMode) error
	OpenFile(name string, flag int, perm fs.FileMode) (File, error)
	ReadFile(name string) ([]byte, error)
	Rename(from, to string) error
	// Link gives a file a second name; it fails with fs.ErrExist where that is taken.
	Link(from, to string) error
	Remove(name string) error
	RemoveAll(dir string) error
	// ReadDir returns the names in dir.
	ReadDir(dir string) ([]string, error)
	// SyncDir makes the names in dir durable.
	SyncDir(dir string) error
	// Free returns how many bytes can still be written in dir.
	Free(dir string) (uint64, error)
}

// File is one open file of a Layer.
type File interface {
	io.ReaderAt
	io.WriterAt
	io.Closer
	Size() (int64, error)
	Mode() (fs.FileMode, error)
	// OS is the file itself, for libraries that take no Layer.
	OS() *os.File
	Truncate(size int64) error
	Sync() error
	// Lock waits until no other opening of the file holds its lock; Unlock or
	// Close ends it.
	Lock() error
	Unlock() error
}

// WriteWhole writes a file of mode 0600 that exists afterwards with all its
// data or not at all. The caller syncs the folder.
func WriteWhole(layer Layer, name string, data []byte) error {
	temp := name + ".tmp"
	f, err := layer.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if err = fill(f, data); err == nil {
		err = layer.Rename(temp, name)
	}
	if err != nil {
		return errors.Join(err, layer.Remove(temp))
	}
	return nil
}

// CreateWhole is WriteWhole that replaces nothing: where there is such a file it
// fails with fs.ErrExist. Of several programs that try, one succeeds.
func CreateWhole(layer Layer, name string, data []byte) error {
	temp := name + "." + rand.Text() + ".tmp"
	f, err := layer.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err = fill(f, data); err == nil {
		err = layer.Link(temp, name)
	}
	return errors.Join(err, layer.Remove(temp))
}

// fill writes an empty file durably and closes it.
func fill(f File, data []byte) error {
	_, err := f.WriteAt(data, 0)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// Remove removes a file; that it is not there is no error.
func Remove(layer Layer, name string) error {
	if err := layer.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
