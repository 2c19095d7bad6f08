package assemble_test

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"

	"portico/engine/document/mrz"
	"portico/engine/document/mrz/mrztest"
	"portico/engine/figures"
)

// typefaces returns those of the rendered evaluation that are installed, by
// name. Neither network was trained on any of them.
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

// hard is a rendered document and what was read of it.
type hard struct {
	typeface string
	seed     uint64
	*mrztest.Case
	got *mrz.Reading
}

// readHard renders the document of a seed in every typeface and reads them side
// by side.
func readHard(t *testing.T, reader *mrz.Reader, all map[string]*sfnt.Font, seed uint64) []hard {
	out, errs := make([]hard, len(all)), make([]error, len(all))
	var wg sync.WaitGroup
	for i, name := range slices.Sorted(maps.Keys(all)) {
		wg.Go(func() {
			c, err := mrztest.Draw(all[name], seed)
			if err != nil {
				errs[i] = err
				return
			}
			out[i] = hard{typeface: name, seed: seed, Case: c}
			out[i].got, errs[i] = reader.Read(t.Context(), c.Image)
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestEvalZonesRendered reads rendered hard documents: PORTICO_EVAL_CASES of
// them in every typeface, 600 unless it is set, and no more than its time
// allows.
func TestEvalZonesRendered(t *testing.T) {
	evaluation(t)
	cases, err := strconv.Atoi(cmp.Or(os.Getenv("PORTICO_EVAL_CASES"), "600"))
	if err != nil {
		t.Fatal(err)
	}
	reader, all := mrzReader(t), typefaces(t)
	tally, doubt := newZoneTally(), calibration{}
	seed := uint64(0)
	for deadline, limited := t.Deadline(); seed < uint64(cases) && (!limited || time.Until(deadline) > time.Minute); seed++ {
		for _, d := range readHard(t, reader, all, seed) {
			tally.count(d.typeface, d.got, d.Lines)
			doubt.add(d.got, d.Lines)
			if exact := tally.count("all held back", d.got, d.Lines); !exact && d.got != nil && d.got.Sure() {
				t.Logf("%s %d: %s", d.typeface, d.seed, misread("", d.got, d.Lines))
				tally.wrong.Add(misread(fmt.Sprintf("%s, seed %d", d.typeface, d.seed), d.got, d.Lines), d.Image)
			}
		}
		if seed%25 == 24 {
			t.Logf("%d documents: %v", int(seed+1)*len(all), *tally.treacherous.At("all held back"))
		}
	}
	s := figures.New("mrz-rendered", "Machine-readable zones: rendered hard documents")
	s.Say("%d documents a typeface, seeds from 0. No network was trained on the typefaces.", seed)
	tally.tables(s, "Rendered documents")
	doubt.table(s)
	if err := errors.Join(s.Close(), s.Errors(tally.wrong)); err != nil {
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
