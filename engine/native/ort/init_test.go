package ort_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"portico/engine/native/ort"
	"portico/models"
)

// TestInitCanBeTriedAgain needs a process in which nothing was loaded yet, so
// the test executes itself.
func TestInitCanBeTriedAgain(t *testing.T) {
	const fresh = "PORTICO_TEST_FRESH_PROCESS"
	library := model(t, models.ONNXRuntime)
	if os.Getenv(fresh) == "" {
		cmd := exec.Command(os.Args[0], "-test.run=^TestInitCanBeTriedAgain$", "-test.v")
		cmd.Env = append(os.Environ(), fresh+"=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	if _, err := ort.Open(model(t, models.MRZGlyphs)); !errors.Is(err, ort.ErrNotInitialised) {
		t.Errorf("Open before Init = %v, want ErrNotInitialised", err)
	}
	text := filepath.Join(t.TempDir(), "libonnxruntime.so")
	if err := os.WriteFile(text, []byte("this is no library"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{"a text": text, "a folder": t.TempDir(), "nothing": text + ".1"} {
		if err := ort.Init(path); err == nil {
			t.Errorf("Init with %s gives no error", name)
		}
	}
	if err := ort.Init(library); err != nil {
		t.Errorf("Init after failures = %v", err)
	}
	if _, err := ort.Open(model(t, models.MRZGlyphs)); err != nil {
		t.Errorf("Open after Init = %v", err)
	}
}
