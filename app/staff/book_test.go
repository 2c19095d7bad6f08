package staff_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"portico/app/staff"
)

func TestRoles(t *testing.T) {
	dir := t.TempDir()
	b := staff.Book{Clerk: staff.File(filepath.Join(dir, "staff.pin")), Second: staff.File(filepath.Join(dir, "second.pin")), Operator: staff.File(filepath.Join(dir, "operator.pin"))}
	if _, err := b.Who("271828"); !errors.Is(err, staff.ErrNotSet) {
		t.Errorf("no PIN is set: %v", err)
	}
	if err := b.Set(staff.Operator, "314159"); err != nil {
		t.Fatal(err)
	}
	if err := b.Check(); err != nil {
		t.Errorf("an operator's PIN alone: %v", err)
	}
	if err := b.CheckTwo(); !errors.Is(err, staff.ErrAlone) {
		t.Errorf("four eyes of an operator alone: %v", err)
	}
	if err := b.Set(staff.Clerk, "314159"); !errors.Is(err, staff.ErrTaken) {
		t.Errorf("the operator's PIN for clerks: %v", err)
	}
	if err := b.Set("cleaner", "271828"); err == nil {
		t.Error("a role that is none got a PIN")
	}
	if err := b.Set(staff.Clerk, "271828"); err != nil {
		t.Fatal(err)
	}
	if err := b.CheckTwo(); err != nil {
		t.Errorf("a clerk and an operator: %v", err)
	}
	if err := b.Set(staff.Second, "271828"); !errors.Is(err, staff.ErrTaken) {
		t.Errorf("one clerk's PIN for both: %v", err)
	}
	if err := b.Set(staff.Second, "161803"); err != nil {
		t.Fatal(err)
	}
	for pin, want := range map[staff.PIN]staff.Role{"271828": staff.Clerk, "161803": staff.Second, "314159": staff.Operator, "141421": staff.Nobody} {
		if got, err := b.Who(pin); got != want || err != nil {
			t.Errorf("a PIN is of %q, %v; want %q", got, err, want)
		}
	}
	if err := os.Chmod(string(b.Operator), 0o644); err != nil {
		t.Fatal(err)
	}
	if who, err := b.Who("271828"); who != staff.Nobody || !errors.Is(err, staff.ErrOpen) {
		t.Errorf("others may read the operator's: %q, %v", who, err)
	}
}
