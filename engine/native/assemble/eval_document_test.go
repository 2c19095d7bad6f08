package assemble_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"portico/engine/enginetest"
)

// TestEvalZones counts machine-readable zones read to the letter, a format each.
func TestEvalZones(t *testing.T) {
	evaluation(t)
	reader := mrzReader(t)
	exact, treacherous := tally{}, tally{}
	for name, want := range zoneTruths(t) {
		format := "no zone"
		if want != nil {
			format = fmt.Sprintf("%d lines of %d", len(want), len(want[0]))
			if strings.HasPrefix(want[0], "V") {
				format += ", visa"
			}
		}
		got, err := reader.Read(t.Context(), enginetest.Picture(t, "mrz", name))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if want == nil {
			exact.at(format).count(got == nil)
			continue
		}
		same := got != nil && slices.Equal(got.Lines, want)
		exact.at(format).count(same)
		treacherous.at(format).count(got != nil && !same && got.Valid)
	}
	exact.print("Machine-readable zones: every character right (where there is none: none found)", "exact")
	treacherous.print("Machine-readable zones: misread, and all check digits right", "wrong but valid")
}

// TestEvalFalseFinds looks for a card in photographs that show none.
func TestEvalFalseFinds(t *testing.T) {
	evaluation(t)
	p := parts(t)
	found := tally{}
	for _, row := range manifest(t, "train", "backgrounds") {
		img, _ := anyPicture(t, "train", "backgrounds", row["file"])
		_, ok := p.Documents.Locate(img)
		found.at(filepath.Dir(row["file"])).count(ok)
	}
	found.print("Cards: found in photographs that show none", "found")
}
