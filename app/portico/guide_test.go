package main

import (
	"fmt"
	"image"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"portico/assets/specimen"
	"portico/capture"
	"portico/capture/replay"
)

// recorded writes a sequence of pictures 80 ms apart.
func recorded(t *testing.T, pictures ...*image.RGBA) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "sequence")
	r, err := replay.NewRecorder(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, img := range pictures {
		if err := r.Add(capture.Frame{Image: img, Seq: uint64(i + 1), Time: time.Duration(i) * 80 * time.Millisecond}); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestGuideTakesACardThatLiesStill(t *testing.T) {
	needModels(t)
	card := specimen.Example(specimen.IDPhoto(specimen.Person{Seed: 4})).Front(1000)
	at := func(x float64) *image.RGBA {
		return specimen.OnDesk(card, 1280, 720, specimen.Pose{X: x, Y: .5, Width: .6})
	}
	still := at(.5)
	out := portico(t, "capture", "guide", "--json", "--kind", "document",
		recorded(t, at(1), at(.8), still, still, still, still, still, still, still, still, still))
	if out.code != 0 {
		t.Fatalf("exit code %d: %s", out.code, out.stderr)
	}
	lines := strings.Split(strings.TrimSpace(out.stdout), "\n")
	if len(lines) != 11 {
		t.Fatalf("%d lines for 11 frames", len(lines))
	}
	taken := 0
	for i, line := range lines {
		r := object[guideResult](t, line)
		if r.Frame != uint64(i+1) || r.T != float64(80*i) || r.Hint == "" {
			t.Errorf("line %d: %s", i, line)
		}
		if i < 3 && r.Good {
			t.Errorf("frame %d, where the card is outside or moving, is good", r.Frame)
		}
		if r.Captured {
			taken++
			if r.Taken < 3 || fmt.Sprint(r.Measures["found"]) != "true" {
				t.Errorf("taken: %s", line)
			}
		}
	}
	if taken != 1 {
		t.Errorf("%d pictures were taken, want 1:\n%s", taken, out.stdout)
	}
}

func TestGuideOfNothing(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		code int
	}{
		"no such folder": {[]string{filepath.Join(t.TempDir(), "none")}, exitFailed},
		"no such kind":   {[]string{"--kind", "dance", "."}, exitUsage},
		"no sequence":    {nil, exitUsage},
	} {
		if out := portico(t, append([]string{"capture", "guide"}, c.args...)...); out.code != c.code || out.stderr == "" {
			t.Errorf("%s: exit code %d, %q; want %d and a message", name, out.code, out.stderr, c.code)
		}
	}
}
