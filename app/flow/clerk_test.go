package flow_test

import (
	"slices"
	"testing"
	"time"

	"portico/app/flow"
	"portico/app/staff"
	"portico/engine/trust"
)

var morning = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

// clerkStep is the clerk's step of a kiosk with this access.
func clerkStep(t *testing.T, access flow.Access) flow.State {
	t.Helper()
	s := at(t, flow.Clerk)
	s.Setup.Access = access
	return s
}

// unlocked is the clerk's step after the right PIN.
func unlocked(t *testing.T) flow.State {
	t.Helper()
	s, _ := run(clerkStep(t, flow.PINAccess), flow.PINEntered{PIN: "271828", At: morning}, flow.PINChecked{Role: staff.Clerk, At: morning})
	return s
}

func TestNobodyDecidesLocked(t *testing.T) {
	right := []flow.Event{flow.PINEntered{At: morning}, flow.PINChecked{Role: staff.Clerk, At: morning}}
	for name, c := range map[string]struct {
		access flow.Access
		before []flow.Event
		may    bool
	}{
		"no PIN is set":                  {flow.NoAccess, nil, false},
		"no PIN is set, one is entered":  {flow.NoAccess, right, false},
		"no PIN was entered":             {flow.PINAccess, nil, false},
		"it is being checked":            {flow.PINAccess, right[:1], false},
		"it was wrong":                   {flow.PINAccess, []flow.Event{right[0], flow.PINChecked{At: morning}}, false},
		"it could not be checked":        {flow.PINAccess, []flow.Event{right[0], flow.Failed{}}, false},
		"an answer nobody asked for":     {flow.PINAccess, right[1:], false},
		"it was right":                   {flow.PINAccess, right, true},
		"help was opened meanwhile":      {flow.PINAccess, append(slices.Clone(right), flow.Help{}, flow.Dismiss{}), true},
		"the colleague left":             {flow.PINAccess, append(slices.Clone(right), flow.Idle{}), false},
		"the demonstration":              {flow.OpenAccess, nil, true},
		"an access that nobody knows of": {"any", right, false},
	} {
		t.Run(name, func(t *testing.T) {
			for _, d := range []trust.Decision{trust.Accept, trust.Reject} {
				s, _ := run(clerkStep(t, c.access), c.before...)
				if s.MayDecide() != c.may {
					t.Errorf("MayDecide is %v", s.MayDecide())
				}
				s, effects := run(s, flow.ClerkDecides{Decision: d})
				if decided := slices.Contains(effects, flow.Effect(flow.Finish{Clerk: d})); decided != c.may || c.may != (s.Decision == d) {
					t.Errorf("%s gave %+v with %v", d, s, effects)
				}
			}
		})
	}
	for _, step := range flow.Steps() {
		s := at(t, step)
		s.Unlocked = true
		if got, _ := flow.Next(s, flow.ClerkDecides{Decision: trust.Accept}); (got.Clerk != "") != (step == flow.Clerk) {
			t.Errorf("at %q a clerk decided: %q", step, got.Clerk)
		}
	}
}

func TestUnlockedEndsWithTheStep(t *testing.T) {
	for name, ev := range map[string]flow.Event{
		"stop": flow.Stop{}, "later": flow.ClerkLater{}, "decided": flow.ClerkDecides{Decision: trust.Accept},
	} {
		if s, _ := run(unlocked(t), ev); s.Unlocked || s.Step == flow.Clerk {
			t.Errorf("%s left %+v", name, s)
		}
	}
	s, effects := run(unlocked(t), flow.Stop{})
	if s.Step != flow.Wiping || !slices.Contains(effects, flow.Effect(flow.Wipe{})) {
		t.Errorf("stop led to %q with %v", s.Step, effects)
	}
}

func TestClerkDecides(t *testing.T) {
	s, effects := run(unlocked(t), flow.ClerkDecides{Decision: trust.Reject}, flow.Failed{Full: true})
	if s.Problem != flow.Full || !slices.Contains(effects, flow.Effect(flow.Finish{Clerk: trust.Reject})) {
		t.Fatalf("a full disk gave %+v with %v", s, effects)
	}
	if s, effects = run(s, flow.Continue{}); !s.Busy || !slices.Contains(effects, flow.Effect(flow.Finish{Clerk: trust.Reject})) {
		t.Errorf("another attempt to save lost the clerk's decision: %v", effects)
	}
	if s, effects := run(unlocked(t), flow.ClerkDecides{Decision: trust.Review}); s.Step != flow.Clerk || effects != nil {
		t.Error("a clerk must accept or reject")
	}
}

func TestReviewIsKeptWithoutAClerk(t *testing.T) {
	for name, ev := range map[string]flow.Event{"later": flow.ClerkLater{}, "nobody came": flow.Idle{}} {
		for _, access := range []flow.Access{flow.NoAccess, flow.PINAccess, flow.OpenAccess} {
			s, effects := run(clerkStep(t, access), ev)
			if s.Step != flow.Saving || s.Decision != trust.Review || !slices.Equal(effects, []flow.Effect{flow.Finish{}}) {
				t.Errorf("%s, access %q: %+v with %v", name, access, s, effects)
			}
		}
	}
}

func TestWrongPINsCostTime(t *testing.T) {
	s, now := clerkStep(t, flow.PINAccess), morning
	try := func(right bool) bool {
		who := staff.Nobody
		if right {
			who = staff.Clerk
		}
		var effects []flow.Effect
		s, effects = run(s, flow.PINEntered{PIN: "271828", At: now})
		if !slices.Contains(effects, flow.Effect(flow.CheckPIN{PIN: staff.PIN("271828")})) {
			return false
		}
		s, _ = flow.Next(s, flow.PINChecked{Role: who, At: now})
		return true
	}
	for _, want := range []time.Duration{
		0, 0, 30 * time.Second, time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 15 * time.Minute, 15 * time.Minute,
	} {
		if !try(false) || s.Problem != flow.WrongPIN {
			t.Fatalf("after %d wrong PINs another is not looked at: %+v", s.Lock.Wrong, s)
		}
		if got := max(0, s.Lock.Until.Sub(now)); got != want {
			t.Fatalf("wrong PIN %d costs %v, want %v", s.Lock.Wrong, got, want)
		}
		if now = now.Add(want - time.Millisecond); want > 0 && try(true) {
			t.Fatalf("a PIN was looked at a moment too early: %+v", s)
		}
		now = now.Add(time.Millisecond)
	}
	lock := s.Lock
	next, _ := run(s, flow.Stop{}, flow.Wiped{}, flow.Continue{})
	if next.Step != flow.Welcome || next.Lock != lock {
		t.Errorf("the next visitor finds the lock %+v, want %+v", next.Lock, lock)
	}
	if try(true); !s.Unlocked || s.Lock != (flow.Lock{}) {
		t.Errorf("the right PIN left %+v", s)
	}
}
