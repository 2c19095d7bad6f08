package assemble_test

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"testing"

	"golang.org/x/image/webp"

	"portico/engine/enginetest"
	"portico/engine/imaging"
)

// evaluation skips a test that takes minutes and prints a table of
// docs/figures.md, unless PORTICO_EVAL is 1. As many run at once as there are
// processors: what they tell are counts, not times.
func evaluation(t *testing.T) {
	t.Helper()
	if os.Getenv("PORTICO_EVAL") != "1" {
		t.Skip("SKIPPED: an evaluation takes minutes; set PORTICO_EVAL=1, or run 'make eval'")
	}
	t.Parallel()
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
