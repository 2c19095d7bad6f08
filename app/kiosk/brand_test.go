package main

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"portico/app/config"
)

// A look of another version, some of whose words no screen has any more, must
// not keep the kiosk from starting.
func TestALookOfAnotherVersionIsLeftOut(t *testing.T) {
	cfg := config.Config{KeyFile: filepath.Join(t.TempDir(), "master.key")}
	write := func(words string) {
		t.Helper()
		if err := os.MkdirAll(cfg.OwnBrand(), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(cfg.OwnBrand(), "en.json"), []byte(words), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for words, want := range map[string]string{
		`{"welcome.title": "Hello"}`:              "Hello",
		`{"welcome.title": "Hello", "gone": "x"}`: "Show who you are",
	} {
		write(words)
		b, err := openBrand(cfg, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		if got := b.words.Text("en", "welcome.title"); got != want {
			t.Errorf("%s: the screen says %q, want %q", words, got, want)
		}
		if err := b.words.Say("en", "welcome.title", "Welcome"); err != nil || b.words.Text("en", "welcome.title") != "Welcome" {
			t.Errorf("%s: nothing can be said at the kiosk, %v", words, err)
		}
	}
}
