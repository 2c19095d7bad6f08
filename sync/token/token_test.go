package token_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"portico/sync/token"
	"portico/sync/token/tokentest"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func TestFile(t *testing.T) {
	tokentest.Run(t, func(t *testing.T) token.Book { return token.OpenFile(filepath.Join(t.TempDir(), "tokens")) })
}

func TestATokenEnds(t *testing.T) {
	made, text := token.New(token.Kiosk, noon)
	made.Expires = noon.Add(time.Hour)
	for after, want := range map[time.Duration]error{time.Hour - 1: nil, time.Hour: token.ErrUnknown} {
		if _, err := token.Judge(t.Context(), token.Fixed{made}, text, noon.Add(after)); !errors.Is(err, want) {
			t.Errorf("after %v: %v, want %v", after, err, want)
		}
	}
}

func TestOwners(t *testing.T) {
	a, _ := token.New(token.Kiosk, noon)
	b, _ := token.New(token.Kiosk, noon)
	if a.Owner() == b.Owner() {
		t.Error("two tokens own each other's customers")
	}
	a.Group, b.Group = "branch-1", "branch-1"
	if a.Owner() != b.Owner() {
		t.Error("a group's tokens do not own together")
	}
	b.Group = a.ID
	if c := (token.Token{ID: a.ID}); c.Owner() == b.Owner() {
		t.Error("a group can be named like a token")
	}
}

// TestProgramsShareTheFile: a server sees what a command changes, many
// commands at once lose nothing, and the file shows no token.
func TestProgramsShareTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tokens")
	server := token.OpenFile(path)
	texts := make([]string, 8)
	var wg sync.WaitGroup
	for i := range texts {
		wg.Go(func() {
			made, text := token.New(token.Integrator, noon)
			texts[i] = text
			if err := token.OpenFile(path).Add(t.Context(), made); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, text := range texts {
		if _, err := token.Judge(t.Context(), server, text, noon); err != nil {
			t.Error(err)
		}
	}
	if err := token.OpenFile(path).Revoke(t.Context(), token.HashOf(texts[3]).ID()); err != nil {
		t.Fatal(err)
	}
	if _, err := token.Judge(t.Context(), server, texts[3], noon); !errors.Is(err, token.ErrUnknown) {
		t.Errorf("revoked by a command: %v", err)
	}
	data, err := os.ReadFile(path)
	info, _ := os.Stat(path)
	if err != nil || bytes.Contains(data, []byte(texts[0])) || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v, or a token shows", info.Mode(), err)
	}
}

func TestADamagedFileLetsNobodyIn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tokens")
	if err := os.WriteFile(path, []byte("{}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := token.OpenFile(path).Find(t.Context(), "0123456789abcdef"); !errors.Is(err, token.ErrInvalid) {
		t.Errorf("%v, want ErrInvalid", err)
	}
}

func FuzzFile(f *testing.F) {
	made, _ := token.New(token.Kiosk, noon)
	path := filepath.Join(f.TempDir(), "tokens")
	if err := token.OpenFile(path).Add(f.Context(), made); err != nil {
		f.Fatal(err)
	}
	seed, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(seed)
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "tokens")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		all, err := token.OpenFile(path).List(t.Context())
		if err != nil {
			return
		}
		for _, one := range all {
			if err := one.Validate(); err != nil {
				t.Errorf("%+v was read: %v", one, err)
			}
		}
	})
}
