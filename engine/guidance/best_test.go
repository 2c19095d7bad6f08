package guidance_test

import (
	"testing"
	"time"

	"portico/engine/guidance"
)

func TestTheBestOfTheLastPicturesIsTaken(t *testing.T) {
	type shot struct{ sharpness, glare float64 }
	for name, c := range map[string]struct {
		shots []shot
		want  int
	}{
		"the sharpest":            {[]shot{{.5, 0}, {.6, 0}, {.9, 0}, {.7, 0}, {.6, 0}, {.6, 0}, {.6, 0}}, 2},
		"the one without glare":   {[]shot{{.5, 0}, {.8, .03}, {.8, 0}, {.8, .03}, {.8, .03}, {.8, .03}}, 2},
		"the latest among equals": {[]shot{{.8, 0}, {.8, 0}, {.8, 0}, {.8, 0}, {.8, 0}}, 4},
	} {
		t.Run(name, func(t *testing.T) {
			coach := guidance.CardLimits{}.ForPage()
			var best guidance.Best[int]
			taken := -1
			for i, s := range c.shots {
				m := card(300, 100, 680)
				m.Sharpness, m.Glare = s.sharpness, s.glare
				a := coach.Observe(time.Duration(i)*100*time.Millisecond, m)
				if pick := best.Observe(a, i); a.Capture {
					taken = pick
				}
			}
			if taken != c.want {
				t.Errorf("picture %d was taken, want %d", taken, c.want)
			}
		})
	}
}

func TestAPictureBeforeABadOneIsNotTaken(t *testing.T) {
	var best guidance.Best[int]
	best.Observe(guidance.Advice{Good: true, Merit: 1}, 1)
	best.Observe(guidance.Advice{}, 2)
	if got := best.Observe(guidance.Advice{Good: true, Merit: .2, Capture: true}, 3); got != 3 {
		t.Errorf("picture %d was taken, want 3", got)
	}
}
