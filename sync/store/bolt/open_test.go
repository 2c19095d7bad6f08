package bolt_test

import (
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"portico/engine/customer"
	"portico/sync/store/bolt"
)

var writeOld = flag.Bool("write-old", false, "write testdata/v1 anew instead of reading it")

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
	if _, _, err := s.Outbox().Next(t.Context(), c.Created); err == nil {
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
	setMeta(t, dir, "schema", []byte{0, 0, 0, 2})
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

// testdata/v1 was written by the first version of this format, at the time of
// newClock, with the key beside it.
func TestStoreOfVersion1Opens(t *testing.T) {
	if *writeOld {
		writeVersion1(t)
	}
	keyText, err := os.ReadFile("testdata/v1.key")
	if err != nil {
		t.Fatal(err)
	}
	var key bolt.MasterKey
	if _, err := hex.Decode(key[:], []byte(strings.TrimSpace(string(keyText)))); err != nil {
		t.Fatal(err)
	}
	s := open(t, bolt.Config{Dir: copyFolder(t, "testdata/v1"), Key: key, Clock: newClock().Now})
	c, err := s.Get(t.Context(), anna)
	if err != nil {
		t.Fatal(err)
	}
	page := c.Document.Pages["front"]
	if c.State != customer.Finished || page.MRZ.Lines[2] != specimenMRZ[2] || page.Visual["surname"].Value != "Eriksson" {
		t.Errorf("customer %+v", c)
	}
	data, err := s.Blob(t.Context(), anna, c.Selfie.Image)
	if err != nil || string(data) != "\xff\xd8\xff\xe0 JFIF of Anna" {
		t.Errorf("selfie %q, %v", data, err)
	}
	e, ok, err := s.Outbox().Next(t.Context(), newClock().Now())
	if err != nil || !ok || e.Key != anna || string(e.Payload) != `{"surname":"Eriksson"}` || e.LastError == "" {
		t.Errorf("outbox entry %+v, %v, %v", e, ok, err)
	}
	list, err := s.List(t.Context())
	if err != nil || len(list) != 1 || !list[0].Expires.Equal(newClock().Now().Add(30*24*time.Hour)) {
		t.Errorf("list %+v, %v", list, err)
	}
}

func writeVersion1(t *testing.T) {
	t.Helper()
	key := bolt.NewMasterKey()
	if err := os.MkdirAll("testdata/v1", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("testdata/v1.key", []byte(hex.EncodeToString(key[:])+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := bolt.Open(t.Context(), bolt.Config{Dir: "testdata/v1", Key: key, Clock: newClock().Now})
	if err != nil {
		t.Fatal(err)
	}
	fill(t, s, anna)
	if err := errors.Join(s.Close(), os.Remove("testdata/v1/lock")); err != nil {
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
