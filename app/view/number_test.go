package view

import (
	"testing"

	"portico/app/flow"
	"portico/app/screen"
)

// The marks are those of CLDR.
func TestNumbersAreWrittenAsTheLanguageDoes(t *testing.T) {
	for language, want := range map[string][2]string{
		"en": {"0.90", "1280.325"}, "de": {"0,90", "1280,325"}, "es": {"0,90", "1280,325"},
		"fr": {"0,90", "1280,325"}, "sk": {"0,90", "1280,325"}, "uk": {"0,90", "1280,325"},
	} {
		k := &Kit{Model: screen.NewModel(flow.Setup{}, language)}
		if got := k.decimal(.9, 2); got != want[0] {
			t.Errorf("%s: %q, want %q", language, got, want[0])
		}
		if got := k.brief(1280.325); got != want[1] {
			t.Errorf("%s: %q, want %q", language, got, want[1])
		}
	}
}
