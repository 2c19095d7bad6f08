package figures_test

import (
	"bytes"
	"encoding/base64"
	"html"
	"image"
	"image/jpeg"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"portico/engine/figures"
)

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
		if low, high := figures.Interval(c.hits, c.n); math.Abs(low-c.low) > 6e-4 || math.Abs(high-c.high) > 6e-4 {
			t.Errorf("%d of %d: %.4f–%.4f, want %.4f–%.4f", c.hits, c.n, low, high, c.low, c.high)
		}
	}
}

func TestSection(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PORTICO_FIGURES", dir)
	faults := figures.Tally{}
	faults.At("print").Count(true)
	faults.At("print").Count(false)
	faults.At("live").Unjudged++
	s := figures.New("liveness", "Liveness")
	s.Say("Seed %d.", 7)
	faults.Table(s, "Copies", "pass")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(dir, "liveness.md"))
	if err != nil {
		t.Fatal(err)
	}
	const want = "## Liveness\n\nSeed 7.\n\nCopies\n\n| pictures | pass | not judged |\n|---|---|---|\n" +
		"| live | 0 of 0 | 1 |\n| print | 1 of 2 (50.0 %, 1.3–98.7 %) | 0 |\n"
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestScoresLeaveTheirNumbersAndAPlace(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PORTICO_FIGURES", dir)
	scores := figures.Scores{}
	scores.Add("lfw", .75, true)
	scores.Add("lfw", math.Inf(-1), true)
	scores.Add("lfw", .1, false)
	scores.Add("bbt", .1, false)
	s := figures.New("faces", "Faces")
	scores.DET(s, "det", "Faces: errors")
	figures.Scores{"bbt": scores["bbt"]}.DET(s, "none", "Without true ones")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{
		"faces.md":          "## Faces\n\n![Faces: errors](images/figures/faces-det.svg)\n\nWithout true ones: no plot, for all answers are of one kind.\n",
		"faces-det.det.tsv": "# Faces: errors\nlfw\t0.75\t1\nlfw\t-Inf\t1\nlfw\t0.1\t0\n",
	} {
		if got, err := os.ReadFile(filepath.Join(dir, file)); err != nil || string(got) != want {
			t.Errorf("%s: %q, %v, want %q", file, got, err, want)
		}
	}
}

func TestErrorsAreKeptWithTheirPictures(t *testing.T) {
	dir := t.TempDir()
	write := func() error {
		var wrong figures.Errors
		wrong.Add(`"<" read as K`, image.NewRGBA(image.Rect(0, 0, 1600, 900)))
		return figures.New("mrz", "Zones").Errors(&wrong)
	}
	if err := write(); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PORTICO_ERRORS", dir)
	if err := write(); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(dir, "mrz.html"))
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(page), `src="data:image/jpeg;base64,`)
	picture, after, _ := strings.Cut(after, `"`)
	data, err := base64.StdEncoding.DecodeString(html.UnescapeString(picture))
	if err != nil {
		t.Fatal(err)
	}
	if size, err := jpeg.DecodeConfig(bytes.NewReader(data)); err != nil || size.Width != 800 || size.Height != 450 {
		t.Errorf("%+v, %v", size, err)
	}
	if !strings.Contains(string(page), "mrz: 1 errors") || !strings.Contains(after, "&#34;&lt;&#34; read as K") {
		t.Errorf("the page says\n%s", page)
	}
}
