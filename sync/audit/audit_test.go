package audit_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/iotest"
	"time"

	"portico/sync/audit"
	"portico/sync/files"
	"portico/sync/files/filestest"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

const subject = "0b8f6f3e-5d0c-4f3a-9a53-5b6a4f0f7f01"

func open(t testing.TB, path string) *audit.Log {
	t.Helper()
	l, err := audit.Open(t.Context(), path, audit.Config{Clock: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

// fill writes an onboarding's usual events.
func fill(t testing.TB, l *audit.Log) {
	t.Helper()
	for _, e := range []audit.Event{
		{What: audit.Begun, Role: audit.Visitor, Subject: subject},
		{What: audit.Decided, Role: audit.System, Subject: subject, Decision: "REVIEW", Factors: []string{"mrz=REVIEW"}, Versions: map[string]string{"rules": "3"}},
		{What: audit.Reviewed, Role: audit.Clerk, Subject: subject, Decision: "ACCEPT"},
		{What: audit.Delivered, Role: audit.System, Subject: subject},
	} {
		if err := l.Append(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
}

func read(t testing.TB, data []byte) ([]audit.Record, audit.Head, error) {
	t.Helper()
	var all []audit.Record
	head, err := audit.Read(t.Context(), bytes.NewReader(data), func(r audit.Record, _ audit.Head) error {
		all = append(all, r)
		return nil
	})
	return all, head, err
}

func trail(t testing.TB) (path string, data []byte, head audit.Head) {
	t.Helper()
	path = filepath.Join(t.TempDir(), audit.FileName)
	l := open(t, path)
	fill(t, l)
	head, err := l.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	data, err = os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return path, data, head
}

func TestWhatWasAppendedIsRead(t *testing.T) {
	path, data, head := trail(t)
	all, end, err := read(t, data)
	if err != nil || end != head || len(all) != 4 {
		t.Fatalf("%d records, head %v, %v; want 4 and %v", len(all), end, err, head)
	}
	if r := all[1]; r.What != audit.Decided || r.Decision != "REVIEW" || !slices.Equal(r.Factors, []string{"mrz=REVIEW"}) ||
		r.Versions["rules"] != "3" || !r.At.Equal(noon) || r.Device == "" || r.N != 2 {
		t.Errorf("second record %+v", r)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
	}
}

// The chain as docs/design/audit.md words it, worked out without the package.
func TestChainIsTheDocumentedOne(t *testing.T) {
	_, data, head := trail(t)
	before := make([]byte, 32)
	for line := range bytes.Lines(data) {
		body, rest, _ := strings.Cut(string(line), `,"hash":"`)
		sum := sha256.Sum256(append(before, body...))
		if want := hex.EncodeToString(sum[:]) + "\"}\n"; rest != want {
			t.Fatalf("hash %q, want %q", rest, want)
		}
		before = sum[:]
	}
	if !bytes.Equal(before, head.Hash[:]) {
		t.Errorf("head %v, want %x", head, before)
	}
}

// Every bit of the file, flipped alone, shows, and the record that it is in is
// the one that is named.
func TestEveryFlippedBitShowsAtItsRecord(t *testing.T) {
	_, data, head := trail(t)
	record := uint64(1)
	for i := range data {
		for bit := range 8 {
			changed := bytes.Clone(data)
			changed[i] ^= 1 << bit
			_, end, err := read(t, changed)
			var broken *audit.BrokenError
			if errors.As(err, &broken) && broken.Record == record {
				continue
			}
			if end == head || err != nil || data[i] != '\n' || record != 4 {
				t.Fatalf("byte %d of record %d, bit %d: head %v, %v", i, record, bit, end, err)
			}
		}
		if data[i] == '\n' {
			record++
		}
	}
}

func TestRemovedSwappedAndInsertedRecordsShow(t *testing.T) {
	_, data, head := trail(t)
	lines := slices.Collect(bytes.Lines(data))
	for name, c := range map[string]struct {
		lines  [][]byte
		broken uint64
	}{
		"the first removed": {lines[1:], 1},
		"one removed":       {[][]byte{lines[0], lines[2], lines[3]}, 2},
		"two swapped":       {[][]byte{lines[0], lines[2], lines[1], lines[3]}, 2},
		"one twice":         {[][]byte{lines[0], lines[0], lines[1]}, 2},
	} {
		_, _, err := read(t, bytes.Join(c.lines, nil))
		var broken *audit.BrokenError
		if !errors.As(err, &broken) || broken.Record != c.broken {
			t.Errorf("%s: %v, want record %d broken", name, err, c.broken)
		}
	}
	if _, end, err := read(t, bytes.Join(lines[:3], nil)); err != nil || end == head {
		t.Errorf("the last removed: %v, %v; only the head kept elsewhere can tell", end, err)
	}
	if back, err := audit.ParseHead(head.String()); err != nil || back != head {
		t.Errorf("ParseHead(%q) = %v, %v", head, back, err)
	}
}

func TestNothingPersonalIsTaken(t *testing.T) {
	l := open(t, filepath.Join(t.TempDir(), "a"))
	for name, e := range map[string]audit.Event{
		"a made-up kind":      {What: "visitor.sneezed", Role: audit.Visitor},
		"a name as role":      {What: audit.Begun, Role: "Anna Eriksson"},
		"a name as subject":   {What: audit.Begun, Role: audit.Visitor, Subject: "Anna Eriksson"},
		"an MRZ as subject":   {What: audit.Begun, Role: audit.Visitor, Subject: "I<UTOD231458907<<<<<<<<<<<<<<<"},
		"a reason as factor":  {What: audit.Decided, Role: audit.System, Factors: []string{"surname: Eriksson differs"}},
		"a word as decision":  {What: audit.Decided, Role: audit.System, Decision: "Eriksson"},
		"a text as version":   {What: audit.Decided, Role: audit.System, Versions: map[string]string{"rules": "of Anna Eriksson"}},
		"a name as reason":    {What: audit.Decided, Role: audit.System, Retakes: map[string]int{"Eriksson": 1}},
		"a number as a count": {What: audit.Decided, Role: audit.System, Retakes: map[string]int{"no_card": 19740812}},
		"a text as head":      {What: audit.Decided, Role: audit.System, Head: "1:Eriksson"},
		"a thousand factors":  {What: audit.Decided, Role: audit.System, Factors: slices.Repeat([]string{"mrz"}, 1000)},
		"nothing but a count": {Count: 1},
	} {
		err := l.Append(t.Context(), e)
		if !errors.Is(err, audit.ErrEvent) || strings.Contains(err.Error(), "Eriksson") || strings.Contains(err.Error(), "UTO") {
			t.Errorf("%s: %v, want ErrEvent and nothing of it", name, err)
		}
	}
	if head, err := l.Head(t.Context()); err != nil || head.N != 0 {
		t.Errorf("head %v, %v after nothing was taken", head, err)
	}
}

// A crash in the middle of a line: whatever part of it is there, the trail
// opens, and what was acknowledged before stays.
func TestTornLineGivesWay(t *testing.T) {
	_, data, _ := trail(t)
	last := bytes.LastIndexByte(data[:len(data)-1], '\n') + 1
	for cut := last; cut < len(data); cut += 7 {
		path := filepath.Join(t.TempDir(), "a")
		if err := os.WriteFile(path, data[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		l := open(t, path)
		if err := l.Append(t.Context(), audit.Event{What: audit.Erased, Role: audit.Operator}); err != nil {
			t.Fatal(err)
		}
		after, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all, _, err := read(t, after)
		if err != nil || len(all) != 4 || all[3].What != audit.Erased || !bytes.HasPrefix(after, data[:last]) {
			t.Fatalf("cut at %d: %d records, %v", cut, len(all), err)
		}
	}
}

func TestSeveralProgramsShareATrail(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	var wg sync.WaitGroup
	for range 4 {
		l := open(t, path)
		wg.Go(func() {
			for range 10 {
				if err := l.Append(context.Background(), audit.Event{What: audit.Begun, Role: audit.Visitor}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if all, _, err := read(t, data); err != nil || len(all) != 40 {
		t.Errorf("%d records, %v; want 40 in one chain", len(all), err)
	}
}

// Every file call fails in turn, in every way: what was acknowledged is in the
// trail, the trail is whole, and it can be added to again.
func TestEveryFileCallFailingInTurnLosesNothing(t *testing.T) {
	for _, cause := range []error{syscall.ENOSPC, syscall.EIO} {
		for n := 1; ; n++ {
			layer := &filestest.Faulty{Layer: files.System(), FailAt: n, Err: cause}
			path := filepath.Join(t.TempDir(), "a")
			if err := os.WriteFile(path, []byte("{\"n\":1,\"at\":\"20"), 0o600); err != nil { // torn by a crash
				t.Fatal(err)
			}
			acknowledged := 0
			l, err := audit.Open(t.Context(), path, audit.Config{Files: layer})
			if err == nil {
				for i := range 3 {
					if l.Append(t.Context(), audit.Event{What: audit.Begun, Role: audit.Visitor, Count: i + 1}) == nil {
						acknowledged++
					}
				}
				_, _ = l.Head(t.Context())
				_ = l.Close()
			}
			if layer.Calls() < n {
				if n < 20 {
					t.Errorf("only %d calls could be made to fail", n-1)
				}
				break
			}
			fill(t, open(t, path))
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			all, _, err := read(t, data)
			if err != nil || len(all) < acknowledged+4 || len(all) > 3+4 {
				t.Errorf("%v at call %d: %d records, %d acknowledged of 3, then 4: %v", cause, n, len(all), acknowledged, err)
			}
		}
	}
}

func TestWhatNoTrailHolds(t *testing.T) {
	_, data, _ := trail(t)
	_, long, _ := bytes.Cut(data, []byte("\n"))
	for name, c := range map[string][]byte{
		"no hash":                             []byte("{\"n\":1}\n"),
		"a line without an end":               bytes.Repeat([]byte("a"), 80_000),
		"a line too long":                     append(bytes.Repeat([]byte("a"), 80_000), '\n'),
		"sealed anew without its forerunners": long,
		"no record":                           sealed("[1"),
		"a kind unknown":                      sealed(`{"n":1,"device":"d","what":"party","role":"system"`),
		"numbered wrongly":                    sealed(`{"n":7,"device":"d","what":"token.made","role":"system"`),
	} {
		_, _, err := read(t, c)
		var broken *audit.BrokenError
		if !errors.As(err, &broken) || broken.Record != 1 || !errors.Is(err, audit.ErrBroken) || !strings.Contains(err.Error(), "record 1") {
			t.Errorf("%s: %v, want record 1 broken", name, err)
		}
		path := filepath.Join(t.TempDir(), "a")
		if err := os.WriteFile(path, c, 0o600); err != nil {
			t.Fatal(err)
		}
		if l, err := audit.Open(t.Context(), path, audit.Config{}); strings.HasPrefix(name, "no ") || strings.HasPrefix(name, "a line ") {
			if !errors.Is(err, audit.ErrBroken) {
				t.Errorf("%s: Open = %v, want ErrBroken", name, err)
			}
		} else if err == nil {
			_ = l.Close()
		}
	}
	for _, text := range []string{"", "1", "x:00", "1:00", "1:" + strings.Repeat("zz", 32)} {
		if _, err := audit.ParseHead(text); err == nil {
			t.Errorf("ParseHead(%q) took it", text)
		}
	}
}

// sealed is a line with the hash that a first record has.
func sealed(body string) []byte {
	sum := sha256.Sum256(append(make([]byte, 32), body...))
	return fmt.Appendf(nil, "%s,\"hash\":\"%x\"}\n", body, sum)
}

func TestErrorsOfOthersPassThrough(t *testing.T) {
	path, data, _ := trail(t)
	mine := errors.New("enough")
	if _, err := audit.Read(t.Context(), bytes.NewReader(data), func(audit.Record, audit.Head) error { return mine }); !errors.Is(err, mine) {
		t.Errorf("Read = %v, want what each returned", err)
	}
	if _, err := audit.Read(t.Context(), iotest.ErrReader(mine), nil); !errors.Is(err, mine) {
		t.Errorf("Read = %v, want the reader's error", err)
	}
	done, cancel := context.WithCancel(t.Context())
	cancel()
	l := open(t, path)
	_, headErr := l.Head(done)
	_, readErr := audit.Read(done, bytes.NewReader(data), nil)
	_, openErr := audit.Open(done, path, audit.Config{})
	for name, err := range map[string]error{
		"Head": headErr, "Read": readErr, "Open": openErr,
		"Append": l.Append(done, audit.Event{What: audit.Begun, Role: audit.Visitor}),
	} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s = %v, want context.Canceled", name, err)
		}
	}
	far, err := audit.Open(t.Context(), path, audit.Config{Clock: func() time.Time { return noon.AddDate(8000, 0, 0) }})
	if err != nil {
		t.Fatal(err)
	}
	if err := far.Append(t.Context(), audit.Event{What: audit.Begun, Role: audit.Visitor}); err == nil {
		t.Error("a record of the year 10026 was written, which JSON cannot hold")
	}
	if err := far.Close(); err != nil {
		t.Fatal(err)
	}
	big := audit.Event{What: audit.Decided, Role: audit.System, Versions: map[string]string{}}
	for i := range 64 {
		big.Versions[fmt.Sprintf("%s%d", strings.Repeat("n", 70), i)] = strings.Repeat("v", 80)
		big.Factors = append(big.Factors, strings.Repeat("f", 64)+"=NOT_EVALUATED")
	}
	if err := l.Append(t.Context(), big); err != nil {
		t.Errorf("Append of the longest event: %v", err)
	}
	longest, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if all, _, err := read(t, longest); err != nil || len(all) != 5 {
		t.Errorf("%d records with the longest event, %v; want 5", len(all), err)
	}
}

func FuzzRead(f *testing.F) {
	_, data, _ := trail(f)
	f.Add(data)
	f.Add(data[:len(data)/2])
	f.Fuzz(func(t *testing.T, data []byte) {
		var n uint64
		head, err := audit.Read(t.Context(), bytes.NewReader(data), func(audit.Record, audit.Head) error { n++; return nil })
		if head.N != n {
			t.Errorf("head %v after %d records", head, n)
		}
		var broken *audit.BrokenError
		if err != nil && (!errors.As(err, &broken) || broken.Record != n+1) {
			t.Errorf("%d sound records, then %v", n, err)
		}
	})
}

func ExampleLog() {
	dir, _ := os.MkdirTemp("", "audit")
	defer os.RemoveAll(dir)
	ctx := context.Background()
	l, err := audit.Open(ctx, filepath.Join(dir, audit.FileName), audit.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer l.Close()
	err = l.Append(ctx, audit.Event{What: audit.StaffLogin, Role: audit.Clerk})
	head, _ := l.Head(ctx)
	fmt.Println(err, head.N)
	// Output: <nil> 1
}
