package ort_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"portico/engine/native/ort"
	"portico/models"
)

// TestTheLibraryTellsNobody runs a network in a process whose home is empty:
// the library must not leave a device identifier or a queue of events there.
func TestTheLibraryTellsNobody(t *testing.T) {
	const inner = "PORTICO_TEST_TELEMETRY"
	if os.Getenv(inner) != "" {
		net := opened(t, os.Getenv(inner))
		if _, err := net.Run(t.Context(), strip(64, 0)); err != nil {
			t.Fatal(err)
		}
		return
	}
	library, glyphs := model(t, models.ONNXRuntime), model(t, models.MRZGlyphs)
	home := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, "-test.run", "^"+t.Name()+"$")
	cmd.Env = []string{inner + "=" + glyphs, "HOME=" + home, "PORTICO_MODELS=" + filepath.Dir(library), "PATH=" + os.Getenv("PATH")}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	left, err := os.ReadDir(home)
	if err != nil {
		t.Fatal(err)
	}
	if len(left) > 0 {
		t.Errorf("%s was left in an empty home folder by %s", left[0].Name(), ort.Version())
	}
}
