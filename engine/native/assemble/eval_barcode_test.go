package assemble_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"portico/engine/document/barcode"
	"portico/engine/enginetest"
	"portico/engine/figures"
	"portico/engine/native/zxing"
)

// TestEvalBarcodes reads every picture of data/barcode. Truths are zxing's own
// beside its pictures; a .txt is UTF-8, a .bin the payload's bytes.
func TestEvalBarcodes(t *testing.T) {
	evaluation(t)
	pictures, err := filepath.Glob(filepath.Join(enginetest.Data(t, "barcode"), "*.[pj][np]g"))
	if err != nil || len(pictures) == 0 {
		t.Fatalf("no barcodes: %v", err)
	}
	reader := barcode.NewReader(zxing.Decoder{})
	exact, wrong, kept := figures.Tally{}, figures.Tally{}, &figures.Errors{}
	var slowest time.Duration
	for _, path := range pictures {
		want, binary := barcodeTruth(t, path)
		kind := barcode.PDF417
		if strings.Contains(path, "qrcode-1") || strings.Contains(path, "qrcode-6") {
			kind = barcode.QRCode
		}
		start := time.Now()
		img := enginetest.Picture(t, "barcode", filepath.Base(path))
		got, err := reader.Read(t.Context(), img, true)
		slowest = max(slowest, time.Since(start))
		if err != nil {
			t.Fatal(err)
		}
		found, mistaken := false, false
		for _, s := range got {
			same := bytes.Equal([]byte(s.Text), want)
			if binary {
				same = bytes.Equal(s.Data, want)
			}
			found = found || same && s.Format == kind
			mistaken = mistaken || !same
		}
		exact.At(string(kind)).Count(found)
		wrong.At(string(kind)).Count(mistaken)
		if !found || mistaken {
			kept.Add(filepath.Base(path)+": "+summary(got), img)
			t.Errorf("%s: %d symbols, none as wanted or one too many: %s", filepath.Base(path), len(got), summary(got))
		}
	}
	t.Logf("slowest %v", slowest)
	s := figures.New("barcodes", "Barcodes")
	s.Say("The pictures of `data/barcode` (zxing's own specimens and two licences), read with all tries (`TestEvalBarcodes`). Exact: the text, or the bytes, are those beside the picture.")
	exact.Table(s, "Read exactly", "exact")
	wrong.Table(s, "Something read that is not there", "wrong")
	if err := errors.Join(s.Close(), s.Errors(kept)); err != nil {
		t.Fatal(err)
	}
}

func barcodeTruth(t *testing.T, picture string) (payload []byte, binary bool) {
	t.Helper()
	if data, err := os.ReadFile(picture + ".truth.bin"); err == nil {
		return data, true
	}
	data, err := os.ReadFile(picture + ".truth.txt")
	if err != nil {
		t.Fatal(err)
	}
	return data, false
}

func summary(symbols []barcode.Symbol) string {
	var parts []string
	for _, s := range symbols {
		parts = append(parts, fmt.Sprintf("%s %d bytes, %d lines", s.Format, len(s.Data), s.Lines))
	}
	return strings.Join(parts, "; ")
}
