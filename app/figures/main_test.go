package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestSectionsAndSpeedMakeOneDocument(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"sections/zebra.md":      "## Zebra\n",
		"sections/face-match.md": "## Faces\n",
		"sections/mrz.md":        "## MRZ\n",
		"bench/portico.jsonl":    `{"name":"decide","runs":20,"p50":0.0157,"p95":0.02,"max":12.4}` + "\n" + `{"name":"peak memory","mb":373.2}` + "\n",
		"bench/load.jsonl":       `{"operation":"detectFace","store":"redis","replicas":2,"clients":8,"runs":80,"busy":3,"p50":900,"p95":1500,"p99":2100,"max":2200}` + "\n",
		"bench/go.txt":           "goos: linux\nBenchmarkOpen-2   \t   3\t 556000000 ns/op\t 120 B/op\t 4 allocs/op\nPASS\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	day := time.Date(2026, time.November, 24, 0, 0, 0, 0, time.UTC)
	if err := run(filepath.Join(dir, "sections"), filepath.Join(dir, "bench"), dir, day); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "figures.md"))
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	at := -1
	for _, want := range []string{
		"95 % intervals", "- **Date**: 24 November 2026.", "| decide | 20 | 15.7 µs | 20.0 µs | 12 ms |", "peak memory: 373 MB.",
		"| detectFace | redis | 2 | 8 | 80 | 3 | 900 ms | 1500 ms | 2100 ms | 2200 ms |",
		"| Open | 556 ms | 120 B/op, 4 allocs/op |", "## MRZ", "## Faces", "## Zebra",
	} {
		found := strings.Index(text, want)
		if found <= at {
			t.Errorf("%q is missing or out of place", want)
		}
		at = max(at, found)
	}
}

// A network of 50 million multiply-adds takes at least 5 ms of a machine that
// does 10 thousand million a second; one of 40 MB at 2 GB/s takes 20 ms.
func TestLimits(t *testing.T) {
	dir := t.TempDir()
	text := `BenchmarkMachine/what=multiply-adds/threads=one-2 3 1 ns/op 10 GMAC/s
BenchmarkMachine/what=copy/threads=one-2 3 1 ns/op 2 GB/s
BenchmarkNetwork/net=card-corners-2 3 10000000 ns/op 50 MMAC 1 weights-MB
BenchmarkNetwork/net=face-template 3 40000000 ns/op 50 MMAC 40 weights-MB
BenchmarkLocate/input=sample-2 3 20000000 ns/op
`
	if err := os.WriteFile(filepath.Join(dir, "go.txt"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	page, err := limitsPage(dir, "- **Machine**: one.\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"| card-corners | 50.0 | 1.00 MB | 5.0 ms by arithmetic | 10 ms | 50 % |",
		"| face-template | 50.0 | 40.00 MB | 20 ms by memory | 40 ms | 50 % |",
		"| locate the card in a live frame | 5.0 ms by arithmetic | 20 ms | 25 % | 15 ms |",
	} {
		if !strings.Contains(string(page), want) {
			t.Errorf("%q is missing in\n%s", want, page)
		}
	}
	if page, err := limitsPage(t.TempDir(), ""); page != nil || err != nil {
		t.Errorf("without benchmarks: %q, %v", page, err)
	}
}
