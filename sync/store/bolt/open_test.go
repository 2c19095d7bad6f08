package bolt_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"portico/engine/customer"
	"portico/sync/store/bolt"
)

func TestSecondProgramIsToldWhoHoldsTheFolder(t *testing.T) {
	dir := t.TempDir()
	s := open(t, bolt.Config{Dir: dir})
	_, err := bolt.Open(t.Context(), bolt.Config{Dir: dir, Key: testKey})
	wantErr(t, "second Open", err, customer.ErrLocked)
	if want := fmt.Sprintf("process %d", os.Getpid()); err != nil && !strings.Contains(err.Error(), want) {
		t.Errorf("error %q does not name %s", err, want)
	}
	create(t, s, anna) // the holder is not disturbed
	closeStore(t, s)
	s = open(t, bolt.Config{Dir: dir})
	if !found(t, s, anna) {
		t.Error("not there after reopening")
	}
}

func TestClosedStoreFailsAndDoesNotPanic(t *testing.T) {
	s := open(t, bolt.Config{Dir: t.TempDir()})
	c := create(t, s, anna)
	closeStore(t, s)
	closeStore(t, s)
	if _, err := s.Get(t.Context(), anna); err == nil {
		t.Error("Get succeeded")
	}
	if err := s.Save(t.Context(), c); err == nil {
		t.Error("Save succeeded")
	}
	if err := s.Create(t.Context(), customer.New(boris, c.Created)); err == nil {
		t.Error("Create succeeded")
	}
	if _, _, err := s.Outbox().Next(t.Context(), c.Created, nil); err == nil {
		t.Error("Next succeeded")
	}
}

func TestWrongMasterKeyIsRefusedAndHarmsNothing(t *testing.T) {
	dir := t.TempDir()
	c := newClock()
	s := open(t, bolt.Config{Dir: dir, Clock: c.Now})
	create(t, s, anna)
	closeStore(t, s)
	_, err := bolt.Open(t.Context(), bolt.Config{Dir: dir, Key: bolt.NewMasterKey()})
	wantErr(t, "Open with another key", err, bolt.ErrKey)
	if s = open(t, bolt.Config{Dir: dir, Clock: c.Now}); !found(t, s, anna) {
		t.Error("lost after an Open with the wrong key")
	}
}

// What a crash leaves behind: pictures that no record names, a key of a
// customer whose commit never came, half-written files.
func TestOpenRemovesWhatNothingNames(t *testing.T) {
	dir := t.TempDir()
	c := newClock()
	s := open(t, bolt.Config{Dir: dir, Clock: c.Now})
	a := create(t, s, anna)
	selfie(a, []byte("selfie"))
	save(t, s, a)
	create(t, s, boris)
	closeStore(t, s)
	for _, name := range []string{"ORPHAN", "HALF.tmp"} {
		if err := os.WriteFile(filepath.Join(dir, "blobs", name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	keys, err := os.ReadFile(filepath.Join(dir, "keys"))
	if err != nil {
		t.Fatal(err)
	}
	orphan := slices.Concat(keys, keys[len(keys)-128:])
	if err := os.WriteFile(filepath.Join(dir, "keys"), orphan, 0o600); err != nil {
		t.Fatal(err)
	}
	s = open(t, bolt.Config{Dir: dir, Clock: c.Now})
	names, err := filepath.Glob(filepath.Join(dir, "blobs", "*"))
	if err != nil || len(names) != 1 {
		t.Errorf("picture files %q, %v; want anna's only", names, err)
	}
	after, err := os.ReadFile(filepath.Join(dir, "keys"))
	if err != nil || strings.Trim(string(after[len(keys):]), "\x00") != "" {
		t.Errorf("the key that nothing names is still there: %v", err)
	}
	if !found(t, s, anna) || !found(t, s, boris) {
		t.Error("a customer was lost")
	}
}

func TestNewerSchemaIsRefusedAndLeftAlone(t *testing.T) {
	dir := t.TempDir()
	closeStore(t, open(t, bolt.Config{Dir: dir}))
	setMeta(t, dir, "schema", []byte{0, 0, 0, 3})
	_, err := bolt.Open(t.Context(), bolt.Config{Dir: dir, Key: testKey})
	wantErr(t, "Open of a newer store", err, bolt.ErrNewer)
	if names, err := filepath.Glob(filepath.Join(dir, "damaged-*")); err != nil || len(names) != 0 {
		t.Errorf("a newer store was set aside in %q, %v", names, err)
	}
}

func setMeta(t *testing.T, dir, key string, value []byte) {
	t.Helper()
	db, err := bbolt.Open(filepath.Join(dir, "portico.db"), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error { return tx.Bucket([]byte("meta")).Put([]byte(key), value) })
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestInspectingLeavesADamagedStoreWhereItIs(t *testing.T) {
	dir := t.TempDir()
	key := bolt.NewMasterKey()
	s, err := bolt.Open(t.Context(), bolt.Config{Dir: dir, Key: key})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(filepath.Join(dir, "portico.db"), 5000); err != nil {
		t.Fatal(err)
	}
	if _, err := bolt.Open(t.Context(), bolt.Config{Dir: dir, Key: key, Inspect: true}); !errors.Is(err, bolt.ErrDamaged) {
		t.Errorf("Open = %v, want ErrDamaged", err)
	}
	if !bolt.Exists(dir) {
		t.Error("the damaged store was moved away")
	}
}
