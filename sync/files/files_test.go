package files_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"portico/sync/files"
	"portico/sync/files/filestest"
)

// Whatever call fails, the file is there as it was or as it is to be, and
// nothing lies beside it.
func TestWriteWholeFailingAnywhereLeavesTheOldOrTheNew(t *testing.T) {
	for n := 1; ; n++ {
		name := filepath.Join(t.TempDir(), "file")
		if err := files.WriteWhole(files.System(), name, []byte("old")); err != nil {
			t.Fatal(err)
		}
		layer := &filestest.Faulty{Layer: files.System(), FailAt: n, Err: syscall.ENOSPC}
		err := files.WriteWhole(layer, name, []byte("new"))
		got, readErr := os.ReadFile(name)
		if layer.Calls() < n {
			if n < 5 || err != nil || string(got) != "new" {
				t.Errorf("only %d calls could be made to fail; then %q, %v", n-1, got, err)
			}
			return
		}
		if readErr != nil || string(got) != "old" || !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("call %d: %q, %v; the error is %v", n, got, readErr, err)
		}
		if _, err := os.Stat(name + ".tmp"); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("call %d: half a file is left: %v", n, err)
		}
	}
}

// Whatever call fails, the file is there whole or not at all, what was there
// before stays, and only a failed removal leaves something beside it.
func TestCreateWholeFailingAnywhere(t *testing.T) {
	for n := 1; ; n++ {
		name := filepath.Join(t.TempDir(), "file")
		layer := &filestest.Faulty{Layer: files.System(), FailAt: n, Err: syscall.EIO}
		err := files.CreateWhole(layer, name, []byte("first"))
		got, readErr := os.ReadFile(name)
		if layer.Calls() < n {
			if n < 7 || err != nil || string(got) != "first" {
				t.Errorf("only %d calls could be made to fail; then %q, %v", n-1, got, err)
			}
			if err := files.CreateWhole(files.System(), name, []byte("second")); !errors.Is(err, fs.ErrExist) {
				t.Errorf("a second time: %v, want fs.ErrExist", err)
			}
			return
		}
		if !errors.Is(err, syscall.EIO) || !errors.Is(readErr, fs.ErrNotExist) && string(got) != "first" {
			t.Errorf("call %d: %q, %v; the error is %v", n, got, readErr, err)
		}
	}
}

func TestSystemSaysWhatIsNotThere(t *testing.T) {
	sys, nowhere := files.System(), filepath.Join(t.TempDir(), "nowhere")
	_, free := sys.Free(nowhere)
	_, list := sys.ReadDir(nowhere)
	_, open := sys.OpenFile(nowhere, os.O_RDONLY, 0)
	for what, err := range map[string]error{"Free": free, "ReadDir": list, "OpenFile": open, "SyncDir": sys.SyncDir(nowhere)} {
		if !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s = %v, want fs.ErrNotExist", what, err)
		}
	}
	if err := files.Remove(sys, nowhere); err != nil {
		t.Errorf("Remove of nothing: %v", err)
	}
	f, err := sys.OpenFile(nowhere, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	_, sized := f.Size()
	_, allowed := f.Mode()
	for what, err := range map[string]error{"Size": sized, "Mode": allowed, "Lock": f.Lock(), "Unlock": f.Unlock(), "Sync": f.Sync()} {
		if err == nil {
			t.Errorf("%s of a closed file succeeded", what)
		}
	}
}
