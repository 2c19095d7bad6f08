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

// A cue that tells nothing here takes no share of the people who may be
// doubted from the one that does.
func TestCalibrateSpendsItsShareWhereItTells(t *testing.T) {
	live, copies := desk(100, 1, 2), desk(100, 1, 2.6)
	l, _, err := passive.Calibrate(live, copies, .1)
	if err != nil {
		t.Fatal(err)
	}
	byMoire, doubted, passed := 0, 0, 0
	for i := range live {
		for _, cues := range live[i] {
			if cues[passive.Moire] > l.Moire {
				byMoire++
			}
			if l.Score(cues) < .84-1e-9 {
				doubted++
			}
		}
		for _, cues := range copies[i] {
			if l.Score(cues) >= .84-1e-9 {
				passed++
			}
		}
	}
	// Of faces and copies that lie two deviations apart, a limit that a tenth of
	// the faces exceed passes 24 % of the copies (normal distribution).
	if byMoire > 2 || doubted > 10 || passed > 34 {
		t.Errorf("limits %+v: %d of 100 faces are doubted, %d for their moiré; %d of 100 copies pass", l, doubted, byMoire, passed)
	}
}

// A copy unlike the others passes by limits of the others, and the errors say
// so though it is told by limits that it helped to find.
func TestErrorsAreThoseWithOtherCopies(t *testing.T) {
	unlike := desk(10, 1, .8)
	l, e, err := passive.Calibrate(desk(40, 1, 0), append(desk(20, 3, 0), unlike...), .1)
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	for _, cues := range unlike[0] {
		if l.Score(cues) < .84-1e-9 {
			told++
		}
	}
	if e.Copies != 30 || told < 7 || e.CopiesPassed <= 10-told {
		t.Errorf("limits %+v tell %d of 10, errors %+v", l, told, e)
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
