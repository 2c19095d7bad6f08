package staff_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"portico/app/staff"
)

// argon2cffi is what argon2-cffi 25.1.0 (profile RFC_9106_LOW_MEMORY) made of
// the PIN 271828.
const argon2cffi = "$argon2id$v=19$m=65536,t=3,p=4$wmfHN8NovclisiB6QImI3A$DrVKL9VsmAnUFc2FRLfmBlsftzxfW+ia0QCLl/f9CBw"

func fileWith(t *testing.T, text string, mode os.FileMode) staff.File {
	t.Helper()
	file := filepath.Join(t.TempDir(), "staff.pin")
	if err := os.WriteFile(file, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	return staff.File(file)
}

func TestHashOfAnotherProgramIsUnderstood(t *testing.T) {
	f := fileWith(t, argon2cffi+"\n", 0o600)
	for pin, want := range map[staff.PIN]bool{"271828": true, "271829": false, "": false} {
		if got, err := f.Matches(pin); got != want || err != nil {
			t.Errorf("%d digits match: %v, %v; want %v", len(pin), got, err, want)
		}
	}
}

func TestSetThenMatch(t *testing.T) {
	f := staff.File(filepath.Join(t.TempDir(), "made", "staff.pin"))
	if err := f.Check(); !errors.Is(err, staff.ErrNotSet) {
		t.Fatalf("before: %v, want ErrNotSet", err)
	}
	for _, pin := range []staff.PIN{"314159", "271828182845"} {
		if err := f.Set(pin); err != nil {
			t.Fatal(err)
		}
		if ok, err := f.Matches(pin); !ok || err != nil {
			t.Errorf("the PIN just set: %v, %v", ok, err)
		}
	}
	if ok, _ := f.Matches("314159"); ok {
		t.Error("the PIN before still opens")
	}
	info, err := os.Stat(string(f))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	data, err := os.ReadFile(string(f))
	if err != nil || bytes.Contains(data, []byte("271828182845")) {
		t.Errorf("the PIN itself was kept, %v", err)
	}
	if left, err := os.ReadDir(filepath.Dir(string(f))); err != nil || len(left) != 1 {
		t.Errorf("left over: %v, %v", left, err)
	}
}

func TestFilesThatOpenNothing(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		mode os.FileMode
		want error
	}{
		"empty":           {"", 0o600, staff.ErrFile},
		"the PIN itself":  {"271828", 0o600, staff.ErrFile},
		"other readers":   {argon2cffi, 0o644, staff.ErrOpen},
		"all the memory":  {strings.Replace(argon2cffi, "m=65536", "m=4294967295", 1), 0o600, staff.ErrFile},
		"another variant": {strings.Replace(argon2cffi, "argon2id", "argon2i", 1), 0o600, staff.ErrFile},
		"short tag":       {argon2cffi[:len(argon2cffi)-4], 0o600, staff.ErrFile},
		"no tag":          {argon2cffi[:strings.LastIndex(argon2cffi, "$")+1], 0o600, staff.ErrFile},
	} {
		t.Run(name, func(t *testing.T) {
			f := fileWith(t, c.text, c.mode)
			if ok, err := f.Matches("271828"); ok || !errors.Is(err, c.want) {
				t.Errorf("Matches: %v, %v; want %v", ok, err, c.want)
			}
		})
	}
}

func TestWhatIsNoPIN(t *testing.T) {
	for _, pin := range []staff.PIN{"", "12345", "1234567890123", "12345a", "12 456", "١٢٣٤٥٦", "000000", "777777777777"} {
		if err := pin.Validate(); !errors.Is(err, staff.ErrPIN) {
			t.Errorf("%d bytes: %v, want ErrPIN", len(pin), err)
		}
		if err := staff.File(filepath.Join(t.TempDir(), "p")).Set(pin); !errors.Is(err, staff.ErrPIN) {
			t.Errorf("set all the same: %v", err)
		}
	}
}

func TestPINDoesNotShow(t *testing.T) {
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "pin", staff.PIN("271828"))
	if all := log.String() + fmt.Sprint(staff.PIN("271828")); strings.Contains(all, "271828") {
		t.Errorf("it shows in %q", all)
	}
}
