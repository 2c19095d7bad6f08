package bolt_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"portico/sync/store/bolt"
)

func TestLoadKeyCreatesOnceAndReadsAfterwards(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config", "master.key")
	first, created, err := bolt.LoadKey(path)
	if err != nil || !created || first == (bolt.MasterKey{}) {
		t.Fatalf("first LoadKey: created %v, %v", created, err)
	}
	second, created, err := bolt.LoadKey(path)
	if err != nil || created || second != first {
		t.Errorf("second LoadKey: created %v, same %v, %v", created, second == first, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
	}
	if names, err := os.ReadDir(filepath.Dir(path)); err != nil || len(names) != 1 {
		t.Errorf("%d files left in the folder, %v", len(names), err)
	}
}

func TestLoadKeyByManyGivesAllTheSame(t *testing.T) {
	path := filepath.Join(t.TempDir(), "master.key")
	keys := make([]bolt.MasterKey, 16)
	var wg sync.WaitGroup
	for i := range keys {
		wg.Go(func() {
			var err error
			if keys[i], _, err = bolt.LoadKey(path); err != nil {
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

func TestLoadKeyRefuses(t *testing.T) {
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
			if k, created, err := bolt.LoadKey(path); err == nil || created || k != (bolt.MasterKey{}) {
				t.Errorf("LoadKey accepted it: created %v, %v", created, err)
			} else if strings.Contains(err.Error(), good[:16]) {
				t.Errorf("the error tells the key: %v", err)
			}
			if text, err := os.ReadFile(path); err != nil || string(text) != file.text {
				t.Errorf("the file was changed: %v", err)
			}
		})
	}
}

func TestMasterKeyNeverShowsItself(t *testing.T) {
	k := bolt.NewMasterKey()
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("opened", "key", k, "config", bolt.Config{Key: k})
	for verb, got := range map[string]string{
		"String": k.String(), "log": log.String(),
		"%v": fmt.Sprintf("%v", k), "%+v": fmt.Sprintf("%+v", bolt.Config{Key: k}), "%#v": fmt.Sprintf("%#v", k),
		"%x": fmt.Sprintf("%x", k), "%d": fmt.Sprintf("%d", k), "%s": fmt.Sprintf("%s", k),
	} {
		if !strings.Contains(got, "[master key]") || strings.Contains(got, hex.EncodeToString(k[:4])) {
			t.Errorf("%s shows %q", verb, got)
		}
	}
}
