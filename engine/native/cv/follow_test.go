package cv_test

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"portico/engine/imaging"
	"portico/engine/native/cv"
)

// waves draws a smooth pattern, and noise of two levels on it, as it looks
// moved by off.
func waves(off imaging.Point, seed uint64) *image.Gray {
	rng := rand.New(rand.NewPCG(seed, 1))
	g := image.NewGray(image.Rect(0, 0, 200, 160))
	for y := range 160 {
		for x := range 200 {
			u, v := float64(x)-off.X, float64(y)-off.Y
			g.Pix[y*g.Stride+x] = uint8(128 + 40*math.Sin(u/5+v/11) + 40*math.Cos(v/4-u/17) + 2*rng.NormFloat64())
		}
	}
	return g
}

func TestFollow(t *testing.T) {
	at := []imaging.Point{{X: 60, Y: 50}, {X: 120, Y: 90}, {X: 150, Y: 40}}
	moved := imaging.Point{X: 2.3, Y: -1.6}
	where, found := cv.Points{}.Follow(waves(imaging.Point{}, 1), waves(moved, 2), at, at)
	for i, p := range at {
		if d := imaging.Dist(where[i], imaging.Point{X: p.X + moved.X, Y: p.Y + moved.Y}); !found[i] || d > .1 {
			t.Errorf("point %d: found %v, %.2f pixels off", i, found[i], d)
		}
	}
	for name, c := range map[string]struct {
		from, to *image.Gray
		guess    []imaging.Point
	}{
		"nothing to see":  {blank(200, 160), blank(200, 160), at},
		"another picture": {waves(imaging.Point{}, 1), blank(200, 160), at},
		"two sizes":       {blank(200, 160), blank(160, 200), at},
		"tiny":            {blank(8, 8), blank(8, 8), at},
		"hardly larger":   {blank(16, 16), blank(16, 16), at},
		"no guess":        {waves(imaging.Point{}, 1), waves(moved, 2), nil},
	} {
		_, found := cv.Points{}.Follow(c.from, c.to, at, c.guess)
		for i, ok := range found {
			if ok {
				t.Errorf("%s: point %d is found", name, i)
			}
		}
	}
}
