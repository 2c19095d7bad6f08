package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// inOrder demands texts one after the other.
func inOrder(t *testing.T, text string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		_, after, found := strings.Cut(text, want)
		if !found {
			t.Fatalf("%q is missing or out of place in\n%s", want, text)
		}
		text = after
	}
}

func TestEverythingMeasuredMakesOneDocument(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"figures/zebra.md":      "## Zebra\n\nStripes.\n",
		"figures/face-match.md": "## Faces: matching\n",
		"figures/locating.md":   "## Locating\n\nMeasured on 2 May 2025.\n\nMarks\n\n| | seen |\n|---|---|\n| mean overlap | 0.981 |\n",
		"figures/mrz.md":        "## Zones\n\nMeasured on 1 May 2025.\n",
		"bench/portico.jsonl":   `{"name":"decide","runs":20,"p50":0.0157,"p95":0.02,"max":12.4}` + "\n" + `{"name":"peak memory","mb":373.2}` + "\n",
		"bench/load.jsonl": `{"operation":"detectFace","store":"folder","replicas":1,"clients":1,"runs":4,"p50":180.2,"p95":184.1}` + "\n" +
			`{"operation":"createDocumentPage front","store":"folder","replicas":1,"clients":1,"runs":4,"p50":400}` + "\n" +
			`{"operation":"createDocumentPage front","store":"folder","replicas":1,"clients":8,"runs":4,"p50":1400}` + "\n" +
			`{"operation":"detectFace","store":"redis","replicas":2,"clients":16,"runs":77,"busy":3,"p50":900,"p95":1500}` + "\n" +
			`{"operation":"detectFace","store":"redis","replicas":2,"clients":8,"runs":80,"p50":450,"p95":700.4}` + "\n",
		"bench/go.txt":     "goos: linux\nBenchmarkOpen-2   \t   3\t 556000000 ns/op\t 12 peak-MB\t 1200 B/op\t 4 allocs/op\nPASS\n",
		"demo/stalls.json": `[{"scenario":"drawn","screen":"selfie","longestStallMs":62.5,"onboardingMs":16952.2,"waitedMs":2120},{"scenario":"live","screen":"selfie","longestStallMs":40,"onboardingMs":30000,"waitedMs":9000,"firstPictureMs":1809.4,"picturesPerSecond":29.25,"peakMB":431.2},{"scenario":"stop","screen":"","longestStallMs":0}]`,
		"soak/soak.json":   `[{"seconds":13,"rssMB":400},{"seconds":26,"rssMB":420}]`,
	})
	day := time.Date(2026, time.November, 24, 0, 0, 0, 0, time.Local)
	if err := os.Chtimes(filepath.Join(dir, "figures/zebra.md"), day, day.AddDate(0, 0, -1)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"figures/mrz.md", "figures/face-match.md", "bench/load.jsonl", "demo/stalls.json", "soak/soak.json", "bench"} {
		if err := os.Chtimes(filepath.Join(dir, name), day, day); err != nil {
			t.Fatal(err)
		}
	}
	if err := run(dir, dir, day); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "figures.md"))
	if err != nil {
		t.Fatal(err)
	}
	inOrder(t, string(data), "95 % intervals", "- **Date**: 24 November 2026",
		"- [Marks](#marks)", "- [Kiosk](#kiosk)", "- [Faces: matching](#faces-matching)",
		"## Marks", "| ≥ 0.97 | 0.981 | met, on 2 May 2025 |", "| longest time the window does not answer, all scenarios | ≤ 100 ms | 62 ms (drawn, selfie) | met |",
		"reacting at once, median | ≤ 25 s | 17 s (scenarios: 1) | met |", "waiting for Portico, median | ≤ 3 s | 2.12 s (scenarios: 1) | met |",
		"first live picture, with the hands | ≤ 2 s | 1.81 s | met |", "while guidance runs | ≥ 25 | 29.2 | met |", "a whole onboarding | ≤ 500 MB | 431 MB | met |",
		"## Speed", "| decide | 20 | 15.7 µs | 20.0 µs | 12 ms |", "peak memory: 373 MB.", "![A page, front, under load](images/figures/load.svg)",
		"in a folder, servers: 1", "0 of 8 with 1, 0 of 4 with 8.", "| operation | 1 | 8 |", "| detectFace | 180 / 184 | |",
		"in a redis, servers: 2", "0 of 80 with 8, 3 of 80 with 16.", "| operation | 8 | 16 |", "| detectFace | 450 / 700 | 900 / 1500 |",
		"| Open | 556 ms | 1.2 kB | 4 | 12 peak-MB |",
		"## Kiosk", "2 in 26 s; the process held 400 MB after the first, 420 MB after the last.", "| drawn | selfie | 62 ms | 17.0 s | 2.1 s |",
		"## Zones\n\nMeasured on 1 May 2025.\n\n## Faces: matching\n\n## Zebra\n\nMeasured on 23 November 2026.\n\nStripes.")
}

// A network of 50 million multiply-adds takes at least 5 ms of a machine that
// does 10 thousand million a second; one of 40 MB at 2 GB/s takes 20 ms, one of
// 4 MB that a cache holds 0.4.
func TestLimits(t *testing.T) {
	dir := t.TempDir()
	text := `BenchmarkMachine/what=multiply-adds/threads=one-2 3 1 ns/op 10 GMAC/s
BenchmarkMachine/what=copy/MB=4-2 3 1 ns/op 10 GB/s
BenchmarkMachine/what=copy/MB=64-2 3 1 ns/op 2 GB/s
BenchmarkNetwork/net=age-2 3 1000000 ns/op 5 MMAC 4 weights-MB
BenchmarkNetwork/net=card-corners-2 3 10000000 ns/op 50 MMAC 1 weights-MB
BenchmarkNetwork/net=face-template 3 40000000 ns/op 50 MMAC 40 weights-MB
BenchmarkLocate/input=sample-2 3 20000000 ns/op
BenchmarkSavePage-2 3 20000000 ns/op
BenchmarkBareSync-2 3 5000000 ns/op
BenchmarkBarcode-2 3 7000000 ns/op
`
	write(t, dir, map[string]string{"go.txt": text})
	found, err := readBench(filepath.Join(dir, "go.txt"))
	if err != nil {
		t.Fatal(err)
	}
	page := limitsPage(found, "- **Machine**: one.\n")
	for _, want := range []string{
		"| card-corners | 50.0 | 1.00 MB | 5.0 ms by arithmetic | 10 ms | 50 % |",
		"| age | 5.0 | 4.00 MB | 0.5 ms by arithmetic | 1.0 ms | 50 % |",
		"one thread, gigabytes a second by the size of the block: 4 MB **10.0**, 64 MB **2.0**.",
		"| face-template | 50.0 | 40.00 MB | 20 ms by memory | 40 ms | 50 % |",
		"| locate the card in a live frame | 5.0 ms by arithmetic | 20 ms | 25 % | 15 ms |",
		"| a page committed to the store | 5.0 ms by the same bytes written and synced bare | 20 ms | 25 % | 15 ms |",
		"| PDF417 of a photographed licence | 7.0 ms |",
	} {
		if !strings.Contains(string(page), want) {
			t.Errorf("%q is missing in\n%s", want, page)
		}
	}
	if page := limitsPage(nil, ""); page != nil {
		t.Errorf("without benchmarks: %q", page)
	}
}

func TestMarks(t *testing.T) {
	text := "## Zones\n\nOutside pictures: every character right\n\n| pictures | exact | not judged |\n|---|---|---|\n| 3 lines | 5 of 5 (100.0 %, 50–100 %) | 0 |\n| all | 46 of 47 (97.9 %, 88.7–99.9 %) | 0 |\n" +
		"\nOutside pictures: every character right, and sure\n\n| pictures | exact | not judged |\n|---|---|---|\n| all | 1 of 9 (11.1 %, 0–40 %) | 0 |\n" +
		"\nAnother table\n\n| a | b |\n|---|---|\n| row | 320ms |\n"
	m := measured{
		sections: map[string]section{"mrz": {text: text}},
		speed:    map[string]benchmark{"Compare": {"sec/op": {2e-7}}, "Zones": {"median-ms": {38.6}}},
		steps:    []step{{Name: "page", P50: 436.2}},
		load:     []operation{{Operation: "page", Store: "redis", Clients: 8, P99: 9}, {Operation: "page", Store: "folder", Clients: 8, Runs: 32, P99: 2097}},
	}
	const right = "Outside pictures: every character right"
	for _, c := range []struct {
		mark            mark
		figure, verdict string
	}{
		{atLeast(97, "%", "", cell("mrz", right, "all", 1)), "46 of 47 (97.9 %, 88.7–99.9 %)", "met"},
		{atLeast(98, "%", "", cell("mrz", right, "all", 1)), "46 of 47 (97.9 %, 88.7–99.9 %)", "**missed**"},
		{atLeast(98, "%", "", cell("mrz", right, "row", 1)), "not in its section", "not measured"},
		{atLeast(98, "%", "", cell("none", right, "all", 1)), "", "not measured"},
		{atMost(320, "ms", "", cell("mrz", "Another", "row", 1)), "320ms", "met"},
		{atMost(.05, "ms", "", bench("Compare", "sec/op")), "0.0002 ms", "met"},
		{atMost(38, "ms", "", bench("Zones", "median-ms")), "38.6", "**missed**"},
		{atMost(600, "ms", "", timed("page")), "436 ms", "met"},
		{atMost(2000, "ms", "", loaded("page", 8, func(o operation) float64 { return o.P99 })), "2097 ms (32 answered)", "**missed**"},
		{atMost(2000, "ms", "", loaded("page", 1, func(o operation) float64 { return o.P99 })), "", "not measured"},
	} {
		figure := c.mark.find(m).text
		if verdict := c.mark.verdict(figure); figure != c.figure || verdict != c.verdict {
			t.Errorf("%s: %q %s, want %q %s", c.mark.limit(), figure, verdict, c.figure, c.verdict)
		}
	}
}
