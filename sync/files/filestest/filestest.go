// Package filestest is a file layer that fails as a disk does: the n-th call
// returns an error, a write having left half of its data behind.
package filestest

import (
	"io/fs"
	"sync"

	"portico/sync/files"
)

// Faulty wraps a Layer. Its FailAt-th call, counted from 1, fails with Err;
// 0 lets none fail. With Forever all calls after it fail as well. Set the
// fields before use.
type Faulty struct {
	files.Layer
	FailAt  int
	Err     error
	Forever bool

	mu    sync.Mutex
	calls int
}

// Calls returns how many calls there were.
func (f *Faulty) Calls() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls
}

func (f *Faulty) fail() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls++
	if f.FailAt > 0 && (f.calls == f.FailAt || f.Forever && f.calls > f.FailAt) {
		return f.Err
	}
	return nil
}

// call does one call, or fails instead.
func call[T any](f *Faulty, do func() (T, error)) (T, error) {
	if err := f.fail(); err != nil {
		var none T
		return none, err
	}
	return do()
}

func (f *Faulty) try(do func() error) error {
	_, err := call(f, func() (struct{}, error) { return struct{}{}, do() })
	return err
}

// MkdirAll implements files.Layer.
func (f *Faulty) MkdirAll(dir string, perm fs.FileMode) error {
	return f.try(func() error { return f.Layer.MkdirAll(dir, perm) })
}

// Rename implements files.Layer.
func (f *Faulty) Rename(from, to string) error {
	return f.try(func() error { return f.Layer.Rename(from, to) })
}

// Link implements files.Layer.
func (f *Faulty) Link(from, to string) error {
	return f.try(func() error { return f.Layer.Link(from, to) })
}

// Remove implements files.Layer.
func (f *Faulty) Remove(name string) error {
	return f.try(func() error { return f.Layer.Remove(name) })
}

// RemoveAll implements files.Layer.
func (f *Faulty) RemoveAll(dir string) error {
	return f.try(func() error { return f.Layer.RemoveAll(dir) })
}

// ReadDir implements files.Layer.
func (f *Faulty) ReadDir(dir string) ([]string, error) {
	return call(f, func() ([]string, error) { return f.Layer.ReadDir(dir) })
}

// SyncDir implements files.Layer.
func (f *Faulty) SyncDir(dir string) error {
	return f.try(func() error { return f.Layer.SyncDir(dir) })
}

// Free implements files.Layer.
func (f *Faulty) Free(dir string) (uint64, error) {
	return call(f, func() (uint64, error) { return f.Layer.Free(dir) })
}

// ReadFile implements files.Layer.
func (f *Faulty) ReadFile(name string) ([]byte, error) {
	return call(f, func() ([]byte, error) { return f.Layer.ReadFile(name) })
}

// OpenFile implements files.Layer.
func (f *Faulty) OpenFile(name string, flag int, perm fs.FileMode) (files.File, error) {
	return call(f, func() (files.File, error) {
		file, err := f.Layer.OpenFile(name, flag, perm)
		if err != nil {
			return nil, err
		}
		return faultyFile{file, f}, nil
	})
}

type faultyFile struct {
	files.File
	f *Faulty
}

func (f faultyFile) WriteAt(p []byte, off int64) (int, error) {
	if err := f.f.fail(); err != nil {
		n, _ := f.File.WriteAt(p[:len(p)/2], off)
		return n, err
	}
	return f.File.WriteAt(p, off)
}

func (f faultyFile) ReadAt(p []byte, off int64) (int, error) {
	return call(f.f, func() (int, error) { return f.File.ReadAt(p, off) })
}

func (f faultyFile) Size() (int64, error) { return call(f.f, f.File.Size) }

func (f faultyFile) Mode() (fs.FileMode, error) { return call(f.f, f.File.Mode) }

func (f faultyFile) Truncate(size int64) error {
	return f.f.try(func() error { return f.File.Truncate(size) })
}

// Sync fails after the data reached the disk: what a failed fsync leaves is
// unknown, and the caller must not count on either.
func (f faultyFile) Sync() error {
	if err := f.File.Sync(); err != nil {
		return err
	}
	return f.f.fail()
}

// Close closes in any case.
func (f faultyFile) Close() error {
	if err := f.File.Close(); err != nil {
		return err
	}
	return f.f.fail()
}

func (f faultyFile) Lock() error { return f.f.try(f.File.Lock) }
