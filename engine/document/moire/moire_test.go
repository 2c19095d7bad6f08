package moire_test

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"portico/engine/document/moire"
)

// draw makes a grey picture of noise around a slow gradient, plus f.
func draw(w, h int, f func(x, y int) float64) *image.Gray {
	rnd := rand.New(rand.NewPCG(4, 2))
	g := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			v := 120 + 60*float64(x)/float64(w) + 4*rnd.NormFloat64() + f(x, y)
			g.Pix[y*g.Stride+x] = uint8(min(max(v, 0), 255))
		}
	}
	return g
}

func TestAGridStandsOut(t *testing.T) {
	none, _ := moire.Look(draw(400, 400, func(int, int) float64 { return 0 }), image.Rect(0, 0, 400, 400), 0)
	for name, period := range map[string]float64{"fine": 2.6, "middling": 4.1, "coarse": 7.3} {
		grid := draw(400, 400, func(x, y int) float64 { return 6 * math.Sin(2*math.Pi*(float64(x)+.2*float64(y))/period) })
		got, ok := moire.Look(grid, grid.Rect, 0)
		if !ok || got.Any < none.Any+12 {
			t.Errorf("%s grid: %.1f dB, want far above %.1f dB of plain noise", name, got.Any, none.Any)
		}
	}
}

func TestAPatternInOneCornerDoesNot(t *testing.T) {
	g := draw(512, 512, func(x, y int) float64 {
		if x < 160 && y < 160 {
			return 30 * math.Sin(2*math.Pi*float64(x)/4)
		}
		return 0
	})
	none, _ := moire.Look(draw(512, 512, func(int, int) float64 { return 0 }), g.Rect, 0)
	if got, _ := moire.Look(g, g.Rect, 0); got.Any > none.Any+3 {
		t.Errorf("%.1f dB, want no more than %.1f dB and a little: print is no screen", got.Any, none.Any)
	}
}

func TestTooSmallIsNotJudged(t *testing.T) {
	for _, r := range []image.Rectangle{{}, image.Rect(0, 0, 1, 1), image.Rect(0, 0, 191, 400), image.Rect(-50, -50, 0, 0)} {
		if db, ok := moire.Look(image.NewGray(image.Rect(0, 0, 500, 500)), r, 0); ok {
			t.Errorf("%v: judged as %.1f dB", r, db.Any)
		}
	}
}

// The dots of a halftone lie at 45 degrees to a page's edges where it is black
// (ISO 12647-2, 4.3.4.1); the pixels of a screen lie along them.
func TestDotsAreToldFromPixels(t *testing.T) {
	const edge, period = .3, 4.2
	along := func(x, y int) (u, v float64) {
		s, c := math.Sincos(edge)
		return c*float64(x) + s*float64(y), c*float64(y) - s*float64(x)
	}
	pixels := draw(400, 400, func(x, y int) float64 {
		u, v := along(x, y)
		return 8*math.Sin(2*math.Pi*u/period) + 8*math.Sin(2*math.Pi*v/period)
	})
	dots := draw(400, 400, func(x, y int) float64 {
		u, v := along(x, y)
		return 8*math.Sin(2*math.Pi*(u+v)/math.Sqrt2/period) + 8*math.Sin(2*math.Pi*(u-v)/math.Sqrt2/period)
	})
	screen, _ := moire.Look(pixels, pixels.Rect, edge)
	printed, _ := moire.Look(dots, dots.Rect, edge)
	if screen.Any < moire.Screen || screen.Oblique > moire.Print {
		t.Errorf("pixels: %+v, want them along the edges alone", screen)
	}
	if printed.Oblique < moire.Print {
		t.Errorf("dots: %+v, want them oblique", printed)
	}
}
