package view_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"portico/app/flow"
	"portico/app/view"
	"portico/app/widget"
)

func TestFailure(t *testing.T) {
	words := words(t)
	size := fyne.NewSize(960, 600)
	for _, language := range words.Languages() {
		for _, r := range view.Reasons() {
			t.Run(language+" "+string(r), func(t *testing.T) {
				test.NewTempApp(t).Settings().SetTheme(widget.ThemeFor(size, flow.Look{}))
				closed := false
				w := test.NewTempWindow(t, view.Failure(func(key string, pairs ...string) string {
					if !words.Has(language, key) {
						t.Errorf("%s.json lacks %q", language, key)
					}
					return words.Text(language, key, pairs...)
				}, r, func() { closed = true }))
				w.SetPadded(false)
				w.Resize(size)
				fits(t, w.Canvas())
				if language == "en" {
					test.AssertRendersToMarkup(t, "failure_"+string(r)+".xml", w.Canvas())
				}
				if test.TapCanvas(w.Canvas(), fyne.NewPos(480, 540)); !closed {
					t.Error("it cannot be closed")
				}
			})
		}
	}
}
