package presenter_test

import (
	"slices"
	"testing"

	"portico/app/flow"
	"portico/app/screen"
	"portico/engine/customer"
)

func TestTrailOfAnOnboarding(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := start(t, nil)
		k.send(flow.Start{}, flow.Agreed{})
		k.reach(t, flow.LookUp)
		k.send(flow.Continue{})
		k.reach(t, flow.Check)
		k.send(flow.Continue{})
		k.reach(t, flow.Result)
		want := []string{"onboarding.begun visitor", "onboarding.decided system ACCEPT", "onboarding.kept system ACCEPT"}
		if !slices.Equal(k.trail.told, want) {
			t.Errorf("trail %q, want %q", k.trail.told, want)
		}
	})
}

// A disk without room ends an onboarding before its first picture.
func TestFullDiskRefusesBeforeItStarts(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := start(t, nil)
		k.store.full = customer.ErrFull
		k.send(flow.Start{}, flow.Agreed{})
		k.reach(t, flow.Ended)
		if got := screen.Get(k.Model().State).Ending; got != flow.NoStart {
			t.Errorf("ending %q, want %q", got, flow.NoStart)
		}
		if len(k.trail.told) != 0 || len(k.store.saved) != 0 {
			t.Errorf("trail %q, %d saved; want nothing", k.trail.told, len(k.store.saved))
		}
	})
}
