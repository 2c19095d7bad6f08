// Package enginetest finds what tests of the engine need from outside the
// repository, and skips loudly where it is not there.
package enginetest

import (
	"image"
	"os"
	"path/filepath"
	"testing"

	"portico/engine/imaging"
)

// Root returns the repository's top folder.
func Root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("no go.mod above the test's folder")
		}
		dir = up
	}
}

// Data returns the path of a file or folder of the outside pictures, which
// PORTICO_DATA names (default: ../shared/data beside the repository). Without
// them the test is skipped; with them a missing file is a failure.
func Data(t testing.TB, elem ...string) string {
	t.Helper()
	base := os.Getenv("PORTICO_DATA")
	if base == "" {
		base = filepath.Join(Root(t), "..", "shared", "data")
	}
	if _, err := os.Stat(base); err != nil {
		t.Skipf("SKIPPED: no outside pictures at %s; set PORTICO_DATA to run this test", base)
	}
	path := filepath.Join(append([]string{base}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("outside picture missing: %v", err)
	}
	return path
}

// Picture decodes the outside picture that Data finds.
func Picture(t testing.TB, elem ...string) *image.RGBA {
	t.Helper()
	data, err := os.ReadFile(Data(t, elem...))
	if err != nil {
		t.Fatal(err)
	}
	img, err := imaging.Decode(data, imaging.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return img
}
