package bolt_test

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"portico/engine/customer"
	"portico/sync/outbox"
	"portico/sync/store"
	"portico/sync/store/bolt"
)

var writeNow = flag.Bool("write-old", false, "write testdata/v2 anew, before its schema is left behind")

// testdata/vN was written by the last program of schema N, at the time of
// newClock, with the key beside it.
func TestStoreOfEveryVersionOpens(t *testing.T) {
	if *writeNow {
		writeVersion(t, 2)
	}
	for version := 1; version <= 2; version++ {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			dir, key := oldStore(t, version)
			s := open(t, bolt.Config{Dir: dir, Key: key, Clock: newClock().Now})
			wantFilled(t, s)
			signer, err := s.Signer(t.Context())
			if err != nil || len(signer) == 0 {
				t.Errorf("signing key of %d bytes, %v", len(signer), err)
			}
		})
	}
}

func oldStore(t testing.TB, version int) (dir string, key bolt.MasterKey) {
	t.Helper()
	folder := fmt.Sprintf("testdata/v%d", version)
	text, err := os.ReadFile(folder + ".key")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := hex.Decode(key[:], []byte(strings.TrimSpace(string(text)))); err != nil {
		t.Fatal(err)
	}
	return copyFolder(t, folder), key
}

// wantFilled checks that the store holds what fill stored of anna.
func wantFilled(t *testing.T, s *bolt.Store) {
	t.Helper()
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
	e, ok, err := s.Outbox().Next(t.Context(), newClock().Now(), nil)
	if err != nil || !ok || e.Key != anna || string(e.Payload) != `{"surname":"Eriksson"}` || e.LastError == "" {
		t.Errorf("outbox entry %+v, %v, %v", e, ok, err)
	}
	list, err := s.List(t.Context())
	if err != nil || len(list) != 1 || !list[0].Expires.Equal(newClock().Now().Add(30*24*time.Hour)) {
		t.Errorf("list %+v, %v", list, err)
	}
}

func writeVersion(t *testing.T, version int) {
	t.Helper()
	key := bolt.NewMasterKey()
	dir := fmt.Sprintf("testdata/v%d", version)
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(dir, 0o700)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir+".key", []byte(hex.EncodeToString(key[:])+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := bolt.Open(t.Context(), bolt.Config{Dir: dir, Key: key, Clock: newClock().Now, Machine: func() store.Reading {
		return store.Reading{Wall: newClock().Now()}
	}})
	if err != nil {
		t.Fatal(err)
	}
	fill(t, s, anna)
	if err := errors.Join(s.Close(), os.Remove(dir+"/lock")); err != nil {
		t.Fatal(err)
	}
}

// The way back from an upgrade: the record file's copy, put in its place, is
// what the older program left, with its whole outbox.
func TestUpgradeCanBeTakenBackWithAFullOutbox(t *testing.T) {
	dir, key := oldStore(t, 1)
	owed := fillOutbox(t, dir, key)
	record := filepath.Join(dir, "portico.db")
	before, err := os.ReadFile(record)
	if err != nil {
		t.Fatal(err)
	}
	clock := newClock()
	s := open(t, bolt.Config{Dir: dir, Key: key, Clock: clock.Now})
	if got := schemaOf(t, dir, s); got != 2 {
		t.Fatalf("schema %d after the upgrade", got)
	}
	s = open(t, bolt.Config{Dir: dir, Key: key, Clock: clock.Now})
	for id := range uint64(50) { // life goes on after the upgrade
		if err := s.Outbox().Done(t.Context(), 2+id); err != nil {
			t.Fatal(err)
		}
	}
	save(t, s, create(t, s, boris), outbox.Entry{Payload: []byte("deliver")})
	closeStore(t, s)

	copied := theCopy(t, dir)
	if after, err := os.ReadFile(copied); err != nil || !bytes.Equal(after, before) {
		t.Fatalf("the copy of the record file is %d bytes, %v; want the %d of before", len(after), err, len(before))
	}
	if err := os.Rename(copied, record); err != nil {
		t.Fatal(err)
	}
	s = open(t, bolt.Config{Dir: dir, Key: key, Clock: clock.Now})
	wantFilled(t, s)
	entries, err := s.Outbox().List(t.Context())
	if err != nil || len(entries) != 1+len(owed) {
		t.Fatalf("%d entries, %v; want %d", len(entries), err, 1+len(owed))
	}
	for i, e := range entries[1:] {
		if string(e.Payload) != owed[i] {
			t.Fatalf("entry %d is %q, want %q", e.ID, e.Payload, owed[i])
		}
	}
}

// fillOutbox adds five hundred entries to a folder of schema 1 and returns their
// payloads in order. Today's program writes them; what schema 2 added is taken
// out again.
func fillOutbox(t *testing.T, dir string, key bolt.MasterKey) (owed []string) {
	t.Helper()
	s := open(t, bolt.Config{Dir: dir, Key: key, Clock: newClock().Now})
	c, err := s.Get(t.Context(), anna)
	if err != nil {
		t.Fatal(err)
	}
	var entries []outbox.Entry
	for n := range 500 {
		owed = append(owed, fmt.Sprint("delivery ", n))
		entries = append(entries, outbox.Entry{Payload: []byte(owed[n])})
	}
	save(t, s, c, entries...)
	closeStore(t, s)
	if err := os.RemoveAll(filepath.Dir(theCopy(t, dir))); err != nil {
		t.Fatal(err)
	}
	tamper(t, dir, func(b func(string) *bbolt.Bucket) error {
		return errors.Join(b("meta").Delete([]byte("clock")), b("meta").Delete([]byte("signer")),
			b("meta").Put([]byte("schema"), []byte{0, 0, 0, 1}))
	})
	return owed
}

// schemaOf closes s and reads the schema from its record file.
func schemaOf(t *testing.T, dir string, s *bolt.Store) (schema uint32) {
	t.Helper()
	closeStore(t, s)
	db, err := bbolt.Open(filepath.Join(dir, "portico.db"), 0o600, &bbolt.Options{ReadOnly: true, Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.View(func(tx *bbolt.Tx) error {
		schema = binary.BigEndian.Uint32(tx.Bucket([]byte("meta")).Get([]byte("schema")))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// The copy made before an upgrade opens nobody who was erased since, and is
// gone after a week.
func TestCopyOfBeforeAnUpgradeKeepsNobody(t *testing.T) {
	dir, key := oldStore(t, 1)
	clock := newClock()
	s := open(t, bolt.Config{Dir: dir, Key: key, Clock: clock.Now})
	if err := s.Delete(t.Context(), anna); err != nil {
		t.Fatal(err)
	}
	closeStore(t, s)
	back := copyFolder(t, dir)
	copyFile(t, theCopy(t, dir), filepath.Join(back, "portico.db"))
	old := open(t, bolt.Config{Dir: back, Key: key, Clock: clock.Now})
	if found(t, old, anna) {
		t.Error("the copy still opens an erased customer")
	}
	closeStore(t, old)
	s = open(t, bolt.Config{Dir: dir, Key: key, Clock: clock.Now})
	clock.Advance(8 * 24 * time.Hour)
	if _, err := s.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, "before-*")); err != nil || len(left) != 0 {
		t.Errorf("%q are still there after a week: %v", left, err)
	}
}

// theCopy returns the record file that an upgrade left as it was.
func theCopy(t *testing.T, dir string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "before-upgrade-*", "portico.db"))
	if err != nil || len(found) != 1 {
		t.Fatalf("copies of before the upgrade: %q, %v; want one", found, err)
	}
	return found[0]
}
