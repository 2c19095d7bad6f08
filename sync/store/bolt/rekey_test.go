package bolt_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"portico/engine/customer"
	"portico/sync/files"
	"portico/sync/files/filestest"
	"portico/sync/store/bolt"
)

func TestRekeyedStoreOpensWithTheNewKeyOnly(t *testing.T) {
	dir, clock, to := t.TempDir(), newClock(), bolt.MasterKey{9}
	s := open(t, bolt.Config{Dir: dir, Clock: clock.Now})
	fill(t, s, anna)
	create(t, s, boris)
	if err := s.Delete(t.Context(), boris); err != nil { // a free slot stays free
		t.Fatal(err)
	}
	wantErr(t, "Rekey of an open store", bolt.Rekey(t.Context(), bolt.Config{Dir: dir, Key: testKey}, to), customer.ErrLocked)
	closeStore(t, s)
	wantErr(t, "Rekey with a wrong key", bolt.Rekey(t.Context(), bolt.Config{Dir: dir, Key: bolt.MasterKey{8}}, to), bolt.ErrKey)

	old, err := os.Open(filepath.Join(dir, "keys")) // as a thief of the disk's blocks holds it
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	before, err := os.ReadFile(filepath.Join(dir, "keys"))
	if err != nil {
		t.Fatal(err)
	}
	if err := bolt.Rekey(t.Context(), bolt.Config{Dir: dir, Key: testKey}, to); err != nil {
		t.Fatal(err)
	}
	blocks := make([]byte, len(before))
	if _, err := old.ReadAt(blocks, 0); err != nil || len(bytes.Trim(blocks, "\x00")) != 0 {
		t.Errorf("the old key file's blocks still hold something: %v", err)
	}
	if _, err := bolt.Open(t.Context(), bolt.Config{Dir: dir, Key: testKey}); !errors.Is(err, bolt.ErrKey) {
		t.Errorf("Open with the old key: %v, want ErrKey", err)
	}
	for key, want := range map[bolt.MasterKey]bool{testKey: false, to: true} {
		if opens, err := bolt.Opens(bolt.Config{Dir: dir, Key: key}); err != nil || opens != want {
			t.Errorf("Opens = %v, %v; want %v", opens, err, want)
		}
	}
	wantFilled(t, open(t, bolt.Config{Dir: dir, Key: to, Clock: clock.Now}))
}

// Whatever file call fails, one of the two keys opens the store, whole.
func TestRekeyFailingAnywhereLeavesOneOfTheKeys(t *testing.T) {
	to, clock := bolt.MasterKey{9}, newClock()
	source := t.TempDir()
	s := open(t, bolt.Config{Dir: source, Clock: clock.Now})
	fill(t, s, anna)
	closeStore(t, s)
	for n := 1; ; n++ {
		dir := copyFolder(t, source)
		layer := &filestest.Faulty{Layer: files.System(), FailAt: n, Err: syscall.EIO}
		err := bolt.Rekey(t.Context(), bolt.Config{Dir: dir, Key: testKey, Files: layer}, to)
		if layer.Calls() < n {
			if n < 10 || err != nil {
				t.Errorf("only %d calls could be made to fail; then %v", n-1, err)
			}
			return
		}
		key := testKey
		if opens, err := bolt.Opens(bolt.Config{Dir: dir, Key: to}); err != nil {
			t.Fatal(err)
		} else if opens {
			key = to
		}
		if err == nil {
			t.Errorf("call %d failed and Rekey did not say so", n)
		}
		wantFilled(t, open(t, bolt.Config{Dir: dir, Key: key, Clock: clock.Now}))
	}
}
