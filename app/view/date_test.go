package view_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"portico/app/flow"
	"portico/app/screen"
	"portico/engine/document"
)

// A visitor reads and types dates as their language writes them; what is kept
// is ISO 8601, as it was read.
func TestDatesInTheVisitorsLanguage(t *testing.T) {
	for language, c := range map[string]struct{ shown, typed, kept string }{
		"de": {"06.08.1985", "07.8.1985", "1985-08-07"},
		"es": {"06/08/1985", "7/12/1985", "1985-12-07"},
		"en": {"06/08/1985", "1985-12-31", "1985-12-31"},
		"uk": {"06.08.1985", "?", "?"},
	} {
		s := open(t, wide)
		screen.Set(s.model.Language, language)
		screen.Set(s.model.Evidence, evidence())
		s.state(func(st *flow.State) { st.Step = flow.Check })
		if !strings.Contains(test.RenderToMarkup(s.window.Canvas()), ">"+c.shown+"<") {
			t.Errorf("%s does not show %s", language, c.shown)
		}
		s.state(func(st *flow.State) { st.Sheet, st.Editing = flow.EditSheet, document.DateOfBirth })
		for range c.shown {
			s.kiosk.Key(&fyne.KeyEvent{Name: fyne.KeyBackspace})
		}
		for _, r := range c.typed {
			s.kiosk.Rune(r)
		}
		s.kiosk.Key(&fyne.KeyEvent{Name: fyne.KeyReturn})
		if got := s.sent[len(s.sent)-1]; got != (flow.Edited{Value: c.kept}) {
			t.Errorf("%s: %q typed is sent as %+v", language, c.typed, got)
		}
	}
}
