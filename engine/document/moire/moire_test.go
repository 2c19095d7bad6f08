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
	none, _ := moire.Peak(draw(400, 400, func(int, int) float64 { return 0 }), image.Rect(0, 0, 400, 400))
	for name, period := range map[string]float64{"fine": 2.6, "middling": 4.1, "coarse": 7.3} {
		grid := draw(400, 400, func(x, y int) float64 { return 6 * math.Sin(2*math.Pi*(float64(x)+.2*float64(y))/period) })
		got, ok := moire.Peak(grid, grid.Rect)
		if !ok || got < none+12 {
			t.Errorf("%s grid: %.1f dB, want far above %.1f dB of plain noise", name, got, none)
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
	none, _ := moire.Peak(draw(512, 512, func(int, int) float64 { return 0 }), g.Rect)
	if got, _ := moire.Peak(g, g.Rect); got > none+3 {
		t.Errorf("%.1f dB, want no more than %.1f dB and a little: print is no screen", got, none)
	}
}

func TestTooSmallIsNotJudged(t *testing.T) {
	for _, r := range []image.Rectangle{{}, image.Rect(0, 0, 1, 1), image.Rect(0, 0, 191, 400), image.Rect(-50, -50, 0, 0)} {
		if db, ok := moire.Peak(image.NewGray(image.Rect(0, 0, 500, 500)), r); ok {
			t.Errorf("%v: judged as %.1f dB", r, db)
		}
	}
}
