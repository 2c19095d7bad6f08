package masterkey_test

import (
	"context"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"

	"portico/app/masterkey"
	"portico/sync/store/bolt"
)

// The known answer of the reference implementation's tests (phc-winner-argon2,
// src/test.c: Argon2id, version 13, t=2, m=2^16, p=1).
func TestStretchingIsArgon2id(t *testing.T) {
	how := masterkey.Stretching{KDF: "argon2id", Time: 2, MemoryKiB: 1 << 16, Threads: 1, Salt: []byte("somesalt")}
	key, err := how.Key([]byte("password"))
	if want := "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"; err != nil || hex.EncodeToString(key[:]) != want {
		t.Errorf("key %x, %v; want %s", key[:], err, want)
	}
	for name, bad := range map[string]masterkey.Stretching{
		"nothing":        {},
		"another kdf":    {KDF: "md5", Time: 1, MemoryKiB: 64, Threads: 1, Salt: make([]byte, 16)},
		"all the memory": {KDF: "argon2id", Time: 1, MemoryKiB: 1 << 31, Threads: 1, Salt: make([]byte, 16)},
		"without salt":   {KDF: "argon2id", Time: 1, MemoryKiB: 64, Threads: 1},
	} {
		if _, err := bad.Key([]byte("password")); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

// installation is a store's folder with one of the sources for its key.
type installation struct {
	dir    string
	source masterkey.Source
	change func() // what a person does before the key is changed
}

func installations(t *testing.T) map[string]installation {
	t.Helper()
	place := func() (dir, file string) {
		root := t.TempDir()
		return filepath.Join(root, "data"), filepath.Join(root, "keys", "key")
	}
	all := map[string]installation{}
	dir, file := place()
	all["file"] = installation{dir, masterkey.Source{File: file}, func() {}}

	dir, file = place()
	phrase := "correct horse"
	all["passphrase at a terminal"] = installation{dir, masterkey.Source{
		Kind: masterkey.Passphrase, File: file,
		Ask: func(_ context.Context, question string) ([]byte, error) {
			if strings.HasPrefix(question, "New") && phrase == "changing" {
				phrase = "battery staple"
				return []byte(phrase), nil
			}
			if phrase == "changing" {
				return []byte("correct horse"), nil
			}
			return []byte(phrase), nil
		},
	}, func() { phrase = "changing" }}

	dir, file = place()
	write(t, file+".phrase", "correct horse\n")
	all["passphrase in a file"] = installation{dir, masterkey.Source{Kind: masterkey.Passphrase, File: file, PassphraseFile: file + ".phrase"}, func() {}}

	keyring.MockInit()
	dir, file = place()
	all["keyring"] = installation{dir, masterkey.Source{Kind: masterkey.Keyring, File: file}, func() {}}

	dir, file = place()
	credentials := filepath.Dir(file)
	t.Setenv("CREDENTIALS_DIRECTORY", credentials)
	write(t, filepath.Join(credentials, "portico-master-key"), strings.Repeat("0a", 32)+"\n")
	all["credential"] = installation{dir, masterkey.Source{Kind: masterkey.Credential}, func() {
		write(t, filepath.Join(credentials, "portico-master-key.new"), strings.Repeat("0b", 32))
	}}
	return all
}

func digits(key bolt.MasterKey) string { return hex.EncodeToString(key[:]) }

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)); err != nil {
		t.Fatal(err)
	}
}

func load(t *testing.T, i installation) bolt.MasterKey {
	t.Helper()
	key, _, err := i.source.Load(t.Context(), i.dir)
	if err != nil {
		t.Fatal(err)
	}
	s, err := bolt.Open(t.Context(), bolt.Config{Dir: i.dir, Key: key, MinFree: 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return key
}

func TestEverySourceKeepsAndChangesItsKey(t *testing.T) {
	for name, i := range installations(t) {
		t.Run(name, func(t *testing.T) { keepsAndChanges(t, i) })
	}
}

func keepsAndChanges(t *testing.T, i installation) {
	t.Helper()
	first := load(t, i)
	if again := load(t, i); again != first {
		t.Error("another key the second time")
	}
	i.change()
	if err := i.source.Rotate(t.Context(), i.dir); err != nil {
		t.Fatal(err)
	}
	if opens, err := bolt.Opens(bolt.Config{Dir: i.dir, Key: first}); err != nil || opens {
		t.Errorf("the old key opens the store: %v, %v", opens, err)
	}
	if load(t, i) == first {
		t.Error("the key is the old one")
	}
}

// A change that was interrupted before or after the store was rewrapped.
func TestInterruptedChangeIsEndedByLoad(t *testing.T) {
	for name, rewrapped := range map[string]bool{"before": false, "after": true} {
		root := t.TempDir()
		i := installation{dir: filepath.Join(root, "data"), source: masterkey.Source{File: filepath.Join(root, "key")}}
		want, next := load(t, i), bolt.MasterKey{0xbb}
		write(t, i.source.File+".new", digits(next))
		if rewrapped {
			if err := bolt.Rekey(t.Context(), bolt.Config{Dir: i.dir, Key: want}, next); err != nil {
				t.Fatal(err)
			}
			want = next
		}
		if got := load(t, i); got != want {
			t.Errorf("interrupted %s the store was rewrapped: not the key that opens it", name)
		}
		if err := i.source.Rotate(t.Context(), i.dir); err != nil {
			t.Errorf("interrupted %s, then again: %v", name, err)
		}
		load(t, i)
	}
}

func TestLoadRefuses(t *testing.T) {
	root := t.TempDir()
	at := func(name string) string { return filepath.Join(root, name) }
	t.Setenv("CREDENTIALS_DIRECTORY", "")
	open := at("open")
	write(t, open, strings.Repeat("00", 32))
	if err := os.Chmod(open, 0o644); err != nil {
		t.Fatal(err)
	}
	write(t, at("short"), "00")
	write(t, at("text"), strings.Repeat("zz", 32))
	write(t, at("stretching"), `{"kdf":"argon2id","time":1,"memoryKiB":64,"threads":1,"salt":"AAAAAAAAAAAAAAAAAAAAAA=="}`)
	write(t, at("empty"), "\n")
	store := at("store")
	load(t, installation{store, masterkey.Source{File: at("key of the store")}, nil})
	for name, c := range map[string]struct {
		source masterkey.Source
		want   error // nil: any
	}{
		"a file that others may read":    {masterkey.Source{File: open}, nil},
		"a file too short":               {masterkey.Source{File: at("short")}, nil},
		"a file of other digits":         {masterkey.Source{File: at("text")}, nil},
		"a folder":                       {masterkey.Source{File: root}, nil},
		"a store without its key":        {masterkey.Source{File: at("nowhere")}, masterkey.ErrMissing},
		"a passphrase and nobody there":  {masterkey.Source{Kind: masterkey.Passphrase, File: at("stretching")}, masterkey.ErrNoTerminal},
		"an empty passphrase":            {masterkey.Source{Kind: masterkey.Passphrase, File: at("stretching"), PassphraseFile: at("empty")}, nil},
		"a key in place of a stretching": {masterkey.Source{Kind: masterkey.Passphrase, File: at("text")}, nil},
		"a credential without systemd":   {masterkey.Source{Kind: masterkey.Credential}, nil},
		"a source that is none":          {masterkey.Source{Kind: "cloud"}, nil},
	} {
		_, made, err := c.source.Load(t.Context(), store)
		if err == nil || made || c.want != nil && !errors.Is(err, c.want) || strings.Contains(err.Error(), "zz") {
			t.Errorf("%s: %v, made %v; want %v", name, err, made, c.want)
		}
	}
}

func TestCredentialCannotBeMadeHere(t *testing.T) {
	t.Setenv("CREDENTIALS_DIRECTORY", t.TempDir())
	_, _, err := masterkey.Source{Kind: masterkey.Credential}.Load(t.Context(), t.TempDir())
	if !errors.Is(err, masterkey.ErrElsewhere) {
		t.Errorf("Load = %v, want ErrElsewhere", err)
	}
}
