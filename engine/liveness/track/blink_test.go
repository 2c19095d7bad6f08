package track_test

import (
	"math"
	"testing"

	"portico/engine/liveness/track"
)

func TestBlink(t *testing.T) {
	for name, c := range map[string]struct {
		lids map[int][2]float64 // by frame; elsewhere 0.3
		want float64
	}{
		"never":    {nil, 0},
		"both":     {map[int][2]float64{4: {.15, .15}, 5: {.06, .06}}, .8},
		"one eye":  {map[int][2]float64{4: {.3, .06}}, 0},
		"in turns": {map[int][2]float64{4: {.3, .06}, 6: {.06, .3}}, 0},
	} {
		frames := take()
		for i := range frames {
			frames[i].Face.EyesOpen = [2]float64{.3, .3}
			if lids, ok := c.lids[i]; ok {
				frames[i].Face.EyesOpen = lids
			}
		}
		if got, ok := track.Blink(frames); !ok || math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s: %v, %v; want %v", name, got, ok, c.want)
		}
	}
	if _, ok := track.Blink(take()[:3]); ok {
		t.Error("three frames are enough")
	}
	if _, ok := track.Blink(take()); ok {
		t.Error("eyes that are never open blink")
	}
}
