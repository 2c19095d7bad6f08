package bolt_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"portico/engine/customer"
	"portico/sync/store/bolt"
)

// damage changes the bytes of one file.
type damage struct {
	file   string
	change func(b []byte) []byte
}

var damages = map[string]damage{
	"record file empty":     {"portico.db", func([]byte) []byte { return nil }},
	"record file cut short": {"portico.db", func(b []byte) []byte { return b[:len(b)/2] }},
	"record file cut inside a page": {"portico.db", func(b []byte) []byte {
		return b[:len(b)/2+100]
	}},
	"record file garbage": {"portico.db", func(b []byte) []byte { return fillWith(b, 0xA5) }},
	"record file zeros":   {"portico.db", func(b []byte) []byte { return fillWith(b, 0) }},
	"all but the meta pages garbage": {"portico.db", func(b []byte) []byte {
		fillWith(b[8192:], 0xA5)
		return b
	}},
	"key file cut short": {"keys", func(b []byte) []byte { return b[:100] }},
	"key file garbage":   {"keys", func(b []byte) []byte { return fillWith(b, 0xA5) }},
}

func fillWith(b []byte, v byte) []byte {
	for i := range b {
		b[i] = v
	}
	return b
}

func TestDamagedDataIsSetAsideUntouched(t *testing.T) {
	for name, d := range damages {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			cfg := bolt.Config{Dir: dir, Clock: newClock().Now}
			s := open(t, cfg)
			fill(t, s, anna)
			closeStore(t, s)
			path := filepath.Join(dir, d.file)
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			b = d.change(b)
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}

			_, err = bolt.Open(t.Context(), bolt.Config{Dir: dir, Key: testKey, Clock: cfg.Clock})
			wantErr(t, "Open", err, bolt.ErrDamaged)
			var damaged *bolt.DamagedError
			if !errors.As(err, &damaged) {
				t.Fatalf("Open = %v, want a *DamagedError", err)
			}
			aside, err := os.ReadFile(filepath.Join(damaged.Aside, d.file))
			if err != nil || string(aside) != string(b) {
				t.Errorf("what was set aside is not what was found: %v", err)
			}
			if blobs, err := os.ReadDir(filepath.Join(damaged.Aside, "blobs")); err != nil || len(blobs) != 2 {
				t.Errorf("%d pictures set aside, %v; want 2", len(blobs), err)
			}

			s = open(t, cfg)
			wantEmpty(t, s)
			create(t, s, boris)
		})
	}
}

func wantEmpty(t *testing.T, s *bolt.Store) {
	t.Helper()
	if list, err := s.List(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("the new store lists %+v, %v", list, err)
	}
}

func TestMissingFilesAreDamage(t *testing.T) {
	for _, name := range []string{"portico.db", "keys"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, bolt.Config{Dir: dir, Clock: newClock().Now})
			fill(t, s, anna)
			closeStore(t, s)
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
			_, err := bolt.Open(t.Context(), bolt.Config{Dir: dir, Key: testKey})
			wantErr(t, "Open", err, bolt.ErrDamaged)
			wantEmpty(t, open(t, bolt.Config{Dir: dir}))
		})
	}
}

func TestWhatWasSetAsideHasALifetime(t *testing.T) {
	dir := t.TempDir()
	c := newClock()
	s := open(t, bolt.Config{Dir: dir, Clock: c.Now})
	fill(t, s, anna)
	closeStore(t, s)
	if err := os.Truncate(filepath.Join(dir, "portico.db"), 5000); err != nil {
		t.Fatal(err)
	}
	_, err := bolt.Open(t.Context(), bolt.Config{Dir: dir, Key: testKey, Clock: c.Now})
	var damaged *bolt.DamagedError
	if !errors.As(err, &damaged) {
		t.Fatalf("Open = %v, want a *DamagedError", err)
	}
	s = open(t, bolt.Config{Dir: dir, Clock: c.Now})
	for _, step := range []struct {
		after time.Duration
		there bool
	}{{29 * 24 * time.Hour, true}, {2 * 24 * time.Hour, false}} {
		c.Advance(step.after)
		if _, err := s.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(damaged.Aside); (err == nil) != step.there {
			t.Errorf("at %v: %v, want there = %v", c.Now(), err, step.there)
		}
	}
}

// One customer's damage is that customer's alone, and is reported.
func TestDamagedCustomerDoesNotHideTheOthers(t *testing.T) {
	dir := t.TempDir()
	c := newClock()
	s := open(t, bolt.Config{Dir: dir, Clock: c.Now})
	create(t, s, anna) // in slot 2
	create(t, s, boris)
	closeStore(t, s)
	f, err := os.OpenFile(filepath.Join(dir, "keys"), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteAt([]byte{0xA5}, 2*128+60)
	if err = errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	s = open(t, bolt.Config{Dir: dir, Clock: c.Now})
	_, err = s.Get(t.Context(), anna)
	wantErr(t, "Get", err, bolt.ErrDamaged)
	wantErr(t, "Create of a damaged customer", s.Create(t.Context(), customer.New(anna, c.Now())), bolt.ErrDamaged)
	list, err := s.List(t.Context())
	if err != nil || len(list) != 2 || list[0] != (customer.Summary{ID: anna, State: customer.Damaged}) || list[1].ID != boris {
		t.Errorf("List = %+v, %v; want anna, damaged, and boris", list, err)
	}
	c.Advance(time.Hour)
	n, err := s.Sweep(t.Context())
	wantErr(t, "Sweep", err, bolt.ErrDamaged)
	if n != 1 {
		t.Errorf("Sweep erased %d, want boris", n)
	}
	if err := s.Delete(t.Context(), anna); err != nil {
		t.Error(err)
	}
	if _, err := s.Sweep(t.Context()); err != nil {
		t.Errorf("Sweep after erasing the damaged customer: %v", err)
	}
}

// Whatever the record file holds, opening it ends in an error or in a store
// that bbolt can walk; never in a fault.
func FuzzOpen(f *testing.F) {
	seed, err := os.ReadFile("testdata/v1/portico.db")
	if err != nil {
		f.Fatalf("no seeds: %v", err)
	}
	// A change of eight bytes at a place, as bit rot or a stray write does it.
	for at := 0; at < len(seed); at += 1021 {
		f.Add(uint32(at), uint64(0xFFFFFFFFFFFFFFFF), uint32(len(seed)))
	}
	for _, at := range []uint32{4096*2 + 8, 4096*3 + 8, 4096*3 + 16, 4096*4 + 10, 4096*5 + 12} {
		f.Add(at, uint64(0x0002000200000003), uint32(len(seed)))
	}
	keys, err := os.ReadFile("testdata/v1/keys")
	if err != nil {
		f.Fatal(err)
	}
	_, key := oldStore(f, 1)
	f.Fuzz(func(t *testing.T, at uint32, xor uint64, length uint32) {
		db := append([]byte(nil), seed[:min(int(length), len(seed))]...)
		for i := range 8 {
			if p := int(at) + i; p < len(db) {
				db[p] ^= byte(xor >> (8 * i))
			}
		}
		dir := t.TempDir()
		if err := errors.Join(os.WriteFile(filepath.Join(dir, "portico.db"), db, 0o600),
			os.WriteFile(filepath.Join(dir, "keys"), keys, 0o600)); err != nil {
			t.Fatal(err)
		}
		s, err := bolt.Open(t.Context(), bolt.Config{Dir: dir, Key: key, MinFree: 1, Clock: newClock().Now})
		if err != nil {
			return
		}
		_, _ = s.Get(t.Context(), anna)
		_, _ = s.Outbox().List(t.Context())
		_ = s.Delete(t.Context(), anna)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}
