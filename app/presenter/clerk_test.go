package presenter_test

import (
	"testing"
	"time"

	"portico/app/flow"
	"portico/app/screen"
	"portico/engine/trust"
)

// atClerk leads a visitor to the clerk's step.
func atClerk(t *testing.T) *kiosk {
	t.Helper()
	k := start(t, nil)
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
