package masterkey_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/zalando/go-keyring"

	"portico/app/masterkey"
	"portico/sync/store/bolt"
)

// obstruct puts a folder with something in it in a file's place.
func obstruct(t *testing.T, path string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(path, "x"), 0o700); err != nil {
		t.Fatal(err)
	}
}

// begun is an installation with a key from a file and a store.
func begun(t *testing.T) (dir string, source masterkey.Source) {
	t.Helper()
	root := t.TempDir()
	i := installation{filepath.Join(root, "data"), masterkey.Source{File: filepath.Join(root, "keys", "key")}, nil}
	load(t, i)
	return i.dir, i.source
}

// A change of the key that cannot go on says so, and the key of before still
// opens the store.
func TestChangeThatCannotGoOnKeepsTheKey(t *testing.T) {
	dir, source := begun(t)
	before, _, err := source.Load(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	s, err := bolt.Open(t.Context(), bolt.Config{Dir: dir, Key: before, MinFree: 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := source.Rotate(t.Context(), dir); err == nil {
		t.Error("the key of an open store was changed")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	next := source.File + ".new"
	if err := os.Remove(next); err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	obstruct(t, next)
	if err := source.Rotate(t.Context(), dir); err == nil {
		t.Error("the key was changed with a folder in its successor's place")
	}
	if err := os.RemoveAll(next); err != nil {
		t.Fatal(err)
	}
	if err := (masterkey.Source{Kind: "stone"}).Rotate(t.Context(), dir); err == nil {
		t.Error("the key of an unknown source was changed")
	}
	if opens, err := bolt.Opens(bolt.Config{Dir: dir, Key: before}); err != nil || !opens {
		t.Errorf("the key of before opens the store: %v, %v", opens, err)
	}
}

func TestKeyThatCannotBeKeptIsNotMade(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, "x")
	t.Setenv("CREDENTIALS_DIRECTORY", filepath.Dir(file))
	broken := errors.New("no keyring here")
	ask := func(context.Context, string) ([]byte, error) { return nil, broken }
	keyring.MockInitWithError(broken)
	t.Cleanup(keyring.MockInit)
	for name, source := range map[string]masterkey.Source{
		"a file as the folder":         {File: filepath.Join(file, "key")},
		"a credential elsewhere":       {Kind: masterkey.Credential, Credential: "../key"},
		"a person who does not answer": {Kind: masterkey.Passphrase, File: filepath.Join(t.TempDir(), "key"), Ask: ask},
		"no keyring":                   {Kind: masterkey.Keyring, File: filepath.Join(t.TempDir(), "key")},
	} {
		if key, made, err := source.Load(t.Context(), t.TempDir()); err == nil || made || key != (bolt.MasterKey{}) {
			t.Errorf("%s: made %v, %v; want an error and no key", name, made, err)
		}
	}
}
