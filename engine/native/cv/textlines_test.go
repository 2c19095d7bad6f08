package cv_test

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"testing"

	"portico/engine/native/cv"
)

// stripes paints a line of dark strokes, 4 pixels wide and 12 apart.
func stripes(g *image.Gray, r image.Rectangle) {
	for x := r.Min.X; x < r.Max.X; x += 12 {
		draw.Draw(g, image.Rect(x, r.Min.Y, x+4, r.Max.Y), image.NewUniform(color.Gray{Y: 30}), image.Point{}, draw.Src)
	}
}

func blank(w, h int) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, w, h))
	draw.Draw(g, g.Rect, image.NewUniform(color.Gray{Y: 220}), image.Point{}, draw.Src)
	return g
}

func TestTextLinesFindsLinesAndNoFrames(t *testing.T) {
	g := blank(600, 400)
	want := []image.Rectangle{image.Rect(50, 280, 550, 296), image.Rect(50, 320, 550, 336)}
	for _, r := range want {
		stripes(g, r)
	}
	draw.Draw(g, image.Rect(20, 20, 24, 380), image.NewUniform(color.Black), image.Point{}, draw.Src) // a frame's side
	got := cv.TextLines{}.TextLines(g, 12)
	if len(got) != len(want) {
		t.Fatalf("%d lines, want %d: %v", len(got), len(want), got)
	}
	for _, r := range want {
		found := false
		for _, l := range got {
			y := float64(r.Min.Y+r.Max.Y) / 2
			found = found || math.Abs(l.Left.Y-y) < 2 && math.Abs(l.Right.Y-y) < 2 &&
				math.Abs(l.Left.X-50) < 18 && math.Abs(l.Right.X-542) < 18 && math.Abs(l.Height-16) < 6
		}
		if !found {
			t.Errorf("no line at %v among %v", r, got)
		}
	}
}

func TestTextLinesOfEmptyAndExtremePictures(t *testing.T) {
	for name, tc := range map[string]struct {
		w, h  int
		pitch float64
	}{
		"one pixel":             {1, 1, 8},
		"a hair":                {2000, 1, 8},
		"smallest":              {16, 16, 8},
		"blank":                 {640, 480, 10},
		"pitch of nothing":      {640, 480, 0},
		"negative pitch":        {640, 480, -4},
		"pitch is no number":    {640, 480, math.NaN()},
		"pitch without end":     {640, 480, math.Inf(1)},
		"enlarged beyond sense": {640, 480, .01},
		"shrunk to nothing":     {640, 480, 5000},
	} {
		t.Run(name, func(t *testing.T) {
			if got := (cv.TextLines{}).TextLines(blank(tc.w, tc.h), tc.pitch); len(got) != 0 {
				t.Errorf("lines %v", got)
			}
		})
	}
}
