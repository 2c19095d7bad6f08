package journal_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"portico/app/journal"
	"portico/app/staff"
)

func TestJournal(t *testing.T) {
	var out bytes.Buffer
	j := journal.New(slog.NewTextHandler(&out, nil))
	log := slog.New(j).With("part", "camera")
	log.Info("ready")
	log.Warn("gone", "error", errors.New("unplugged"), "pin", staff.PIN("271828"))
	if got := j.Last(); len(got) != 1 || got[0].Text != "gone part=camera error=unplugged pin=[PIN]" || got[0].At.IsZero() {
		t.Errorf("remembered %+v", got)
	}
	if text := out.String(); strings.Count(text, "\n") != 2 || strings.Contains(text, "271828") {
		t.Errorf("passed on %q", text)
	}
	for n := range 50 {
		log.Error(fmt.Sprint(n))
	}
	if got := j.Last(); len(got) > 20 || got[0].Text != "49 part=camera" {
		t.Errorf("remembered %d, the newest %+v", len(got), got[0])
	}
}
