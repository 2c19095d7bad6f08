package translations_test

import (
	"errors"
	"slices"
	"testing"
	"testing/fstest"

	"portico/assets/translations"
)

func load(t *testing.T) *translations.Catalogue {
	t.Helper()
	c, err := translations.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEveryLanguageHasEveryKey(t *testing.T) {
	c := load(t)
	if langs := c.Languages(); !slices.Equal(langs, []string{"en", "de", "es", "fr", "sk", "uk"}) {
		t.Errorf("languages %v", langs)
	}
	want := c.Keys(translations.Fallback)
	for _, lang := range c.Languages() {
		for _, key := range want {
			if !c.Has(lang, key) {
				t.Errorf("%s.json lacks %q", lang, key)
			}
		}
		for _, key := range c.Keys(lang) {
			if !slices.Contains(want, key) {
				t.Errorf("%s.json has %q, which English lacks", lang, key)
			}
		}
	}
}

func TestText(t *testing.T) {
	c := load(t)
	if got, want := c.Text("de", "result.countdown", "seconds", "7"), "Diese Anzeige schließt in 7 s"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := c.Text("xx", "action.start"), "Start"; got != want {
		t.Errorf("an unknown language says %q, want English %q", got, want)
	}
	if got := c.Text("en", "no such key"); got != "no such key" {
		t.Errorf("an unknown key says %q", got)
	}
}

func TestTheOperatorsOwnWords(t *testing.T) {
	c := load(t)
	if err := c.Overlay(fstest.MapFS{"de.json": {Data: []byte(`{"welcome.title": "Willkommen"}`)}, "logo.svg": {}}); err != nil {
		t.Fatal(err)
	}
	if got := c.Text("de", "welcome.title"); got != "Willkommen" {
		t.Errorf("German says %q", got)
	}
	if c.Text("en", "welcome.title") == "Willkommen" {
		t.Error("other words changed")
	}
	for name, dir := range map[string]fstest.MapFS{
		"a language that is none": {"tlh.json": {Data: []byte(`{}`)}},
		"a brace that is lost":    {"en.json": {Data: []byte(`{"result.countdown": "closes soon"}`)}},
		"a misspelt key":          {"en.json": {Data: []byte(`{"welcome.titel": "x"}`)}},
		"no JSON":                 {"en.json": {Data: []byte(`welcome`)}},
	} {
		if err := load(t).Overlay(dir); !errors.Is(err, translations.ErrOverlay) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What is said at the kiosk goes over an operator's folder, and can be taken
// back.
func TestWordsSaidAtTheKiosk(t *testing.T) {
	c := load(t)
	ours := c.Text("de", "welcome.title")
	for _, dir := range []fstest.MapFS{{"de.json": {Data: []byte(`{"welcome.title": "Willkommen"}`)}}, {}} {
		if err := c.Overlay(dir); err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range []struct{ say, want string }{{"Grüß Gott", "Grüß Gott"}, {"", "Willkommen"}} {
		if err := c.Say("de", "welcome.title", step.say); err != nil {
			t.Fatal(err)
		}
		if got := c.Text("de", "welcome.title"); got != step.want {
			t.Errorf("%q said: %q, want %q", step.say, got, step.want)
		}
	}
	if len(c.Own("de")) != 0 || ours == "Willkommen" {
		t.Errorf("own words are left: %v", c.Own("de"))
	}
	if err := c.Say("de", "result.countdown", "gleich"); !errors.Is(err, translations.ErrBraces) {
		t.Errorf("a brace was lost: %v", err)
	}
}

func TestOwnWordsHaveAMark(t *testing.T) {
	c := load(t)
	if err := c.Overlay(fstest.MapFS{}); err != nil {
		t.Fatal(err)
	}
	marks := map[string]bool{}
	for _, text := range []string{"", "One", "Another"} {
		if err := c.Say("en", "consent.title", text); err != nil {
			t.Fatal(err)
		}
		marks[c.Mark("en", "consent.")] = true
	}
	if len(marks) != 3 || !marks[""] || c.Mark("de", "consent.") != "" || c.Mark("en", "welcome.") != "" {
		t.Errorf("marks %v", marks)
	}
}
