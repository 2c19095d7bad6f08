package presenter_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"portico/app/flow"
	"portico/app/presenter"
	"portico/app/screen"
	"portico/app/staff"
	"portico/engine/trust"
)

// atClerk leads a visitor to the clerk's step.
func atClerk(t *testing.T) *kiosk {
	t.Helper()
	return atClerkOf(t, func(*presenter.Config) {})
}

// atClerkOf is atClerk at a kiosk that is set up otherwise.
func atClerkOf(t *testing.T, configure func(*presenter.Config)) *kiosk {
	t.Helper()
	k := startWith(t, nil, configure)
	k.engine.decision = trust.Review
	k.send(flow.Start{}, flow.Agreed{})
	k.reach(t, flow.LookUp)
	k.send(flow.Continue{})
	k.reach(t, flow.Check)
	k.send(flow.Continue{})
	k.reach(t, flow.Clerk)
	return k
}

func TestWrongPINs(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := atClerk(t)
		for range 3 {
			k.send(flow.PINEntered{PIN: "111112", At: time.Now()}, flow.ClerkDecides{Decision: trust.Accept})
		}
		wait(time.Second)
		if s := screen.Get(k.Model().State); s.Step != flow.Clerk || s.Unlocked || s.Problem != flow.WrongPIN {
			t.Fatalf("three wrong PINs led to %+v", s)
		}
		if left := screen.Get(k.Model().Seconds); left < 28 || left > 30 {
			t.Errorf("the screen says %d s, want about 29", left)
		}
		k.send(flow.PINEntered{PIN: "271828", At: time.Now()})
		if screen.Get(k.Model().State).Unlocked {
			t.Error("a PIN was looked at during the delay")
		}
		wait(30 * time.Second)
		if left := screen.Get(k.Model().Seconds); left != 0 {
			t.Errorf("the delay is over, yet the screen says %d s", left)
		}
		k.send(flow.PINEntered{PIN: "271828", At: time.Now()}, flow.ClerkDecides{Decision: trust.Reject})
		k.reach(t, flow.Result)
		if d := k.store.saved[0].Decision(); d != trust.Reject {
			t.Errorf("kept: %q", d)
		}
	})
}

func TestNobodyComesToDecide(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := atClerk(t)
		wait(2 * time.Minute)
		k.send(flow.PINEntered{PIN: "271828", At: time.Now()})
		wait(61 * time.Second)
		if s := screen.Get(k.Model().State); s.Step != flow.Clerk || s.Unlocked {
			t.Fatalf("a minute after the colleague left: %+v, want it locked", s)
		}
		wait(5 * time.Minute)
		if len(k.store.saved) != 1 || k.store.saved[0].Decision() != trust.Review || len(k.store.deleted) != 0 {
			t.Errorf("nobody came: saved %d, erased %d", len(k.store.saved), len(k.store.deleted))
		}
	})
}

func TestStopAtTheClerkErases(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := atClerk(t)
		k.send(flow.PINEntered{PIN: "271828", At: time.Now()}, flow.AskStop{}, flow.Stop{})
		wait(time.Second)
		if s := screen.Get(k.Model().State); s.Step != flow.Ended || s.Unlocked || len(k.store.saved) != 0 || len(k.store.deleted) != 1 {
			t.Errorf("stop led to %+v, saved %d, erased %d", s, len(k.store.saved), len(k.store.deleted))
		}
	})
}

// A note is kept with the decision, and the trail hears of both colleagues but
// not of what they say.
func TestANoteAndASecondColleague(t *testing.T) {
	const note = "Specimen is known in person"
	bubble(t, func(t *testing.T) {
		k := atClerkOf(t, func(c *presenter.Config) { c.Setup.FourEyes = true })
		enter := func(pin staff.PIN) flow.Event { return flow.PINEntered{PIN: pin, At: time.Now()} }
		k.send(enter("271828"), flow.Note{}, flow.Edited{Value: note})
		wait(time.Second)
		if got := screen.Get(k.Model().Evidence).Note; got != note {
			t.Errorf("shown: %q", got)
		}
		k.send(flow.ClerkDecides{Decision: trust.Accept}, enter("271828"), flow.ClerkDecides{Decision: trust.Accept})
		wait(time.Second)
		if s := screen.Get(k.Model().State); s.Step != flow.Clerk || s.Problem != flow.SameStaff {
			t.Fatalf("one colleague twice led to %+v", s)
		}
		k.send(enter("314159"), flow.ClerkDecides{Decision: trust.Accept})
		k.reach(t, flow.Result)
		r := k.store.saved[0].Review
		if r == nil || r.Decision != trust.Accept || r.Role != "clerk" || r.Second != "operator" || r.Note != note {
			t.Errorf("kept: %+v", r)
		}
		for _, want := range []string{"onboarding.proposed clerk ACCEPT", "onboarding.reviewed operator ACCEPT"} {
			if !slices.Contains(k.trail.told, want) {
				t.Errorf("the trail lacks %q: %q", want, k.trail.told)
			}
		}
		if strings.Contains(strings.Join(k.trail.told, "\n"), "Specimen") {
			t.Error("the trail knows the note")
		}
	})
}
