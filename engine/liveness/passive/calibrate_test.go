package passive_test

import (
	"errors"
	"math/rand/v2"
	"testing"

	"portico/engine/liveness/passive"
)

// desk are cues around a middle, of a desk whose camera doubts everything by
// the standard limits.
func desk(n int, moire, copied float64) []map[string]float64 {
	rng := rand.New(rand.NewPCG(4, uint64(n)))
	var all []map[string]float64
	for range n {
		all = append(all, map[string]float64{passive.Moire: moire + .1*rng.NormFloat64(), passive.Copied: copied + .3*rng.NormFloat64()})
	}
	return all
}

func TestCalibrateForADesk(t *testing.T) {
	l, e, err := passive.Calibrate(desk(60, 2.6, 2), desk(80, 2.6, 5), .1)
	if err != nil {
		t.Fatal(err)
	}
	if e.Live != 60 || e.Copies != 80 || e.CopiesPassed != 0 || e.LiveDoubted > 12 || l.Copied < 2 || l.Copied > 3.5 {
		t.Errorf("limits %+v, errors %+v", l, e)
	}
	// Copies that look like faces cannot be told, and it says so.
	if _, e, err = passive.Calibrate(desk(60, 2.6, 2), desk(80, 2.6, 2), .1); err != nil || e.CopiesPassed < 60 {
		t.Errorf("errors %+v, %v", e, err)
	}
}

func TestCalibrateNeedsPictures(t *testing.T) {
	if _, _, err := passive.Calibrate(desk(19, 1, 1), desk(80, 2, 2), .1); !errors.Is(err, passive.ErrFewPictures) {
		t.Error(err)
	}
}
