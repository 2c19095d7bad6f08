package motion_test

import (
	"image"
	"math/rand/v2"
	"testing"
	"time"

	"portico/app/motion"
	"portico/assets/specimen"
)

// noisy is a picture as a camera with this much noise and light gives it.
func noisy(img *image.RGBA, sigma, light float64, chance *rand.Rand) *image.RGBA {
	out := image.NewRGBA(img.Rect)
	for i, v := range img.Pix {
		out.Pix[i] = uint8(min(max(float64(v)*light+sigma*chance.NormFloat64(), 0), 255))
	}
	return out
}

// frame is a person before a wall; beyond 1 they are out of the picture.
func frame(dx float64) *image.RGBA { return specimen.InRoom(specimen.Person{Seed: 4}, 320, 180, dx, 0) }

func TestMovement(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	empty, there, aside, half := frame(3), frame(0), frame(.1), frame(.75)
	for name, c := range map[string]struct {
		first, then *image.RGBA
		sigma       float64
		light       float64
		want        bool
	}{
		"nobody":                          {empty, empty, 4, 1, false},
		"nobody, in a dark room":          {noisy(empty, 0, .2, chance), noisy(empty, 0, .2, chance), 12, 1, false},
		"the camera's exposure goes up":   {empty, empty, 4, 1.15, false},
		"the light is dimmed":             {empty, empty, 4, .6, false},
		"a still picture of somebody":     {there, there, 4, 1, false},
		"somebody comes":                  {empty, there, 4, 1, true},
		"somebody leaves":                 {there, empty, 4, 1, true},
		"somebody sways":                  {there, aside, 4, 1, true},
		"somebody is there by half":       {empty, half, 4, 1, true},
		"somebody comes in a dim room":    {noisy(empty, 0, .4, chance), noisy(there, 0, .4, chance), 8, 1, true},
		"somebody comes, exposure adapts": {empty, there, 4, .85, true},
	} {
		var m motion.Meter
		if m.Moved(0, noisy(c.first, c.sigma, 1, chance)) {
			t.Errorf("%s: moved at the first picture", name)
		}
		if got := m.Moved(time.Second, noisy(c.then, c.sigma, c.light, chance)); got != c.want {
			t.Errorf("%s: moved %v", name, got)
		}
	}
}

func TestPicturesThatFollowTooSoonArePassedOver(t *testing.T) {
	var m motion.Meter
	m.Moved(0, frame(3))
	if m.Moved(100*time.Millisecond, frame(0)) {
		t.Error("compared after 100 ms")
	}
	if !m.Moved(500*time.Millisecond, frame(0)) {
		t.Error("not compared after half a second")
	}
}
