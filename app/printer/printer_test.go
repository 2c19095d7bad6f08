package printer_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"portico/app/printer"
)

// cups puts commands in the way of CUPS' own, whose behaviour is that of
// version 2.4: lp says "request id is NAME-N (1 file(s))".
func cups(t *testing.T, commands map[string]string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, script := range commands {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	return dir
}

func TestPrints(t *testing.T) {
	dir := cups(t, map[string]string{
		"lp":     `cat > "$(dirname "$0")/page"; echo "$@" > "$(dirname "$0")/asked"; echo "request id is hall-7 (1 file(s))"`,
		"lpstat": `exit 0`,
	})
	if err := (printer.Printer{Name: "hall"}).Print(t.Context(), []byte("%PDF-1.3")); err != nil {
		t.Fatal(err)
	}
	page, _ := os.ReadFile(filepath.Join(dir, "page"))
	asked, _ := os.ReadFile(filepath.Join(dir, "asked"))
	if string(page) != "%PDF-1.3" || !strings.Contains(string(asked), "-d hall") {
		t.Errorf("printed %q with %q", page, asked)
	}
}

func TestWhatIsWrongIsSaid(t *testing.T) {
	t.Run("no such printer", func(t *testing.T) {
		cups(t, map[string]string{"lp": `echo "lp: The printer or class does not exist." >&2; exit 1`})
		err := printer.Printer{Name: "hall"}.Print(t.Context(), nil)
		if err == nil || !strings.Contains(err.Error(), "does not exist") {
			t.Errorf("said %v", err)
		}
	})
	t.Run("no paper", func(t *testing.T) {
		cups(t, map[string]string{
			"lp": `cat >/dev/null; echo "request id is hall-8 (1 file(s))"`, "lpstat": `echo "hall-8 kiosk 1024 Tue"`, "cancel": `exit 0`,
		})
		if err := (printer.Printer{Name: "hall", Patience: time.Second}).Print(t.Context(), nil); !errors.Is(err, printer.ErrStuck) {
			t.Errorf("said %v, want ErrStuck", err)
		}
	})
}
