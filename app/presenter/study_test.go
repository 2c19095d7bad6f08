package presenter_test

import (
	"context"
	"image"
	"slices"
	"testing"
	"time"

	"portico/app/flow"
	"portico/app/screen"
)

// laboratory judges every picture alike and remembers the takes.
type laboratory struct {
	blind bool // it cannot judge
	takes map[flow.Subject]int
}

func (o *office) Examine(context.Context, *image.RGBA) (map[string]float64, bool, error) {
	return map[string]float64{"moire": 1}, !o.lab.blind, nil
}

func (o *office) Collect(of flow.Subject, take []map[string]float64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.lab.takes == nil {
		o.lab.takes = map[flow.Subject]int{}
	}
	o.lab.takes[of] += len(take)
}

func (o *office) Discard(context.Context) error {
	o.lab.takes = nil
	return nil
}

func (o *office) Doubt(flow.Order) (func(context.Context) error, map[string]string, error) {
	return o.Discard, map[string]string{"moire": "2.10"}, nil
}

func study(of flow.Subject) flow.Event {
	return flow.Ask{Order: flow.Order{Task: flow.Study, Name: string(of)}}
}

func TestStaffStudyPeopleAndCopies(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := inOffice(t, "314159")
		k.send(flow.Visit{Room: flow.Liveness})
		wait(time.Second)
		for _, of := range []flow.Subject{flow.Person, flow.Copy} {
			k.send(study(of))
			wait(time.Second)
			if !screen.Get(k.Model().State).Busy {
				t.Errorf("%s: a take of ten pictures is over within a second", of)
			}
			wait(6 * time.Second)
			if k.office.lab.takes[of] != 10 {
				t.Errorf("%s: %d pictures, want 10", of, k.office.lab.takes[of])
			}
		}
		if len(k.store.saved) != 0 {
			t.Error("something was kept")
		}
		k.send(flow.Ask{Order: flow.Order{Task: flow.KeepDoubt}})
		wait(time.Second)
		if !slices.Contains(k.trail.told, "camera.calibrated operator passive") {
			t.Errorf("the trail has %q", k.trail.told)
		}
	})
}

// A take that nobody could judge, or whose camera is gone, ends and says so; one
// whose room was left is forgotten.
func TestStudyWithoutAFace(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := inOffice(t, "314159")
		k.office.lab.blind = true
		k.send(flow.Visit{Room: flow.Liveness}, study(flow.Person))
		wait(20 * time.Second)
		if s := screen.Get(k.Model().State); s.Problem != flow.Unmeasured || s.Busy {
			t.Errorf("the screen shows %+v", s)
		}
		k.office.lab.blind = false
		k.send(study(flow.Person))
		wait(time.Second)
		k.send(flow.Leave{})
		wait(20 * time.Second)
		if k.office.lab.takes[flow.Person] != 0 || k.step() != flow.Welcome {
			t.Errorf("%v pictures of a take that was left", k.office.lab.takes)
		}
	})
}
