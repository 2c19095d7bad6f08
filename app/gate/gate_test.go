package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const header = "goos: linux\npkg: portico/x\n"

func TestGate(t *testing.T) {
	for name, c := range map[string]struct {
		before, after, allowed string
		fails                  bool
		says                   string
	}{
		"the same, though times differ": {"BenchmarkA-2 5 100 ns/op 64 B/op 2 allocs/op", "BenchmarkA-2 5 900 ns/op 64 B/op 2 allocs/op", "", false, ""},
		"one byte more":                 {"BenchmarkA-2 5 100 ns/op 64 B/op 2 allocs/op", "BenchmarkA-2 5 100 ns/op 65 B/op 2 allocs/op", "", true, "GROWN           A-2: 65 B/op, 64 before"},
		"a little above what differed":  {"BenchmarkA-2 5 9 ns/op 64 B/op\nBenchmarkA-2 5 9 ns/op 70 B/op", "BenchmarkA-2 5 9 ns/op 75 B/op", "", false, ""},
		"far above what differed":       {"BenchmarkA-2 5 9 ns/op 64 B/op\nBenchmarkA-2 5 9 ns/op 70 B/op", "BenchmarkA-2 5 9 ns/op 77 B/op", "", true, "77 B/op, 64–70 before"},
		"within what rounds differ by":  {"BenchmarkA-2 5 9 ns/op 64 B/op\nBenchmarkA-2 5 9 ns/op 80 B/op", "BenchmarkA-2 5 9 ns/op 79 B/op", "", false, ""},
		"grown in one round only":       {"BenchmarkA-2 5 9 ns/op 64 B/op", "BenchmarkA-2 5 9 ns/op 64 B/op\nBenchmarkA-2 5 9 ns/op 99 B/op", "", false, ""},
		"allowed":                       {"BenchmarkA-2 5 9 ns/op 64 B/op", "BenchmarkA-2 5 9 ns/op 70 B/op", "A-2\tB/op\t72\tkeeps the chip's files", false, "keeps the chip's files"},
		"more than allowed":             {"BenchmarkA-2 5 9 ns/op 64 B/op", "BenchmarkA-2 5 9 ns/op 73 B/op", "A-2\tB/op\t72\tkeeps the chip's files", true, "GROWN"},
		"less":                          {"BenchmarkA-2 5 9 ns/op 64 B/op", "BenchmarkA-2 5 9 ns/op 60 B/op", "", false, "shrunk"},
		"new and gone":                  {"BenchmarkA/x=1-2 5 9 ns/op 64 B/op", "BenchmarkB-2 5 9 ns/op 64 B/op", "", false, "GONE            A/x=1-2: 64 B/op before\nnew             B-2: 64 B/op"},
	} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			err := run(&out, file(t, header+c.before+"\n"), file(t, header+c.after+"\n"), file(t, "# benchmark\tunit\tmost\twhy\n"+c.allowed+"\n"))
			if errors.Is(err, errGrown) != c.fails || !c.fails && err != nil {
				t.Errorf("run = %v, want failure: %v", err, c.fails)
			}
			if !strings.Contains(out.String(), c.says) || c.says == "" && out.Len() > 0 {
				t.Errorf("it says %q, want %q", out.String(), c.says)
			}
		})
	}
}

func TestNothingMeasuredIsNoPass(t *testing.T) {
	measured, nothing := file(t, header+"BenchmarkA-2 5 9 ns/op 64 B/op\n"), file(t, header+"PASS\n")
	for name, files := range map[string][2]string{"before": {nothing, measured}, "after": {measured, nothing}} {
		if err := run(&strings.Builder{}, files[0], files[1], file(t, "")); err == nil || errors.Is(err, errGrown) {
			t.Errorf("nothing measured %s: %v, want an error that says so", name, err)
		}
	}
}

func TestWhatIsAllowedNeedsAReason(t *testing.T) {
	line := file(t, header+"BenchmarkA-2 5 9 ns/op 64 B/op\n")
	if err := run(&strings.Builder{}, line, line, file(t, "A-2\tB/op\t72\t\n")); err == nil {
		t.Error("an allowance without a reason is taken")
	}
}

func file(t *testing.T, text string) string {
	t.Helper()
	f, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(text); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return filepath.Clean(f.Name())
}
