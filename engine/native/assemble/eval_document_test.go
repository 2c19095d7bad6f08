package assemble_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"portico/engine/document/moire"
	"portico/engine/enginetest"
	"portico/engine/imaging"
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

// TestEvalScreens counts what the moiré check flags, a source each; its
// threshold was chosen on aa, ga and so.
func TestEvalScreens(t *testing.T) {
	evaluation(t)
	flagged := map[string]tally{"original_crop": {}, "screen_crop": {}, "printout_crop": {}}
	for folder, into := range flagged {
		paths, err := filepath.Glob(filepath.Join(enginetest.Data(t, "train", "recapture", folder), "*"))
		if err != nil || len(paths) == 0 {
			t.Fatalf("no pictures in %s: %v", folder, err)
		}
		for _, path := range paths {
			source, _, _ := strings.Cut(filepath.Base(path), "_")
			if slices.Contains([]string{"aa", "ga", "so"}, source) {
				source += " (threshold chosen here)"
			}
			g := imaging.Gray(picture(t, path))
			if peak, ok := moire.Peak(g, g.Rect); ok {
				into.at(source).count(peak > moire.Screen)
			} else {
				into.at(source).unjudged++
			}
		}
	}
	flagged["original_crop"].print("Screens: originals flagged (BPCER)", "flagged")
	flagged["screen_crop"].print("Screens: photographs of screens flagged (1 − APCER)", "flagged")
	flagged["printout_crop"].print("Screens: photographs of prints flagged (not what the check is for)", "flagged")
}
