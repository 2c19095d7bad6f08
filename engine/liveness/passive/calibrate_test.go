package passive_test

import (
	"errors"
	"math/rand/v2"
	"testing"

	"portico/engine/liveness/passive"
)

// desk are takes of ten pictures whose cues lie around a middle, of a desk
// whose camera doubts everything by the standard limits.
func desk(n int, moire, copied float64) (all passive.Takes) {
	rng := rand.New(rand.NewPCG(4, uint64(n)))
	for i := range n {
		if i%10 == 0 {
			all = append(all, nil)
		}
		take := &all[len(all)-1]
		*take = append(*take, map[string]float64{passive.Moire: moire + .1*rng.NormFloat64(), passive.Copied: copied + .3*rng.NormFloat64()})
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

// Somebody unlike the others is not told from copies by limits of the others,
// and the errors say so though no picture of theirs is unlike their next one.
func TestErrorsAreThoseWithOtherPeople(t *testing.T) {
	people := append(desk(10, 1, 0), desk(10, 1, 4)...)
	_, e, err := passive.Calibrate(people, desk(40, 1, 6), .1)
	if err != nil || e.Live != 20 || e.LiveDoubted < 8 {
		t.Errorf("errors %+v, %v; the second person is doubted by the first one's limits", e, err)
	}
}
