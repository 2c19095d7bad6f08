package bolt_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"portico/engine/customer"
	"portico/sync/outbox"
	"portico/sync/store/bolt"
)

// many is as many customers as a kiosk has after a month without its backend.
const many = 10_000

// manyFolder is what TestMain removes.
var manyFolder string

// manyCustomers returns a folder with n finished customers in it, made once
// for all benchmarks; in memory where the system has such a folder, for it is
// copied before it is measured.
func manyCustomers(n int) (string, error) {
	if manyFolder == "" {
		memory := "/dev/shm"
		if _, err := os.Stat(memory); err != nil {
			memory = ""
		}
		dir, err := os.MkdirTemp(memory, "portico-many-")
		if err != nil {
			return "", err
		}
		manyFolder = dir
	}
	dir := filepath.Join(manyFolder, strconv.Itoa(n))
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	return dir, onboardMany(dir, n)
}

func onboardMany(dir string, n int) error {
	clock := newClock()
	s, err := bolt.Open(background, bolt.Config{Dir: dir, Key: testKey, Clock: clock.Now})
	if err != nil {
		return err
	}
	for i := range n {
		c := customer.New(childID(1, i), clock.Now())
		if err := s.Create(background, c); err != nil {
			return errors.Join(err, s.Close())
		}
		c.State = customer.Finished
		if err := s.SaveWith(background, c, outbox.Entry{Payload: []byte("deliver")}); err != nil {
			return errors.Join(err, s.Close())
		}
	}
	return s.Close()
}

func copyOf(b *testing.B, n int) string {
	b.Helper()
	dir, err := manyCustomers(n)
	if err != nil {
		b.Fatal(err)
	}
	to := filepath.Join(b.TempDir(), "copy")
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		b.Fatal(err)
	}
	return to
}

// growing runs a benchmark on stores of ever more customers.
func growing(b *testing.B, do func(b *testing.B, dir string)) {
	for n := 10; n <= 100_000; n *= 10 {
		b.Run("customers="+strconv.Itoa(n), func(b *testing.B) { do(b, copyOf(b, n)) })
	}
}

// BenchmarkOpenMany opens a store: at most 1 s with 10,000 customers.
func BenchmarkOpenMany(b *testing.B) {
	growing(b, func(b *testing.B, dir string) {
		for b.Loop() {
			s, err := bolt.Open(b.Context(), bolt.Config{Dir: dir, Key: testKey, Clock: newClock().Now})
			if err != nil {
				b.Fatal(err)
			}
			if err := s.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkSavePageAmongMany saves a page and writes and syncs the same bytes
// bare, in turn, and reports how many times the one takes as long as the other:
// at most 5, by the medians.
func BenchmarkSavePageAmongMany(b *testing.B) {
	growing(b, func(b *testing.B, dir string) {
		s, err := bolt.Open(b.Context(), bolt.Config{Dir: dir, Key: testKey, Clock: newClock().Now})
		if err != nil {
			b.Fatal(err)
		}
		defer s.Close()
		page, bare := randomPage(), filepath.Join(b.TempDir(), "bare")
		c := customer.New(anna, newClock().Now())
		if err := s.Create(b.Context(), c); err != nil {
			b.Fatal(err)
		}
		var saves, syncs []time.Duration
		for b.Loop() {
			start := time.Now()
			selfie(c, page)
			if err := s.Save(b.Context(), c); err != nil {
				b.Fatal(err)
			}
			saved := time.Now()
			if err := writeBare(bare, page); err != nil {
				b.Fatal(err)
			}
			saves, syncs = append(saves, saved.Sub(start)), append(syncs, time.Since(saved))
		}
		slices.Sort(saves)
		slices.Sort(syncs)
		b.ReportMetric(float64(saves[len(saves)/2].Microseconds())/1000, "save-ms")
		b.ReportMetric(float64(saves[len(saves)/2])/float64(syncs[len(syncs)/2]), "times-bare-fsync")
	})
}

// BenchmarkSaveWhileManyExpire reports the longest that a save had to wait
// while a sweep erased 10,000 customers.
func BenchmarkSaveWhileManyExpire(b *testing.B) {
	var longest time.Duration
	for b.Loop() {
		b.StopTimer()
		clock := newClock()
		s, err := bolt.Open(b.Context(), bolt.Config{Dir: copyOf(b, many), Key: testKey, Clock: clock.Now})
		if err != nil {
			b.Fatal(err)
		}
		clock.Advance(31 * 24 * time.Hour)
		c := customer.New(anna, clock.Now())
		if err := s.Create(b.Context(), c); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		swept := make(chan error, 1)
		go func() {
			n, err := s.Sweep(background)
			if err == nil && n != many {
				err = fmt.Errorf("swept %d customers, want %d", n, many)
			}
			swept <- err
		}()
		for running := true; running; {
			select {
			case err := <-swept:
				if running = false; err != nil {
					b.Fatal(err)
				}
			default:
				start := time.Now()
				if err := s.Save(b.Context(), c); err != nil {
					b.Fatal(err)
				}
				longest = max(longest, time.Since(start))
			}
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(longest.Milliseconds()), "ms-longest-save")
}
