package assemble_test

import (
	"bufio"
	"context"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"portico/engine/document/mrz"
	"portico/engine/enginetest"
	"portico/engine/native/cv"
	"portico/engine/native/ort"
	"portico/models"
)

// mrzReader opens the glyph network; without the models the test is skipped.
func mrzReader(t testing.TB) *mrz.Reader {
	t.Helper()
	library, err := models.Path(models.ONNXRuntime)
	if err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
	if err := ort.Init(library); err != nil {
		t.Fatal(err)
	}
	path, err := models.Path(models.MRZGlyphs)
	if err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
	net, err := ort.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := net.Close(); err != nil {
			t.Error(err)
		}
	})
	return mrz.NewReader(net, cv.TextLines{})
}

// zoneTruths returns the lines printed on each picture of data/mrz; none for
// a picture without a zone.
func zoneTruths(t *testing.T) map[string][]string {
	t.Helper()
	f, err := os.Open(enginetest.Data(t, "mrz", "manifest.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	truths := map[string][]string{}
	rows := bufio.NewScanner(f)
	rows.Scan() // the header
	for rows.Scan() {
		columns := strings.Split(rows.Text(), "\t")
		var lines []string
		if _, text, found := strings.Cut(columns[1], "|"); found {
			lines = strings.Split(text, "/")
		}
		truths[columns[0]] = lines
	}
	return truths
}

func TestZonesOfOutsidePictures(t *testing.T) {
	reader := mrzReader(t)
	var millis []float64
	exact, wrongButValid, zones := 0, 0, 0
	for name, want := range zoneTruths(t) {
		img := enginetest.Picture(t, "mrz", name)
		start := time.Now()
		got, err := reader.Read(context.Background(), img)
		millis = append(millis, float64(time.Since(start).Microseconds())/1000)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if want == nil {
			if got != nil {
				t.Errorf("%s has no zone, read %q", name, got.Lines)
			}
			continue
		}
		zones++
		switch {
		case got == nil:
			t.Logf("%s (%v): nothing found", name, img.Rect.Size())
		case slices.Equal(got.Lines, want):
			exact++
		default:
			t.Logf("%s (%v): valid %v, confidence %.3f, read\n\t%s, want\n\t%s", name, img.Rect.Size(), got.Valid, got.Confidence,
				strings.Join(got.Lines, "\n\t"), strings.Join(want, "\n\t"))
			if got.Valid {
				wrongButValid++
			}
		}
	}
	slices.Sort(millis)
	t.Logf("all lines exact on %d of %d pictures; median %.0f ms, longest %.0f ms", exact, zones, millis[len(millis)/2], millis[len(millis)-1])
	if exact < 44 || wrongButValid > 0 {
		t.Errorf("exact %d, want 44; wrong but valid %d, want none", exact, wrongButValid)
	}
}

func TestZoneOfTheSampleCard(t *testing.T) {
	reader := mrzReader(t)
	img := enginetest.Picture(t, "dis", "documents", "L2", "document-back.jpeg")
	got, err := reader.Read(context.Background(), img)
	if err != nil {
		t.Fatal(err)
	}
	if got == nil {
		t.Fatal("no zone found")
	}
	want := "ILSVKBB456987<3<<<<<<<<<<<<<<<\n8508063M3011249SVK<<<<<<<<<<<0\nBELL<<BRIAN<<<<<<<<<<<<<<<<<<<"
	if got.String() != want {
		t.Errorf("read\n%s, want\n%s", got, want)
	}
	if !got.Valid || len(got.Checks) != 4 {
		t.Errorf("valid %v, check digits %v, want four right ones", got.Valid, got.Checks)
	}
	if b := got.Zone.Bounds(); !b.In(img.Rect.Inset(-b.Dy()/10)) || got.Zone.Area() <= 0 {
		t.Errorf("the zone %v lies outside the picture %v", got.Zone, img.Rect)
	}
	front := enginetest.Picture(t, "dis", "documents", "L2", "document-front.jpeg")
	if got, err := reader.Read(context.Background(), front); got != nil || err != nil {
		t.Errorf("the front has no zone, read %v, %v", got, err)
	}
}
