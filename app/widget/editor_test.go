package widget_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"portico/app/widget"
)

func TestEditorTakesBothKeyboards(t *testing.T) {
	e := widget.NewEditor("NOVA", []string{"sk", "uk"}, "Erase", "Space")
	w := open(t, e)
	w.Resize(fyne.NewSize(1100, 500))
	e.Key(fyne.KeyBackspace)
	e.Rune('Á')
	press := func(word string) {
		t.Helper()
		for _, o := range test.LaidOutObjects(e) {
			if b, ok := o.(*widget.Button); ok && b.Word() == word {
				test.Tap(b)
				return
			}
		}
		t.Fatalf("there is no key %q", word)
	}
	press("K")
	press("⇧")
	press("ľ")
	press("Space")
	press("7")
	if got, want := e.Text(), "NOVÁKľ 7"; got != want {
		t.Errorf("typed %q, want %q", got, want)
	}
	press("Erase")
	press("Erase")
	e.Rune('\u0007')
	if got, want := e.Text(), "NOVÁKľ"; got != want {
		t.Errorf("erased to %q, want %q", got, want)
	}
	press("SK")
	press("ї")
	press("UK")
	press("l")
	if got, want := e.Text(), "NOVÁKľїl"; got != want {
		t.Errorf("typed %q with two languages' keys, want %q", got, want)
	}
	e.Clear()
	if e.Text() != "" {
		t.Error("something is left after Clear")
	}
}

// Names are written as on the card: capitals where they begin, or all of them.
func TestEditorExpectsCapitals(t *testing.T) {
	for text, want := range map[string]bool{
		"": true, "E": false, "Eriks": false, "Anna-": true, "Lars ": true, "D'": true, "ERIKSS": true, "D2314": true,
	} {
		e := widget.NewEditor(text, []string{"en"}, "Erase", "Space")
		capital := false
		for _, o := range test.LaidOutObjects(e) {
			if b, ok := o.(*widget.Button); ok && b.Word() == "Q" {
				capital = true
			}
		}
		if capital != want {
			t.Errorf("after %q the keys have capitals: %v, want %v", text, capital, want)
		}
	}
}
