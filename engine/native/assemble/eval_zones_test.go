package assemble_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"portico/engine/document/mrz"
	"portico/engine/enginetest"
	"portico/engine/figures"
)

// zoneTally counts what became of pictures with a zone.
type zoneTally struct {
	exact, relied, treacherous figures.Tally
	doubts                     figures.Scores
	wrong                      *figures.Errors
}

func newZoneTally() zoneTally {
	return zoneTally{figures.Tally{}, figures.Tally{}, figures.Tally{}, figures.Scores{}, &figures.Errors{}}
}

func (z zoneTally) count(row string, got *mrz.Reading, want []string) (exact bool) {
	exact = got != nil && slices.Equal(got.Lines, want)
	z.exact.At(row).Count(exact)
	z.relied.At(row).Count(exact && got.Sure())
	z.treacherous.At(row).Count(got != nil && !exact && got.Sure())
	if got != nil && strings.HasPrefix(row, "all") {
		z.doubts.Add(row, -slices.Max(slices.Concat(got.Doubt...)), exact)
	}
	return exact
}

func (z zoneTally) tables(s *figures.Section, what string) {
	z.exact.Table(s, what+": every character right", "exact")
	z.relied.Table(s, what+": every character right, and reported valid and sure", "exact, valid and sure")
	z.treacherous.Table(s, what+": misread, and reported valid and sure", "wrong but sure")
	z.doubts.DET(s, "doubt", what+": readings by their worst character's doubt")
}

// TestEvalZones reads the outside pictures, and counts by format.
func TestEvalZones(t *testing.T) {
	evaluation(t)
	reader, work := counted(mrzNets(t))
	tally, none := newZoneTally(), figures.Tally{}
	truths := zoneTruths(t)
	for _, name := range slices.Sorted(maps.Keys(truths)) {
		want := truths[name]
		img := enginetest.Picture(t, "mrz", name)
		got, err := reader.Read(t.Context(), img)
		if err != nil {
			t.Fatal(err)
		}
		work.next()
		if want == nil {
			none.At("no zone").Count(got == nil)
			if got != nil {
				tally.wrong.Add(name+": a zone where there is none", img)
			}
			continue
		}
		format := fmt.Sprintf("%d lines of %d", len(want), len(want[0]))
		if strings.HasPrefix(want[0], "V") {
			format += ", visa"
		}
		if !tally.count(format, got, want) {
			tally.wrong.Add(misread(name, got, want), img)
		}
		tally.count("all", got, want)
	}
	s := figures.New("mrz", "Machine-readable zones: outside pictures")
	s.Say("The reader was developed on these pictures, though no network was trained on them: the figures flatter it.")
	tally.tables(s, "Outside pictures")
	none.Table(s, "Pictures without a zone", "none found")
	work.table(s)
	if err := errors.Join(s.Close(), s.Errors(tally.wrong)); err != nil {
		t.Fatal(err)
	}
}

// misread says what was read for which lines.
func misread(name string, got *mrz.Reading, want []string) string {
	if got == nil {
		return name + ": no zone found"
	}
	return fmt.Sprintf("%s: read %q, want %q, sure: %v", name, got.Lines, want, got.Sure())
}
