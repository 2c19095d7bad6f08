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
		"a misspelt key":          {"en.json": {Data: []byte(`{"welcome.titel": "x"}`)}},
		"no JSON":                 {"en.json": {Data: []byte(`welcome`)}},
	} {
		if err := load(t).Overlay(dir); !errors.Is(err, translations.ErrOverlay) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
