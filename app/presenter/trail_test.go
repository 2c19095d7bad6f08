package presenter_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"portico/app/flow"
	"portico/app/presenter"
	"portico/app/screen"
	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/onboarding"
	"portico/engine/trust"
	"portico/sync/audit"
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

// The trail counts what had to be taken again, for each visitor anew.
func TestTrailOfRetakes(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := start(t, nil)
		k.engine.readPage = func(context.Context, document.Side) (onboarding.PageOutcome, error) {
			return onboarding.PageOutcome{Code: onboarding.NoCard}, nil
		}
		k.send(flow.Start{}, flow.Agreed{})
		k.reach(t, flow.LookUp) // after three tries
		k.send(flow.Stop{})
		k.reach(t, flow.Ended)
		k.send(flow.Continue{}, flow.Start{}, flow.Agreed{}, flow.Stop{})
		k.reach(t, flow.Ended)
		want := []string{"onboarding.begun visitor", "onboarding.abandoned visitor no_card:3", "onboarding.begun visitor", "onboarding.abandoned visitor"}
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

// What is in the store is kept, and delivered once, though the trail could not
// be told: the step ends well.
func TestTrailFailingAfterTheSaveDeliversOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := start(t, nil)
		k.trail.fails = audit.Kept
		k.send(flow.Start{}, flow.Agreed{})
		k.reach(t, flow.LookUp)
		k.send(flow.Continue{})
		k.reach(t, flow.Check)
		k.send(flow.Continue{})
		k.reach(t, flow.Result)
		if len(k.store.entries) != 1 || k.woken != 1 || len(k.outcomes) != 1 {
			t.Errorf("%d deliveries owed, woken %d times, %d outcomes; want 1 each", len(k.store.entries), k.woken, len(k.outcomes))
		}
	})
}

// The trail hears of a wipe before it happens, and none is prevented by it.
func TestWipeIsToldFirstAndHappensInAnyCase(t *testing.T) {
	for _, failing := range []audit.What{"", audit.Abandoned} {
		bubble(t, func(t *testing.T) {
			k := start(t, nil)
			k.trail.fails = failing
			k.store.deleting = func() {
				if told := len(k.trail.told) == 2; told != (failing == "") {
					t.Errorf("the trail has %q when the record goes", k.trail.told)
				}
			}
			k.send(flow.Start{}, flow.Agreed{})
			k.reach(t, flow.LookUp)
			k.send(flow.Stop{})
			k.reach(t, flow.Ended)
			if got := screen.Get(k.Model().State).Ending; got != flow.Stopped || len(k.store.deleted) != 1 {
				t.Errorf("ending %q, %d deleted; want %q and one", got, len(k.store.deleted), flow.Stopped)
			}
		})
	}
}

// A clock that shows a time before the program was made tells nobody what has
// expired: a colleague decides.
func TestAWrongClockDecidesNothing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := startWith(t, nil, func(c *presenter.Config) { c.Built = time.Now().AddDate(0, 0, 1) })
		k.send(flow.Start{}, flow.Agreed{})
		k.reach(t, flow.LookUp)
		k.send(flow.Continue{})
		k.reach(t, flow.Check)
		k.send(flow.Continue{})
		k.reach(t, flow.Clerk)
		if v := screen.Get(k.Model().Verdict); v.Factors[len(v.Factors)-1].Name != "clock" || v.Decision != trust.Review {
			t.Errorf("decided %+v", v)
		}
	})
}
