package assemble_test

import (
	"cmp"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"

	"portico/engine/document/mrz"
	"portico/engine/document/mrz/mrztest"
	"portico/engine/figures"
)

// typefaces returns those of the rendered evaluation that are installed, by
// name. Neither network was trained on any of them but OCR-B.
func typefaces(t *testing.T) map[string]*sfnt.Font {
	t.Helper()
	out := map[string]*sfnt.Font{}
	add := func(name string, data []byte) {
		typeface, err := opentype.Parse(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = typeface
	}
	add("Go Mono", gomono.TTF)
	add("Go Mono Bold", gomonobold.TTF)
	wanted := map[string]string{
		"LiberationMono-Regular.ttf": "Liberation Mono", "LiberationMono-Bold.ttf": "Liberation Mono Bold",
		"OCRBS.otf": "OCR-B (not held back)",
	}
	err := filepath.WalkDir("/usr/share/fonts", func(path string, _ fs.DirEntry, err error) error {
		name := wanted[filepath.Base(path)]
		if err != nil || name == "" || out[name] != nil {
			return err
		}
		data, err := os.ReadFile(path)
		if err == nil {
			add(name, data)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range wanted {
		if out[name] == nil {
			t.Logf("SKIPPED: %s is not installed; 'make setup' does", name)
		}
	}
	return out
}

// TestEvalZonesRendered reads rendered hard documents: PORTICO_EVAL_CASES of
// them in every typeface, 600 unless it is set.
func TestEvalZonesRendered(t *testing.T) {
	evaluation(t)
	cases, err := strconv.Atoi(cmp.Or(os.Getenv("PORTICO_EVAL_CASES"), "600"))
	if err != nil {
		t.Fatal(err)
	}
	reader := mrzReader(t)
	tally, doubt := newZoneTally(), calibration{}
	for name, typeface := range typefaces(t) {
		for seed := range uint64(cases) {
			c, err := mrztest.Draw(typeface, seed)
			if err != nil {
				t.Fatal(err)
			}
			got, err := reader.Read(t.Context(), c.Image)
			if err != nil {
				t.Fatal(err)
			}
			tally.count(name, got, c.Lines)
			if name == "OCR-B (not held back)" {
				continue
			}
			tally.count("all held back", got, c.Lines)
			doubt.add(got, c.Lines)
		}
	}
	s := figures.New("mrz-rendered", "Machine-readable zones: rendered hard documents")
	s.Say("%d documents a typeface, seeds from 0. No network was trained on the typefaces, but for OCR-B.", cases)
	tally.tables(s, "Rendered documents")
	doubt.table(s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// calibration gathers characters by the doubt that was told of them.
type calibration struct {
	bins [6]struct{ n, wrong, doubt float64 }
}

// add counts the characters of a zone whose format was read right.
func (c *calibration) add(got *mrz.Reading, want []string) {
	if got == nil || len(got.Lines) != len(want) || len(got.Lines[0]) != len(want[0]) {
		return
	}
	for i, line := range got.Doubt {
		for j, doubt := range line {
			b := 0
			for b < len(doubtEdges) && doubt >= doubtEdges[b] {
				b++
			}
			bin := &c.bins[b]
			bin.n++
			bin.doubt += doubt
			if got.Lines[i][j] != want[i][j] {
				bin.wrong++
			}
		}
	}
}

var doubtEdges = [...]float64{.001, .01, .05, .2, .5}

// table says how often characters of each range of doubt are wrong, and the
// expected calibration error: the mean distance of the two, by characters.
func (c *calibration) table(s *figures.Section) {
	s.Table("Doubt told of characters, and how often they are wrong", "doubt below", "characters", "doubt told", "wrong")
	total, miss := 0., 0.
	for b, bin := range c.bins {
		edge := 1.
		if b < len(doubtEdges) {
			edge = doubtEdges[b]
		}
		n := max(bin.n, 1)
		s.Row(edge, bin.n, figures.Percent(bin.doubt/n)+" %", figures.Percent(bin.wrong/n)+" %")
		total += bin.n
		miss += math.Abs(bin.doubt - bin.wrong)
	}
	s.Say("Expected calibration error: %s %%.", figures.Percent(miss/max(total, 1)))
}
