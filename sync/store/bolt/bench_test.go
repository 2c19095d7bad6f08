package bolt_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"portico/engine/customer"
	"portico/sync/store/bolt"
)

// background is for what is made once for several benchmarks.
var background = context.Background()

// pageBytes is what a photographed page weighs as JPEG.
const pageBytes = 2 << 20

func randomPage() []byte {
	b := make([]byte, pageBytes)
	_, _ = rand.NewChaCha8([32]byte{}).Read(b) // never fails
	return b
}

func openBench(b *testing.B) *bolt.Store {
	b.Helper()
	s, err := bolt.Open(b.Context(), bolt.Config{Dir: b.TempDir(), Key: testKey})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	})
	return s
}

// BenchmarkSavePage commits a customer whose one page was taken again.
func BenchmarkSavePage(b *testing.B) {
	s, page := openBench(b), randomPage()
	c := customer.New(anna, newClock().Now())
	if err := s.Create(b.Context(), c); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(pageBytes)
	for b.Loop() {
		selfie(c, page)
		if err := s.Save(b.Context(), c); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBareSync writes and syncs the same bytes, to compare with.
func BenchmarkBareSync(b *testing.B) {
	path, page := filepath.Join(b.TempDir(), "page"), randomPage()
	b.SetBytes(pageBytes)
	for b.Loop() {
		if err := writeBare(path, page); err != nil {
			b.Fatal(err)
		}
	}
}

func writeBare(path string, data []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// BenchmarkReadPage reads and unseals one page.
func BenchmarkReadPage(b *testing.B) {
	s := openBench(b)
	c := customer.New(anna, newClock().Now())
	name := selfie(c, randomPage())
	if err := s.Create(b.Context(), c); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(pageBytes)
	for b.Loop() {
		if _, err := s.Blob(b.Context(), anna, name); err != nil {
			b.Fatal(err)
		}
	}
}
