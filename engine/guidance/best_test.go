package guidance_test

import (
	"testing"
	"time"

	"portico/engine/guidance"
)

func TestTheBestOfTheLastPicturesIsTaken(t *testing.T) {
	type shot struct {
		sharpness, glare float64
		moved            int // pixels since the one before
	}
	for name, c := range map[string]struct {
		shots []shot
		want  int
	}{
		"the sharpest":                {[]shot{{.5, 0, 0}, {.6, 0, 0}, {.9, 0, 0}, {.7, 0, 0}, {.6, 0, 0}, {.6, 0, 0}, {.6, 0, 0}}, 2},
		"the one without glare":       {[]shot{{.5, 0, 0}, {.8, .03, 0}, {.8, 0, 0}, {.8, .03, 0}, {.8, .03, 0}, {.8, .03, 0}}, 2},
		"the one that is still":       {[]shot{{.8, 0, 0}, {.81, 0, 10}, {.81, 0, 10}, {.8, 0, 1}, {.79, 0, 5}}, 3},
		"the one that was settled on": {[]shot{{.8, 0, 0}, {.8, 0, 0}, {.81, 0, 0}, {.81, 0, 0}, {.80, 0, 0}}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			coach := guidance.CardLimits{}.ForPage()
			var best guidance.Best[int]
			taken, x := -1, 300
			for i, s := range c.shots {
				x += s.moved
				m := card(x, 100, 680)
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

func TestTheFaceThatIsLessBurntIsTaken(t *testing.T) {
	coach := guidance.FaceLimits{}.ForFace()
	var best guidance.Best[int]
	for i, burnt := range []float64{.08, .014, .01, .006, 0, 0, 0, 0} { // as a drawn one's, while the camera turns down the light
		m := portrait(300, func(m *guidance.Face) { m.Light.Burnt, m.Sharpness = burnt, .165+5*burnt })
		a := coach.Observe(time.Duration(i)*80*time.Millisecond, m)
		if pick := best.Observe(a, i); a.Capture {
			if pick < 4 {
				t.Errorf("picture %d was taken, which is burnt", pick)
			}
			return
		}
	}
	t.Error("nothing was taken")
}

func TestAPictureBeforeABadOneIsNotTaken(t *testing.T) {
	var best guidance.Best[int]
	best.Observe(guidance.Advice{Good: true, Merit: 1}, 1)
	best.Observe(guidance.Advice{}, 2)
	if got := best.Observe(guidance.Advice{Good: true, Merit: .2, Capture: true}, 3); got != 3 {
		t.Errorf("picture %d was taken, want 3", got)
	}
}

func TestAPageIsSettledOnOnceNothingChanges(t *testing.T) {
	for name, c := range map[string]struct {
		light []float64
		want  int
	}{
		"at rest":             {[]float64{.5, .5, .5, .5, .5, .5, .5, .5}, 1},
		"the light comes on":  {[]float64{.2, .3, .4, .5, .5, .5, .5, .5}, 3},
		"the light goes down": {[]float64{.9, .9, .8, .7, .6, .6, .6, .6}, 4},
	} {
		coach := guidance.CardLimits{}.ForPage()
		var best guidance.Best[int]
		taken := -1
		for i, light := range c.light {
			m := card(300, 100, 680)
			m.Brightness, m.Sharpness = light, .8+.005*float64(i%3) // noise
			a := coach.Observe(time.Duration(i)*60*time.Millisecond, m)
			if pick := best.Observe(a, i); a.Capture {
				taken = pick
			}
		}
		if taken != c.want {
			t.Errorf("%s: picture %d was taken, want %d", name, taken, c.want)
		}
	}
}
