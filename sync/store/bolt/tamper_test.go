package bolt_test

import (
	"encoding/binary"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"portico/engine/customer"
	"portico/sync/outbox"
	"portico/sync/store/bolt"
)

// tamper changes a closed store's record file behind its back, in a way that
// leaves it whole for bbolt.
func tamper(t *testing.T, dir string, change func(bucket func(string) *bbolt.Bucket) error) {
	t.Helper()
	db, err := bbolt.Open(filepath.Join(dir, "portico.db"), 0o600, &bbolt.Options{Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		return change(func(name string) *bbolt.Bucket { return tx.Bucket([]byte(name)) })
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

// owingTwo is a folder with anna, who is owed two deliveries.
func owingTwo(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	s := open(t, bolt.Config{Dir: dir, Clock: newClock().Now})
	save(t, s, create(t, s, anna), outbox.Entry{Payload: []byte("first")}, outbox.Entry{Payload: []byte("second")})
	closeStore(t, s)
	return dir
}

func TestTamperedStoreDoesNotOpen(t *testing.T) {
	for name, change := range map[string]func(bucket func(string) *bbolt.Bucket) error{
		"no schema":           func(b func(string) *bbolt.Bucket) error { return b("meta").Delete([]byte("schema")) },
		"a time that is none": func(b func(string) *bbolt.Bucket) error { return b("meta").Put([]byte("clock"), []byte("noon")) },
		"no records": func(b func(string) *bbolt.Bucket) error {
			return b("meta").Tx().DeleteBucket([]byte("records"))
		},
	} {
		dir := copyFolder(t, owingTwo(t))
		tamper(t, dir, change)
		_, err := bolt.Open(t.Context(), bolt.Config{Dir: dir, Key: testKey, Clock: newClock().Now})
		wantErr(t, name, err, bolt.ErrDamaged)
	}
}

func TestTamperedSignerIsDamage(t *testing.T) {
	dir := owingTwo(t)
	tamper(t, dir, func(b func(string) *bbolt.Bucket) error { return b("meta").Put([]byte("signer"), []byte("x")) })
	_, err := open(t, bolt.Config{Dir: dir, Clock: newClock().Now}).Signer(t.Context())
	wantErr(t, "Signer", err, bolt.ErrDamaged)
}

// A damaged entry is reported, hides no other, and counts as owed still.
func TestTamperedEntryHidesNoOther(t *testing.T) {
	first := binary.BigEndian.AppendUint64(nil, 1)
	slot := func(n uint32, rest ...byte) []byte {
		return append(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, n), ^n), rest...)
	}
	for name, value := range map[string][]byte{
		"without a slot":                      {1, 2, 3},
		"cut short":                           slot(2, 0, 0),
		"longer than it is":                   slot(2, 0, 0, 1, 0, 7),
		"with a key past the key file":        slot(9999, 0, 0, 0, 0),
		"sealed with nothing":                 slot(2, 0, 0, 0, 0),
		"with the key of the key file's head": slot(0, 0, 0, 0, 0),
	} {
		t.Run(name, func(t *testing.T) {
			dir := owingTwo(t)
			tamper(t, dir, func(b func(string) *bbolt.Bucket) error { return b("outbox").Put(first, value) })
			s := open(t, bolt.Config{Dir: dir, Clock: newClock().Now})
			q := s.Outbox()
			entries, err := q.List(t.Context())
			wantErr(t, "List", err, bolt.ErrDamaged)
			if len(entries) != 1 || string(entries[0].Payload) != "second" {
				t.Errorf("List = %+v, want the sound one", entries)
			}
			wantErr(t, "Done", q.Done(t.Context(), 1), bolt.ErrDamaged)
			wantErr(t, "Save", q.Save(t.Context(), outbox.Entry{ID: 1}), bolt.ErrDamaged)
			if n, err := q.Retry(t.Context(), newClock().Now()); err != nil || n != 0 {
				t.Errorf("Retry = %d, %v", n, err)
			}
			if err := q.Done(t.Context(), 2); err != nil {
				wantErr(t, "Done of the sound one, which asks what is owed still", err, bolt.ErrDamaged)
			}
		})
	}
}

func TestTamperedPayloadIsDamage(t *testing.T) {
	dir := owingTwo(t)
	tamper(t, dir, func(b func(string) *bbolt.Bucket) error {
		id := binary.BigEndian.AppendUint64(nil, 2)
		value := append([]byte(nil), b("outbox").Get(id)...)
		value[len(value)-1] ^= 1
		return b("outbox").Put(id, value)
	})
	entries, err := open(t, bolt.Config{Dir: dir, Clock: newClock().Now}).Outbox().List(t.Context())
	wantErr(t, "List", err, bolt.ErrDamaged)
	if len(entries) != 1 {
		t.Errorf("List = %+v, want the sound one", entries)
	}
}

func TestTamperedCustomerIsDamage(t *testing.T) {
	for name, value := range map[string][]byte{"cut short": {1, 2, 3}, "of a slot that is none": {0, 0, 0, 1, 0, 0, 0, 1}} {
		dir := owingTwo(t)
		tamper(t, dir, func(b func(string) *bbolt.Bucket) error { return b("customers").Put([]byte(anna), value) })
		s := open(t, bolt.Config{Dir: dir, Clock: newClock().Now})
		_, err := s.Get(t.Context(), anna)
		wantErr(t, name+": Get", err, bolt.ErrDamaged)
		wantErr(t, name+": Save", s.Save(t.Context(), customer.New(anna, newClock().Now())), bolt.ErrDamaged)
		wantErr(t, name+": Done", s.Outbox().Done(t.Context(), 1), bolt.ErrDamaged)
	}
}

// bbolt keeps buckets inside buckets; one where a value belongs cannot be
// written over. What was to be saved is not, and says so.
func TestBucketInAValuesPlaceFailsTheSaveWhole(t *testing.T) {
	nest := func(bucket string) func(func(string) *bbolt.Bucket) error {
		return func(b func(string) *bbolt.Bucket) error {
			if err := b(bucket).Delete([]byte(anna)); err != nil {
				return err
			}
			_, err := b(bucket).CreateBucket([]byte(anna))
			return err
		}
	}
	dir := owingTwo(t)
	tamper(t, dir, nest("customers"))
	s := open(t, bolt.Config{Dir: dir, Clock: newClock().Now})
	if err := s.Create(t.Context(), customer.New(anna, newClock().Now())); err == nil {
		t.Error("Create over a bucket succeeded")
	}
	create(t, s, boris)

	dir = owingTwo(t)
	tamper(t, dir, nest("records"))
	s = open(t, bolt.Config{Dir: dir, Clock: newClock().Now})
	c := customer.New(anna, newClock().Now())
	c.Version = 2
	if err := s.SaveWith(t.Context(), c, outbox.Entry{Payload: []byte("third")}); err == nil {
		t.Error("SaveWith over a bucket succeeded")
	}
	if entries, err := s.Outbox().List(t.Context()); err != nil || len(entries) != 2 {
		t.Errorf("%d entries, %v; want the two of before", len(entries), err)
	}
	if err := s.Delete(t.Context(), anna); err == nil {
		t.Error("Delete over a bucket succeeded")
	}
	// Its key went first: erased all the same, and its entries with it.
	if entries, err := s.Outbox().List(t.Context()); err != nil || len(entries) != 0 {
		t.Errorf("%d entries, %v; want none", len(entries), err)
	}
	wantErr(t, "queue's Save", s.Outbox().Save(t.Context(), outbox.Entry{ID: 1}), outbox.ErrGone)
}
