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

// finish keeps what one clerk decided; in the demonstration it is nobody's.
func finish(d trust.Decision, access flow.Access) flow.Finish {
	by := staff.Clerk
	if access == flow.OpenAccess {
		by = staff.Nobody
	}
	return flow.Finish{Clerk: flow.Review{Decision: d, By: by}}
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
				if decided := slices.Contains(effects, flow.Effect(finish(d, c.access))); decided != c.may || c.may != (s.Decision == d) {
					t.Errorf("%s gave %+v with %v", d, s, effects)
				}
			}
		})
	}
	for _, step := range flow.Steps() {
		s := at(t, step)
		s.Unlocked = true
		if got, _ := flow.Next(s, flow.ClerkDecides{Decision: trust.Accept}); (got.Clerk.Decision != "") != (step == flow.Clerk) {
			t.Errorf("at %q a clerk decided: %+v", step, got.Clerk)
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
	if s.Problem != flow.Full || !slices.Contains(effects, flow.Effect(finish(trust.Reject, flow.PINAccess))) {
		t.Fatalf("a full disk gave %+v with %v", s, effects)
	}
	if s, effects = run(s, flow.Continue{}); !s.Busy || !slices.Contains(effects, flow.Effect(finish(trust.Reject, flow.PINAccess))) {
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

// fourEyes is the clerk's step of a kiosk where two colleagues must agree.
func fourEyes(t *testing.T) flow.State {
	t.Helper()
	s := clerkStep(t, flow.PINAccess)
	s.Setup.FourEyes = true
	return s
}

// says has a colleague enter their PIN and decide, and the trail hear of it.
func says(s flow.State, who staff.Role, d trust.Decision) (flow.State, []flow.Effect) {
	s, effects := run(s, flow.PINEntered{PIN: "271828", At: morning}, flow.PINChecked{Role: who, At: morning}, flow.ClerkDecides{Decision: d})
	for _, e := range effects {
		if p, ok := e.(flow.Propose); ok {
			s, _ = flow.Next(s, flow.Proposed(p))
		}
	}
	return s, effects
}

func TestFourEyes(t *testing.T) {
	const accept, reject = trust.Accept, trust.Reject
	type voice struct {
		who staff.Role
		d   trust.Decision
	}
	for name, c := range map[string]struct {
		voices []voice
		want   flow.Review
	}{
		"one alone":              {[]voice{{staff.Clerk, accept}}, flow.Review{}},
		"the same twice":         {[]voice{{staff.Clerk, accept}, {staff.Clerk, accept}}, flow.Review{}},
		"two agree":              {[]voice{{staff.Clerk, accept}, {staff.Operator, accept}}, flow.Review{Decision: accept, By: staff.Clerk, Second: staff.Operator}},
		"two clerks agree":       {[]voice{{staff.Clerk, accept}, {staff.Second, accept}}, flow.Review{Decision: accept, By: staff.Clerk, Second: staff.Second}},
		"two agree to reject":    {[]voice{{staff.Operator, reject}, {staff.Clerk, reject}}, flow.Review{Decision: reject, By: staff.Operator, Second: staff.Clerk}},
		"two differ":             {[]voice{{staff.Clerk, accept}, {staff.Operator, reject}}, flow.Review{}},
		"the first gives in":     {[]voice{{staff.Clerk, accept}, {staff.Operator, reject}, {staff.Clerk, reject}}, flow.Review{Decision: reject, By: staff.Operator, Second: staff.Clerk}},
		"each insists":           {[]voice{{staff.Clerk, accept}, {staff.Operator, reject}, {staff.Clerk, accept}}, flow.Review{}},
		"a stranger between":     {[]voice{{staff.Clerk, accept}, {staff.Nobody, accept}}, flow.Review{}},
		"the same with two says": {[]voice{{staff.Clerk, accept}, {staff.Clerk, reject}}, flow.Review{}},
	} {
		s := fourEyes(t)
		var effects []flow.Effect
		for _, v := range c.voices {
			s, effects = says(s, v.who, v.d)
		}
		if decided := s.Step == flow.Saving; decided != (c.want != flow.Review{}) {
			t.Errorf("%s led to %+v", name, s)
		} else if decided && (!slices.Contains(effects, flow.Effect(flow.Finish{Clerk: c.want})) || s.Decision != c.want.Decision) {
			t.Errorf("%s gave %v, want %+v", name, effects, c.want)
		}
	}
}

func TestTheFirstOfTwoIsToldThatAnotherConfirms(t *testing.T) {
	s, effects := says(fourEyes(t), staff.Clerk, trust.Accept)
	if want := (flow.Propose{Review: flow.Review{Decision: trust.Accept, By: staff.Clerk}}); !slices.Contains(effects, flow.Effect(want)) || s.Unlocked {
		t.Fatalf("the first gave %v and left %+v", effects, s)
	}
	s, _ = run(s, flow.PINEntered{PIN: "271828", At: morning}, flow.PINChecked{Role: staff.Clerk, At: morning})
	if s.Unlocked || s.Problem != flow.SameStaff || s.Lock.Wrong != 0 {
		t.Errorf("the first once more: %+v", s)
	}
}

// A proposal is no decision: without a second colleague the REVIEW stays.
func TestAProposalAloneDecidesNothing(t *testing.T) {
	proposed, _ := says(fourEyes(t), staff.Clerk, trust.Accept)
	for name, ev := range map[string]flow.Event{"later": flow.ClerkLater{}, "nobody came": flow.Idle{}} {
		if s, effects := run(proposed, ev); s.Decision != trust.Review || !slices.Equal(effects, []flow.Effect{flow.Finish{}}) {
			t.Errorf("%s: %+v with %v", name, s, effects)
		}
	}
	unheard, _ := run(fourEyes(t), flow.PINEntered{At: morning}, flow.PINChecked{Role: staff.Clerk, At: morning},
		flow.ClerkDecides{Decision: trust.Accept}, flow.Failed{})
	if unheard.Clerk != (flow.Review{}) || unheard.Busy || unheard.Problem != flow.Broken {
		t.Errorf("the trail has not heard of it: %+v", unheard)
	}
	edited, _ := run(proposed, flow.PINEntered{At: morning}, flow.PINChecked{Role: staff.Operator, At: morning},
		flow.Edit{Field: "surname"}, flow.Edited{Value: "Other"}, flow.ClerkDecides{Decision: trust.Accept})
	if edited.Step != flow.Clerk {
		t.Errorf("the first has not seen the correction: %+v", edited)
	}
}

func TestNotes(t *testing.T) {
	s, effects := run(unlocked(t), flow.Note{}, flow.Edited{Value: " known in person "})
	if s.Sheet != flow.NoSheet || !slices.Equal(effects, []flow.Effect{flow.KeepNote{Text: "known in person"}, flow.Gather{}}) {
		t.Errorf("a note gave %v and left %+v", effects, s)
	}
	if s, _ := run(unlocked(t), flow.Note{}, flow.Idle{}); s.Sheet != flow.NoSheet || s.Unlocked {
		t.Errorf("left alone with a note: %+v", s)
	}
	for name, s := range map[string]flow.State{"locked": clerkStep(t, flow.PINAccess), "the visitor": at(t, flow.Check)} {
		if s, _ := run(s, flow.Note{}); s.Sheet != flow.NoSheet {
			t.Errorf("%s may write a note", name)
		}
	}
}
