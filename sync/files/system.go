package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// system is the operating system's file layer.
type system struct{}

// System returns the operating system's file layer.
func System() Layer { return system{} }

type systemFile struct{ *os.File }

func (f systemFile) Size() (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func (f systemFile) Mode() (fs.FileMode, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Mode(), nil
}

func (f systemFile) OS() *os.File { return f.File }

func (f systemFile) Lock() error { return f.flock(unix.LOCK_EX) }

func (f systemFile) Unlock() error { return f.flock(unix.LOCK_UN) }

func (f systemFile) flock(how int) error {
	for {
		err := unix.Flock(int(f.Fd()), how)
		if !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}

func (system) MkdirAll(dir string, perm fs.FileMode) error { return os.MkdirAll(dir, perm) }
func (system) ReadFile(name string) ([]byte, error)        { return os.ReadFile(name) }
func (system) Rename(from, to string) error                { return os.Rename(from, to) }
func (system) Link(from, to string) error                  { return os.Link(from, to) }
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
