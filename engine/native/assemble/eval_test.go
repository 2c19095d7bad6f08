package assemble_test

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"image"
	"io"
	"maps"
	"math"
	"os"
	"slices"
	"strconv"
	"testing"

	"golang.org/x/image/webp"

	"portico/engine/enginetest"
	"portico/engine/imaging"
)

// evaluation skips a test that takes minutes and prints a table of
// docs/figures.md, unless PORTICO_EVAL is 1.
func evaluation(t *testing.T) {
	t.Helper()
	if os.Getenv("PORTICO_EVAL") != "1" {
		t.Skip("SKIPPED: an evaluation takes minutes; set PORTICO_EVAL=1, or run 'make eval'")
	}
}

// share counts how often something happened among what could be judged.
type share struct{ hits, of, unjudged int }

func (r *share) count(hit bool) {
	r.of++
	if hit {
		r.hits++
	}
}

// String is the count, the percentage and its 95 % interval.
func (r *share) String() string {
	if r.of == 0 {
		return "0 of 0 | – | –"
	}
	low, high := interval(r.hits, r.of)
	return fmt.Sprintf("%d of %d | %s %% | %s–%s %%", r.hits, r.of, percent(float64(r.hits)/float64(r.of)), percent(low), percent(high))
}

func percent(p float64) string {
	digits := 1
	if p > 0 && p < .01 {
		digits = 2
	}
	return strconv.FormatFloat(100*p, 'f', digits, 64)
}

// tally are counts by the name of their row.
type tally map[string]*share

func (r tally) at(row string) *share {
	if r[row] == nil {
		r[row] = &share{}
	}
	return r[row]
}

// print writes the tally, sorted by name, as a table in Markdown.
func (r tally) print(title, what string) {
	fmt.Printf("\n%s\n\n| pictures | %s | share | 95 %% interval | not judged |\n|---|---|---|---|---|\n", title, what)
	for _, row := range slices.Sorted(maps.Keys(r)) {
		fmt.Printf("| %s | %s | %d |\n", row, r[row], r[row].unjudged)
	}
}

// interval is Clopper's and Pearson's (Biometrika 26, 1934), 95 %, for a share
// of hits among n.
func interval(hits, n int) (low, high float64) {
	high = 1
	if hits > 0 {
		low = solve(func(p float64) bool { return 1-binomial(hits-1, n, p) < .025 })
	}
	if hits < n {
		high = solve(func(p float64) bool { return binomial(hits, n, p) > .025 })
	}
	return low, high
}

// solve returns where below, which holds from 0 up to a point, ceases to hold.
func solve(below func(p float64) bool) float64 {
	low, high := 0., 1.
	for range 50 {
		if mid := (low + high) / 2; below(mid) {
			low = mid
		} else {
			high = mid
		}
	}
	return low
}

// binomial is the probability of at most k hits of probability p in n draws.
func binomial(k, n int, p float64) float64 {
	lg := func(x int) float64 { v, _ := math.Lgamma(float64(x) + 1); return v }
	var sum float64
	for i := 0; i <= k; i++ {
		sum += math.Exp(lg(n) - lg(i) - lg(n-i) + float64(i)*math.Log(p) + float64(n-i)*math.Log1p(-p))
	}
	return sum
}

// The bounds for ten draws that Clopper and Pearson tabulated, and the rule
// of three's exact form 1 − 0.025^(1/n).
func TestInterval(t *testing.T) {
	for _, c := range []struct {
		hits, n   int
		low, high float64
	}{
		{0, 10, 0, .308},
		{1, 10, .003, .445},
		{5, 10, .187, .813},
		{10, 10, .692, 1},
		{0, 635, 0, 1 - math.Pow(.025, 1./635)},
	} {
		if low, high := interval(c.hits, c.n); math.Abs(low-c.low) > 6e-4 || math.Abs(high-c.high) > 6e-4 {
			t.Errorf("%d of %d: %.4f–%.4f, want %.4f–%.4f", c.hits, c.n, low, high, c.low, c.high)
		}
	}
}

// manifest returns the rows of a folder's manifest.tsv, by column name.
func manifest(t *testing.T, elem ...string) []map[string]string {
	t.Helper()
	f, err := os.Open(enginetest.Data(t, append(elem, "manifest.tsv")...))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	table := csv.NewReader(f)
	table.Comma, table.LazyQuotes, table.FieldsPerRecord = '\t', true, -1
	rows, err := table.ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatalf("manifest of %v: %d rows, %v", elem, len(rows), err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		named := map[string]string{}
		for i, value := range row {
			named[rows[0][i]] = value
		}
		out = append(out, named)
	}
	return out
}

// anyPicture decodes an outside picture, WebP and binary PGM too; ok is false for what
// is no picture of these formats.
func anyPicture(t *testing.T, elem ...string) (img *image.RGBA, ok bool) {
	t.Helper()
	data, err := os.ReadFile(enginetest.Data(t, elem...))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.HasPrefix(data, []byte("P5")) {
		return pgm(t, data), true
	}
	if bytes.HasPrefix(data, []byte("RIFF")) {
		decoded, err := webp.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%v: %v", elem, err)
		}
		return imaging.ToRGBA(decoded), true
	}
	img, err = imaging.Decode(data, imaging.Limits{})
	if errors.Is(err, imaging.ErrFormat) {
		return nil, false
	}
	if err != nil {
		t.Fatalf("%v: %v", elem, err)
	}
	return img, true
}

// pgm decodes a grey picture of Netpbm's binary format with 256 levels.
func pgm(t *testing.T, data []byte) *image.RGBA {
	t.Helper()
	r := bufio.NewReader(bytes.NewReader(data[2:]))
	var w, h, levels int
	if _, err := fmt.Fscan(r, &w, &h, &levels); err != nil || levels != 255 {
		t.Fatalf("PGM of %d levels: %v", levels, err)
	}
	_, _ = r.Discard(1) // one white space ends the header
	g := image.NewGray(image.Rect(0, 0, w, h))
	if _, err := io.ReadFull(r, g.Pix); err != nil {
		t.Fatal(err)
	}
	return imaging.ToRGBA(g)
}
