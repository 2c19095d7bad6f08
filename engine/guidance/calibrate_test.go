package guidance_test

import (
	"errors"
	"testing"
	"time"

	"portico/engine/guidance"
)

func lying(n int, change func(i int, m *guidance.Document)) (seen []guidance.Timed[guidance.Document]) {
	for i := range n {
		m := card(300, 100, 680)
		change(i, &m)
		seen = append(seen, guidance.Timed[guidance.Document]{At: time.Duration(i) * 80 * time.Millisecond, Measures: m})
	}
	return seen
}

func TestCalibrationKeepsWhatLiesThere(t *testing.T) {
	seen := lying(30, func(i int, m *guidance.Document) {
		m.Sharpness, m.Brightness = .19, .8
		m.Corners[0].X += 12 * float64(i%2) // a camera that trembles
	})
	limits, err := guidance.ProposeCard(seen)
	if err != nil {
		t.Fatal(err)
	}
	if limits.Sharpness != .095 || limits.Dark != .4 || limits.Speed < .1 || limits.Tilt != 0 {
		t.Errorf("proposed %+v", limits)
	}
	coach, taken := limits.ForPage(), false
	for _, m := range seen {
		taken = taken || coach.Observe(m.At, m.Measures).Capture
	}
	if !taken {
		t.Error("what was calibrated by is not taken")
	}
	blurred := seen[0].Measures
	blurred.Sharpness = .06 // sharp enough for a worse camera
	coach = limits.ForPage()
	coach.Observe(0, blurred)
	if got := coach.Observe(time.Second, blurred).Hint; got != guidance.Blurred {
		t.Errorf("a picture of a third of the sharpness: %q", got)
	}
}

func TestUsualDeskNeedsNoCalibration(t *testing.T) {
	limits, err := guidance.ProposeCard(lying(20, func(_ int, m *guidance.Document) { m.Sharpness, m.Brightness = .05, .4 }))
	if err != nil || limits != (guidance.CardLimits{}) {
		t.Errorf("proposed %+v, %v", limits, err)
	}
}

func TestCalibrationNeedsPictures(t *testing.T) {
	if _, err := guidance.ProposeCard(lying(20, func(_ int, m *guidance.Document) { m.Found = false })); !errors.Is(err, guidance.ErrCalibration) {
		t.Errorf("an empty desk: %v", err)
	}
	two := make([]guidance.Timed[guidance.Face], 20)
	for i := range two {
		two[i].Measures = portrait(300, func(m *guidance.Face) { m.Count = 2 })
	}
	if _, err := guidance.ProposeFace(two); !errors.Is(err, guidance.ErrCalibration) {
		t.Errorf("two people: %v", err)
	}
}

// Whoever sat there, nobody is asked for more than twice the usual light.
func TestCalibrationOfFacesIsFair(t *testing.T) {
	seen := make([]guidance.Timed[guidance.Face], 20)
	for i := range seen {
		seen[i].Measures = portrait(300, func(m *guidance.Face) { m.Light = guidance.Light{Contrast: 240, Noise: 1} })
	}
	limits, err := guidance.ProposeFace(seen)
	if err != nil || limits.Contrast != 28 || limits.Sharpness != .05 {
		t.Errorf("proposed %+v, %v", limits, err)
	}
}
