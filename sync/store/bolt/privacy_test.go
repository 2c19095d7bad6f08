package bolt_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/document/mrz"
	"portico/sync/outbox"
	"portico/sync/store/bolt"
)

const (
	anna  = "0b8f6f3e-5d0c-4f3a-9a53-5b6a4f0f7f01"
	boris = "1c9a7d42-2f6b-4b0e-8a71-6c0d2b1e9f02"
)

// ICAO 9303 part 5, appendix B: the specimen of Utopia.
var specimenMRZ = []string{"I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"}

// markers must not occur in any file of a data folder. None is so short that
// it occurs in ciphertext by chance.
var markers = [][]byte{
	[]byte("ERIKSSON"), []byte("Eriksson"), []byte("D23145890"), []byte("<<<<<"), []byte(`\u003c\u003c`), []byte("ANNA"), []byte("Anna"),
	[]byte("\xff\xd8\xff\xe0"), []byte("JFIF"), []byte("no route to Eriksson"), []byte("customer.finished"), []byte("selfie"),
}

// fill stores a finished customer full of markers with a delivery owed.
func fill(t *testing.T, s *bolt.Store, id string) *customer.Customer {
	t.Helper()
	c := create(t, s, id)
	photo := c.Attach(append([]byte("\xff\xd8\xff\xe0\x00\x10JFIF"), bytes.Repeat([]byte("Eriksson"), 4000)...))
	c.Document = &customer.Document{Pages: map[document.Side]*customer.Page{document.Front: {
		Photo: photo,
		Page: document.Page{
			MRZ:    &mrz.Reading{Document: mrz.Document{Lines: specimenMRZ}},
			Visual: map[string]document.Field{"surname": {Value: "Eriksson"}, "givenNames": {Value: "Anna"}},
		},
	}}}
	selfie(c, []byte("\xff\xd8\xff\xe0 JFIF of Anna"))
	c.State = customer.Finished
	save(t, s, c, outbox.Entry{Topic: "customer.finished", Key: id, Payload: []byte(`{"surname":"Eriksson"}`)})
	e, ok, err := s.Outbox().Next(t.Context(), c.Touched, nil)
	if err != nil || !ok {
		t.Fatalf("Next = %v, %v", ok, err)
	}
	e.LastError = "no route to Eriksson"
	if err := s.Outbox().Save(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	return c
}

func wantNoMarkers(t *testing.T, dir string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		data, err := os.ReadFile(path)
		for _, m := range markers {
			if n := bytes.Count(data, m); n > 0 {
				t.Errorf("%s holds %q %d times", d.Name(), m, n)
			}
		}
		return err
	})
	if err != nil || files < 3 {
		t.Fatalf("searched %d files: %v", files, err)
	}
}

func TestNothingIsReadableInFolderTempOrLog(t *testing.T) {
	dir, temp := t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", temp)
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	defer slog.SetDefault(before)
	defer func() {
		for _, m := range markers {
			if bytes.Contains(log.Bytes(), m) {
				t.Errorf("the log holds %q", m)
			}
		}
		if left, err := os.ReadDir(temp); err != nil || len(left) != 0 {
			t.Errorf("%d files in the folder for temporary ones, %v", len(left), err)
		}
	}()
	s := open(t, bolt.Config{Dir: dir, Clock: newClock().Now})
	c := fill(t, s, anna)
	fill(t, s, boris)
	wantNoMarkers(t, dir)
	selfie(c, []byte("\xff\xd8\xff\xe0 JFIF retaken, Anna"))
	save(t, s, c)
	if err := s.Delete(t.Context(), anna); err != nil {
		t.Fatal(err)
	}
	wantNoMarkers(t, dir)
	closeStore(t, s)
	wantNoMarkers(t, dir)
}

func TestFolderAndFilesAreTheOwnersOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s := open(t, bolt.Config{Dir: dir})
	fill(t, s, anna)
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// After erasure and after expiry, neither the master key with the folder as it
// is, nor with the record file and pictures of before, opens the record: the
// key is gone.
func TestErasedAndExpiredCannotBeOpenedAgain(t *testing.T) {
	for name, end := range map[string]func(s *bolt.Store, c *clock) error{
		"erased": func(s *bolt.Store, _ *clock) error { return s.Delete(t.Context(), anna) },
		"expired": func(s *bolt.Store, c *clock) error {
			c.Advance(2 * 24 * time.Hour)
			_, err := s.Sweep(t.Context())
			return err
		},
	} {
		dir, clock := t.TempDir(), newClock()
		s := open(t, bolt.Config{Dir: dir, Clock: clock.Now})
		c := fill(t, s, anna)
		clock.Advance(29 * 24 * time.Hour) // of the 30 that what is owed is kept
		kept := fill(t, s, boris)
		before := copyFolder(t, dir)
		if err := end(s, clock); err != nil {
			t.Fatal(err)
		}
		for of, folder := range map[string]string{
			"copy made afterwards":                      copyFolder(t, dir),
			"records of before, key file of afterwards": before,
		} {
			t.Run(name+", "+of, func(t *testing.T) {
				copyFile(t, filepath.Join(dir, "keys"), filepath.Join(folder, "keys"))
				early := newClock() // with the clock set back, too
				s := open(t, bolt.Config{Dir: folder, Clock: early.Now})
				_, err := s.Get(t.Context(), anna)
				wantErr(t, "Get", err, customer.ErrNotFound)
				_, err = s.Blob(t.Context(), anna, c.Selfie.Image)
				wantErr(t, "Blob", err, customer.ErrNotFound)
				if entries, err := s.Outbox().List(t.Context()); err != nil || len(entries) != 1 || entries[0].Key != boris {
					t.Errorf("outbox %+v, %v; want boris's entry only", entries, err)
				}
				if _, err := s.Blob(t.Context(), boris, kept.Selfie.Image); err != nil {
					t.Errorf("the other customer: %v", err)
				}
			})
		}
		keys, err := os.ReadFile(filepath.Join(dir, "keys"))
		if err != nil || len(bytes.Trim(keys[2*128:3*128], "\x00")) != 0 {
			t.Errorf("%s: the key's slot still holds something: %v", name, err)
		}
	}
}

func TestCiphertextsCannotBeSwapped(t *testing.T) {
	dir := t.TempDir()
	s := open(t, bolt.Config{Dir: dir})
	c := create(t, s, anna)
	first, second := c.Attach([]byte("first")), c.Attach([]byte("second"))
	c.Selfie = &customer.Selfie{Image: first}
	c.Liveness = &customer.Liveness{Selfies: []customer.LivenessSelfie{{Image: second}}}
	save(t, s, c)
	names, err := filepath.Glob(filepath.Join(dir, "blobs", "*"))
	if err != nil || len(names) != 2 {
		t.Fatalf("blob files %q, %v", names, err)
	}
	temp := filepath.Join(t.TempDir(), "swap")
	for _, move := range [][2]string{{names[0], temp}, {names[1], names[0]}, {temp, names[1]}} {
		copyFile(t, move[0], move[1])
	}
	for _, b := range []customer.Blob{first, second} {
		_, err := s.Blob(t.Context(), anna, b)
		wantErr(t, fmt.Sprintf("Blob(%s) of swapped files", b), err, bolt.ErrDamaged)
	}
}

func wantErr(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

func copyFolder(t testing.TB, dir string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
