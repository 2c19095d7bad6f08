package models_test

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"portico/models"
)

// bundled returns the bundle of the three models.
func bundled(t *testing.T) (models.Catalogue, []byte) {
	t.Helper()
	c, served := three(t)
	dir := t.TempDir()
	if err := c.Fetch(context.Background(), dir, served, nil); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := c.Bundle(t.Context(), dir, &out); err != nil {
		t.Fatal(err)
	}
	return c, out.Bytes()
}

func TestBundleBringsTheModelsWithoutANetwork(t *testing.T) {
	c, bundle := bundled(t)
	dir := filepath.Join(t.TempDir(), "another", "machine")
	if err := c.Import(t.Context(), dir, bytes.NewReader(bundle)); err != nil {
		t.Fatal(err)
	}
	whole(t, c, dir)
	var again bytes.Buffer
	if err := c.Bundle(t.Context(), dir, &again); err != nil || !bytes.Equal(again.Bytes(), bundle) {
		t.Errorf("the bundle of the imported models differs: %v", err)
	}
	if err := os.Remove(filepath.Join(dir, "plain.onnx")); err != nil {
		t.Fatal(err)
	}
	if err := c.Bundle(t.Context(), dir, &again); !errors.Is(err, models.ErrMissing) {
		t.Errorf("a bundle without a model: %v, want ErrMissing", err)
	}
}

// tarOf makes an archive of files that follow each other.
func tarOf(t *testing.T, entries ...*tar.Header) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, e := range entries {
		if err := w.WriteHeader(e); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(bytes.Repeat([]byte("x"), int(e.Size))); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestBundlesThatAreRefused(t *testing.T) {
	c, bundle := bundled(t)
	changed := bytes.Replace(bundle, []byte("another"), []byte("anothen"), 1)
	for name, test := range map[string]struct {
		bundle []byte
		want   error
	}{
		"no archive":               {bytes.Repeat([]byte("kiosk"), 300), models.ErrBundle},
		"empty":                    {nil, models.ErrMissing},
		"cut off":                  {bundle[:514], models.ErrBundle},
		"one byte changed":         {changed, models.ErrDamaged},
		"a file of another":        {tarOf(t, &tar.Header{Name: "evil.so", Size: 3, Mode: 0o755}), models.ErrBundle},
		"out of the folder":        {tarOf(t, &tar.Header{Name: "../own.onnx", Size: 4, Mode: 0o644}), models.ErrBundle},
		"a link to somewhere else": {tarOf(t, &tar.Header{Name: "own.onnx", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}), models.ErrBundle},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			err := c.Import(t.Context(), dir, bytes.NewReader(test.bundle))
			if !errors.Is(err, test.want) {
				t.Errorf("Import = %v, want %v", err, test.want)
			}
			for _, s := range c.Verify(t.Context(), dir) {
				if errors.Is(s.Err, models.ErrDamaged) {
					t.Errorf("a damaged file was placed: %v", s.Err)
				}
			}
		})
	}
}
