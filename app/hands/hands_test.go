package hands_test

import (
	"errors"
	"testing"
	"time"

	"portico/app/flow"
	"portico/app/hands"
)

var start = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

// watch has hands look at the same state ten times a second for a while and
// returns what they did first, and when.
func watch(h *hands.Hands, from time.Time, s flow.State, long time.Duration) (hands.Act, time.Duration) {
	for d := time.Duration(0); d <= long; d += 100 * time.Millisecond {
		if act := h.Look(from.Add(d), s); act != (hands.Act{}) {
			return act, d
		}
	}
	return hands.Act{}, long
}

func TestWhatIsPressedWhen(t *testing.T) {
	for name, c := range map[string]struct {
		s     flow.State
		want  hands.Act
		after time.Duration
	}{
		"welcome":               {flow.State{Step: flow.Welcome}, hands.Act{Send: flow.Start{}}, time.Second},
		"consent":               {flow.State{Step: flow.Consent}, hands.Act{Send: flow.Agreed{}}, time.Second},
		"look up":               {flow.State{Step: flow.LookUp}, hands.Act{Send: flow.Continue{}}, time.Second},
		"check":                 {flow.State{Step: flow.Check}, hands.Act{Send: flow.Continue{}}, time.Second},
		"clerk":                 {flow.State{Step: flow.Clerk}, hands.Act{Send: flow.ClerkLater{}}, time.Second},
		"clerk, unlocked":       {flow.State{Step: flow.Clerk, Unlocked: true}, hands.Act{Send: flow.ClerkLater{}}, time.Second},
		"result":                {flow.State{Step: flow.Result}, hands.Act{Done: true}, time.Second},
		"deciding failed":       {flow.State{Step: flow.Deciding, Problem: flow.Broken}, hands.Act{Send: flow.Continue{}}, time.Second},
		"front":                 {flow.State{Step: flow.Front}, hands.Act{Shoot: true}, 15 * time.Second},
		"smile":                 {flow.State{Step: flow.Smile, Tries: 1}, hands.Act{Shoot: true}, 15 * time.Second},
		"no back recorded":      {flow.State{Step: flow.Back, CameraLost: true}, hands.Act{Send: flow.NoBackSide{}}, 5 * time.Second},
		"somebody opened help":  {flow.State{Step: flow.Front, Sheet: flow.HelpSheet}, hands.Act{Send: flow.Dismiss{}}, 5 * time.Second},
		"asked whether to stop": {flow.State{Step: flow.Check, Sheet: flow.StopSheet}, hands.Act{Send: flow.Dismiss{}}, 5 * time.Second},
		"the engine works":      {flow.State{Step: flow.Front, Busy: true}, hands.Act{}, time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			if got, after := watch(new(hands.Hands), start, c.s, time.Minute); got != c.want || after != c.after {
				t.Errorf("%+v after %v, want %+v after %v", got, after, c.want, c.after)
			}
		})
	}
}

func TestWhenTheyGiveUp(t *testing.T) {
	tries := func(problems ...flow.Problem) []flow.State {
		var all []flow.State
		for i, p := range problems {
			all = append(all, flow.State{Step: flow.Front, Busy: true, Tries: i}, flow.State{Step: flow.Front, Tries: i + 1, Problem: p})
		}
		return append(all, flow.State{Step: flow.Front, Busy: true, Tries: 2}, flow.State{Step: flow.LookUp, Staff: true})
	}
	for name, c := range map[string]struct {
		states []flow.State
		want   error
		after  time.Duration
	}{
		"no station":              {[]flow.State{{Step: flow.Front, CameraLost: true}}, hands.ErrNoPicture, 5 * time.Second},
		"no card ever":            {tries(flow.NoCard, flow.NoCard), hands.ErrNoCard, 0},
		"a card nobody can read":  {tries(flow.NoCard, flow.Unreadable), nil, time.Second},
		"stopped by somebody":     {[]flow.State{{Step: flow.Ended, Ending: flow.Stopped}}, hands.ErrEnded, 0},
		"declined by somebody":    {[]flow.State{{Step: flow.Ended, Ending: flow.Declined}}, hands.ErrEnded, 0},
		"no room":                 {[]flow.State{{Step: flow.Saving, Problem: flow.Full}}, hands.ErrNotKept, 0},
		"the engine hangs":        {[]flow.State{{Step: flow.Deciding, Busy: true}}, hands.ErrStuck, 90 * time.Second},
		"somebody closed it":      {[]flow.State{{Step: flow.Result}, {Step: flow.Welcome}}, nil, 0},
		"ended after the outcome": {[]flow.State{{Step: flow.Result}, {Step: flow.Ended}}, nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			var h hands.Hands
			now := start
			for _, s := range c.states[:len(c.states)-1] {
				if act := h.Look(now, s); act != (hands.Act{}) {
					t.Fatalf("%+v already at %+v", act, s)
				}
				now = now.Add(100 * time.Millisecond)
			}
			act, after := watch(&h, now, c.states[len(c.states)-1], 2*time.Minute)
			if !errors.Is(act.Err, c.want) || after != c.after || c.want == nil && act.Err != nil {
				t.Errorf("%+v after %v, want %v after %v", act, after, c.want, c.after)
			}
		})
	}
}

func TestShutterAgainAfterEachTry(t *testing.T) {
	var h hands.Hands
	now := start
	for try := range flow.MaxTries {
		s := flow.State{Step: flow.Selfie, Tries: try}
		act, after := watch(&h, now, s, time.Minute)
		if !act.Shoot || after != 15*time.Second {
			t.Fatalf("try %d: %+v after %v", try, act, after)
		}
		now = now.Add(after + 100*time.Millisecond)
		h.Look(now, flow.State{Step: flow.Selfie, Tries: try, Busy: true})
		now = now.Add(time.Second)
	}
}
