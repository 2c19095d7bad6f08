package masterkey_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"portico/app/masterkey"
	"portico/sync/store/bolt"
)

func TestKeyFileCreatesOnceAndReadsAfterwards(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config", "master.key")
	first, created, err := masterkey.Source{File: path}.Load(t.Context(), "")
	if err != nil || !created || first == (bolt.MasterKey{}) {
		t.Fatalf("first KeyFile: created %v, %v", created, err)
	}
	second, created, err := masterkey.Source{File: path}.Load(t.Context(), "")
	if err != nil || created || second != first {
		t.Errorf("second KeyFile: created %v, same %v, %v", created, second == first, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
	}
	if names, err := os.ReadDir(filepath.Dir(path)); err != nil || len(names) != 1 {
		t.Errorf("%d files left in the folder, %v", len(names), err)
	}
}

func TestKeyFileByManyGivesAllTheSame(t *testing.T) {
	path := filepath.Join(t.TempDir(), "master.key")
	keys := make([]bolt.MasterKey, 16)
	var wg sync.WaitGroup
	for i := range keys {
		wg.Go(func() {
			var err error
			if keys[i], _, err = (masterkey.Source{File: path}).Load(t.Context(), ""); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for i, k := range keys {
		if k != keys[0] {
			t.Errorf("program %d has another key", i)
		}
	}
}

func TestKeyFileRefuses(t *testing.T) {
	good := strings.Repeat("0f", 32)
	for name, file := range map[string]struct {
		text string
		mode os.FileMode
	}{
		"readable by the group": {good, 0o640},
		"readable by the world": {good, 0o604},
		"writable by the world": {good, 0o602},
		"empty":                 {"", 0o600},
		"too short":             {good[2:], 0o600},
		"too long":              {good + "0f", 0o600},
		"not hexadecimal":       {strings.Repeat("xy", 32), 0o600},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "master.key")
			if err := os.WriteFile(path, []byte(file.text), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(path, file.mode); err != nil {
				t.Fatal(err)
			}
			if k, created, err := (masterkey.Source{File: path}).Load(t.Context(), ""); err == nil || created || k != (bolt.MasterKey{}) {
				t.Errorf("KeyFile accepted it: created %v, %v", created, err)
			} else if strings.Contains(err.Error(), good[:16]) {
				t.Errorf("the error tells the key: %v", err)
			}
			if text, err := os.ReadFile(path); err != nil || string(text) != file.text {
				t.Errorf("the file was changed: %v", err)
			}
		})
	}
}
