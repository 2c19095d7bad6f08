package office_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"portico/app/config"
	"portico/app/flow"
	"portico/app/office"
	"portico/app/palette"
	"portico/app/screen"
	"portico/assets/translations"
)

// reopen reads the look as the next start does.
func reopen(t *testing.T, cfg config.Config) (*screen.Brand, *translations.Catalogue) {
	t.Helper()
	words, err := translations.Load()
	if err != nil {
		t.Fatal(err)
	}
	brand, err := office.Brand(words, screen.Brand{}, cfg.OwnBrand())
	if err != nil {
		t.Fatal(err)
	}
	return brand, words
}

func TestColoursAreTriedThenKept(t *testing.T) {
	o, _, cfg := open(t, nil)
	if err := o.Try("brand", "#BBBBBB"); err != nil {
		t.Fatal(err)
	}
	if l := look(t, o, flow.Looks).Looks; !l.Tried || l.Own || len(l.Colours.Poor()) == 0 || len(o.Brand().Colours) != 0 {
		t.Errorf("tried: %+v", l)
	}
	if err := o.Readable(); !errors.Is(err, palette.ErrContrast) {
		t.Errorf("text that cannot be read: %v", err)
	}
	if err := o.Paint(t.Context()); !errors.Is(err, palette.ErrContrast) {
		t.Errorf("it was kept: %v", err)
	}
	if err := errors.Join(o.Try("brand", "#6A1B4D"), o.Paint(t.Context())); err != nil {
		t.Fatal(err)
	}
	want, _ := palette.Parse("#6A1B4D")
	if brand, _ := reopen(t, cfg); brand.Colours[palette.Brand] != want || o.Brand().Colours[palette.Brand] != want || look(t, o, flow.Looks).Looks.Tried {
		t.Errorf("kept: %v", brand.Colours)
	}
	if err := o.Usually(t.Context()); err != nil || len(o.Brand().Colours) != 0 {
		t.Errorf("back to ours: %v", err)
	}
}

func TestWordsAreChanged(t *testing.T) {
	o, _, cfg := open(t, nil)
	if err := errors.Join(o.Sayable("en", "welcome.title", "Hello"), o.Say(t.Context(), "en", "welcome.title", "Hello")); err != nil {
		t.Fatal(err)
	}
	l := look(t, o, flow.Looks).Looks
	if !slices.Contains(l.Words, screen.Words{Key: "welcome.title", Text: "Hello", Own: true}) {
		t.Errorf("shown: %+v", l.Words)
	}
	if _, words := reopen(t, cfg); words.Text("en", "welcome.title") != "Hello" {
		t.Error("the next start says something else")
	}
	if err := o.Sayable("en", "result.countdown", "soon"); !errors.Is(err, translations.ErrBraces) {
		t.Errorf("a brace was lost: %v", err)
	}
}

func TestLogoIsHungAndTakenAway(t *testing.T) {
	o, _, cfg := open(t, nil)
	dir := t.TempDir()
	for name, text := range map[string]string{"logo.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "logo.png": "no picture", "logo.exe": "MZ"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"logo.png", "logo.exe"} {
		if _, err := o.Picture(filepath.Join(dir, name)); !errors.Is(err, screen.ErrLogo) {
			t.Errorf("%s: %v", name, err)
		}
	}
	logo, err := o.Picture(filepath.Join(dir, "logo.svg"))
	if err != nil || o.Hang(t.Context(), logo) != nil {
		t.Fatal(err)
	}
	if brand, _ := reopen(t, cfg); brand.Logo == nil || !bytes.Equal(brand.Logo.Data, logo.Data) || !look(t, o, flow.Looks).Looks.Logo {
		t.Errorf("hung: %+v", brand.Logo)
	}
	if err := o.Hang(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if brand, _ := reopen(t, cfg); brand.Logo != nil {
		t.Error("it is still there")
	}
}
