package flow_test

import (
	"fmt"
	"slices"
	"testing"

	"portico/app/flow"
	"portico/engine/document"
	"portico/engine/liveness"
	"portico/engine/trust"
)

var card = &document.Type{Kind: "identity-card", MRTD: "TD1"}

// happy is a whole onboarding with one camera.
var happy = []struct {
	ev   flow.Event
	want flow.Step
}{
	{flow.Start{}, flow.Consent},
	{flow.Agreed{}, flow.Front},
	{flow.Captured{}, flow.Front},
	{flow.PageRead{Type: card}, flow.Back},
	{flow.Captured{}, flow.Back},
	{flow.PageRead{Type: card}, flow.LookUp},
	{flow.Continue{}, flow.Selfie},
	{flow.Captured{}, flow.Selfie},
	{flow.FaceSeen{}, flow.Neutral},
	{flow.Captured{}, flow.Neutral},
	{flow.FaceSeen{}, flow.Smile},
	{flow.Captured{}, flow.Smile},
	{flow.FaceSeen{}, flow.Smile},
	{flow.LivenessDone{Passed: true}, flow.Check},
	{flow.Continue{}, flow.Deciding},
	{flow.Decided{Decision: trust.Accept}, flow.Saving},
	{flow.Saved{}, flow.Result},
	{flow.Timeout{}, flow.Welcome},
}

// after returns the state after the first n events of the happy way.
func after(n int) flow.State {
	s := flow.Begin(flow.Setup{OneCamera: true, Access: flow.PINAccess})
	for _, h := range happy[:n] {
		s, _ = flow.Next(s, h.ev)
	}
	return s
}

// at returns a state that a visitor meets at step.
func at(t *testing.T, step flow.Step) flow.State {
	t.Helper()
	for n := range len(happy) + 1 {
		if s := after(n); s.Step == step {
			return s
		}
	}
	s := after(slices.IndexFunc(happy, func(h struct {
		ev   flow.Event
		want flow.Step
	},
	) bool {
		return h.want == flow.Saving
	}))
	switch step {
	case flow.Clerk:
		s, _ = flow.Next(s, flow.Decided{Decision: trust.Review})
	case flow.Wiping:
		s, _ = flow.Next(s, flow.Stop{})
	case flow.Ended:
		s, _ = flow.Next(s, flow.Stop{})
		s, _ = flow.Next(s, flow.Wiped{})
	case flow.Attract:
		s, _ = run(flow.Begin(flow.Setup{Motion: true}), flow.Idle{})
	case flow.Choose:
		s = choosing()
	case flow.Gaze, flow.Approach, flow.Light:
		s = challenged(1, kinds[step])
	case flow.Office:
		s, _ = flow.Next(after(0), flow.Knock{})
	}
	if s.Step != step {
		t.Fatalf("no way to step %q found", step)
	}
	return s
}

func run(s flow.State, events ...flow.Event) (flow.State, []flow.Effect) {
	var all []flow.Effect
	for _, ev := range events {
		var effects []flow.Effect
		s, effects = flow.Next(s, ev)
		all = append(all, effects...)
	}
	return s, all
}

func TestTermsAreReadBeforeAnythingIsTaken(t *testing.T) {
	for _, step := range flow.Steps() {
		s, effects := run(at(t, step), flow.ReadTerms{})
		if got, want := s.Sheet == flow.TermsSheet, step == flow.Consent; got != want || len(effects) > 0 {
			t.Errorf("%s: sheet %q with %v", step, s.Sheet, effects)
		}
	}
	if s, _ := run(at(t, flow.Consent), flow.ReadTerms{}, flow.Dismiss{}); s.Step != flow.Consent || s.Sheet != flow.NoSheet {
		t.Errorf("closed: %+v", s)
	}
}

func TestWholeOnboarding(t *testing.T) {
	s := flow.Begin(flow.Setup{OneCamera: true})
	var all []flow.Effect
	for i, h := range happy {
		var effects []flow.Effect
		s, effects = flow.Next(s, h.ev)
		all = append(all, effects...)
		if s.Step != h.want {
			t.Fatalf("event %d, %T, led to %q, want %q", i, h.ev, s.Step, h.want)
		}
	}
	for _, want := range []flow.Effect{
		flow.BeginCustomer{},
		flow.ReadPage{Side: document.Front},
		flow.ReadPage{Side: document.Back},
		flow.TakeSelfie{},
		flow.BeginLiveness{},
		flow.TakeLiveness{Assertion: liveness.Neutral},
		flow.TakeLiveness{Assertion: liveness.Smiling},
		flow.Evaluate{Kind: liveness.Smile},
		flow.Gather{},
		flow.Decide{},
		flow.Finish{},
		flow.Forget{},
	} {
		if !slices.Contains(all, want) {
			t.Errorf("effect %#v never ran", want)
		}
	}
	if s != flow.Begin(flow.Setup{OneCamera: true}) {
		t.Errorf("the next visitor starts with %+v", s)
	}
}

func TestNoPictureBeforeConsent(t *testing.T) {
	_, effects := run(flow.Begin(flow.Setup{}), flow.Start{}, flow.Captured{})
	if i := slices.IndexFunc(effects, func(e flow.Effect) bool { _, is := e.(flow.Watch); return is }); i >= 0 {
		t.Error("a camera was opened before the consent was given")
	}
	s, effects := run(at(t, flow.Consent), flow.Refused{})
	if s.Step != flow.Ended || s.Ending != flow.Declined || len(effects) != 0 {
		t.Errorf("a refusal led to %+v with effects %v", s, effects)
	}
}

// Movement may bring the welcome; it is all that a camera is used for before the
// consent, and only where the operator wants it.
func TestMovementBringsTheWelcome(t *testing.T) {
	s, effects := run(flow.Begin(flow.Setup{Motion: true}), flow.Idle{})
	if want := []flow.Effect{flow.Unwatch{}, flow.Forget{}, flow.Sense{}}; s.Step != flow.Attract || !slices.Equal(effects, want) {
		t.Fatalf("nobody there: %+v with %v", s, effects)
	}
	for name, ev := range map[string]flow.Event{"moved": flow.Moved{}, "touched": flow.Start{}, "help": flow.Help{}} {
		if next, effects := run(s, ev); next.Step != flow.Welcome || !slices.Contains(effects, flow.Effect(flow.Unwatch{})) {
			t.Errorf("%s: %+v with %v", name, next, effects)
		}
	}
	for name, ev := range map[string]flow.Event{"ask to stop": flow.AskStop{}, "stop": flow.Stop{}, "idle": flow.Idle{}, "consent": flow.Agreed{}} {
		if next, effects := run(s, ev); next != s || len(effects) > 0 {
			t.Errorf("%s: %+v with %v", name, next, effects)
		}
	}
	if next, effects := run(s, flow.Knock{}); next.Step != flow.Office || !slices.Contains(effects, flow.Effect(flow.Unwatch{})) {
		t.Errorf("staff knock: %+v with %v", next, effects)
	}
	if next, effects := run(flow.Begin(flow.Setup{}), flow.Idle{}); next.Step != flow.Welcome || slices.Contains(effects, flow.Effect(flow.Sense{})) {
		t.Errorf("not wanted: %+v with %v", next, effects)
	}
	if next, _ := run(at(t, flow.Consent), flow.Moved{}); next.Step != flow.Consent {
		t.Errorf("moved at the consent: %+v", next)
	}
}

func TestWithoutTheFace(t *testing.T) {
	s, effects := run(flow.Begin(flow.Setup{OneCamera: true}), flow.Start{}, flow.Agreed{Faceless: true},
		flow.Captured{}, flow.PageRead{Type: card}, flow.Captured{}, flow.PageRead{Type: card})
	if s.Step != flow.Check || !slices.Contains(effects, flow.Effect(flow.BeginCustomer{Faceless: true})) {
		t.Errorf("without the face: %+v after %v", s, effects)
	}
	if s, _ = run(s, flow.GoBack{}); s.Step != flow.Back {
		t.Errorf("back from there leads to %q, a face is wanted after all", s.Step)
	}
}

func TestEveryStepHasAWayOn(t *testing.T) {
	on := map[flow.Step]flow.Event{
		flow.Attract: flow.Moved{}, flow.Welcome: flow.Start{}, flow.Consent: flow.Agreed{}, flow.Choose: flow.Continue{}, flow.Front: flow.Captured{},
		flow.Back: flow.NoBackSide{}, flow.LookUp: flow.Continue{}, flow.Selfie: flow.Captured{},
		flow.Neutral: flow.Captured{}, flow.Smile: flow.Captured{}, flow.Gaze: flow.Captured{},
		flow.Approach: flow.Captured{}, flow.Light: flow.NoFlashing{}, flow.Check: flow.Continue{},
		flow.Deciding: flow.Decided{Decision: trust.Reject}, flow.Clerk: flow.ClerkLater{},
		flow.Saving: flow.Saved{}, flow.Result: flow.Continue{}, flow.Wiping: flow.Wiped{},
		flow.Ended: flow.Continue{}, flow.Office: flow.Leave{},
	}
	for _, step := range flow.Steps() {
		t.Run(string(step), func(t *testing.T) {
			before := at(t, step)
			if got, _ := flow.Next(before, on[step]); got == before {
				t.Errorf("%T changes nothing in %+v", on[step], before)
			}
		})
	}
}

func TestStopFromAnywhereWipes(t *testing.T) {
	for n := range happy {
		before := after(n)
		t.Run(fmt.Sprintf("%d %s", n, before.Step), func(t *testing.T) {
			s, effects := run(before, flow.AskStop{}, flow.Stop{})
			switch before.Step {
			case flow.Welcome, flow.Saving:
				if s.Step != before.Step {
					t.Errorf("nothing to wipe, yet the step is %q", s.Step)
				}
			case flow.Result:
				if s.Step != flow.Welcome || !slices.Contains(effects, flow.Effect(flow.Forget{})) {
					t.Errorf("stop after the result led to %q with %v", s.Step, effects)
				}
			default:
				if s.Step != flow.Wiping || !slices.Contains(effects, flow.Effect(flow.Wipe{})) {
					t.Fatalf("stop led to %q with %v", s.Step, effects)
				}
				if s, _ = flow.Next(s, flow.Wiped{}); s.Step != flow.Ended || s.Ending != flow.Stopped {
					t.Errorf("once wiped the screen is %q, %q", s.Step, s.Ending)
				}
			}
		})
	}
	s, _ := run(at(t, flow.Wiping), flow.Failed{})
	if s.Step != flow.Ended || s.Ending != flow.NotWiped {
		t.Errorf("a failed erasure ended in %q, %q: it must not claim to be wiped", s.Step, s.Ending)
	}
}

func TestThreeTriesThenStaff(t *testing.T) {
	for name, c := range map[string]struct {
		step   flow.Step
		bad    []flow.Event
		onward flow.Step
	}{
		"no card":         {flow.Front, []flow.Event{flow.PageRead{Problem: flow.NoCard}}, flow.LookUp},
		"back unreadable": {flow.Back, []flow.Event{flow.PageRead{Problem: flow.Unreadable}}, flow.LookUp},
		"engine fails":    {flow.Front, []flow.Event{flow.Failed{}}, flow.LookUp},
		"no face":         {flow.Selfie, []flow.Event{flow.FaceSeen{Problem: flow.NoFace}}, flow.Check},
		"not alive": {flow.Neutral, []flow.Event{
			flow.FaceSeen{}, flow.Captured{}, flow.FaceSeen{}, flow.LivenessDone{},
		}, flow.Check},
	} {
		t.Run(name, func(t *testing.T) {
			s := at(t, c.step)
			s.Busy = false
			for try := range flow.MaxTries {
				if s.Step != c.step || s.Staff {
					t.Fatalf("before try %d: %+v", try+1, s)
				}
				s, _ = run(s, append([]flow.Event{flow.Captured{}}, c.bad...)...)
			}
			if !s.Staff || s.Step != c.onward {
				t.Errorf("after %d tries: step %q, staff %v, want %q and staff", flow.MaxTries, s.Step, s.Staff, c.onward)
			}
			_, effects := run(flow.State{Step: flow.Check, Staff: s.Staff}, flow.Continue{})
			if !slices.Contains(effects, flow.Effect(flow.Decide{Staff: true})) {
				t.Errorf("the decision does not know of it: %v", effects)
			}
		})
	}
}

func TestPages(t *testing.T) {
	for name, c := range map[string]struct {
		kind *document.Type
		want flow.Step
	}{
		"an identity card has a back":   {card, flow.Back},
		"an unknown type is asked for":  {nil, flow.Back},
		"a passport is a single page":   {&document.Type{Kind: "passport", MRTD: "TD3"}, flow.Selfie},
		"a visa is a single page":       {&document.Type{Kind: "visa"}, flow.Selfie},
		"TD3 without a kind is no card": {&document.Type{MRTD: "TD3"}, flow.Selfie},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := run(flow.Begin(flow.Setup{}), flow.Start{}, flow.Agreed{}, flow.Captured{}, flow.PageRead{Type: c.kind})
			if s.Step != c.want {
				t.Errorf("led to %q, want %q", s.Step, c.want)
			}
		})
	}
	s, _ := run(at(t, flow.Back), flow.Captured{}, flow.PageRead{Problem: flow.WrongSide})
	if s.Step != flow.Back || s.Problem != flow.WrongSide || s.Tries != 0 {
		t.Errorf("the front again led to %+v, want another picture that costs no try", s)
	}
}

func TestAnswersOfAStepThatWasLeftChangeNothing(t *testing.T) {
	s, _ := run(at(t, flow.Front), flow.Captured{}, flow.Stop{}, flow.Wiped{}, flow.Continue{})
	for _, late := range []flow.Event{
		flow.PageRead{Type: card},
		flow.FaceSeen{},
		flow.LivenessDone{Passed: true},
		flow.Decided{Decision: trust.Accept},
		flow.Saved{},
		flow.Failed{},
		flow.Captured{},
	} {
		if got, effects := flow.Next(s, late); got != s || effects != nil {
			t.Errorf("%T at the welcome screen gave %+v and %v", late, got, effects)
		}
	}
}

func TestSheetsAndIdle(t *testing.T) {
	s, _ := run(at(t, flow.Selfie), flow.Help{}, flow.Dismiss{})
	if s.Sheet != flow.NoSheet || s.Step != flow.Selfie {
		t.Errorf("help and back gave %+v", s)
	}
	if s, _ = run(s, flow.Timeout{}); s.Step != flow.Selfie {
		t.Error("a visitor was timed out without a warning")
	}
	if s, effects := run(s, flow.Idle{}, flow.Timeout{}, flow.Wiped{}); s.Ending != flow.TimedOut || !slices.Contains(effects, flow.Effect(flow.Wipe{})) {
		t.Errorf("nobody there gave %+v with %v", s, effects)
	}
	if s, _ := run(at(t, flow.Welcome), flow.Idle{}, flow.AskStop{}); s.Sheet != flow.NoSheet {
		t.Errorf("an empty kiosk asks %q", s.Sheet)
	}
}

func TestQuestionOutlivesTheStepItWasAskedIn(t *testing.T) {
	s, _ := run(at(t, flow.Front), flow.Captured{}, flow.AskStop{}, flow.PageRead{Type: card})
	if s.Step != flow.Back || s.Sheet != flow.StopSheet {
		t.Errorf("the engine's answer took the question away: %+v", s)
	}
	if s, _ = run(at(t, flow.Saving), flow.AskStop{}, flow.Saved{}); s.Sheet != flow.NoSheet {
		t.Errorf("after the outcome was kept the screen asks %q", s.Sheet)
	}
}

func TestBackIsTheStepBefore(t *testing.T) {
	for from, want := range map[flow.Step]flow.Step{
		flow.Consent: flow.Welcome, flow.Front: flow.Consent, flow.Back: flow.Front, flow.LookUp: flow.Back,
		flow.Selfie: flow.Back, flow.Neutral: flow.Selfie, flow.Smile: flow.Neutral, flow.Check: flow.Selfie,
	} {
		if s, _ := run(at(t, from), flow.GoBack{}); s.Step != want {
			t.Errorf("back from %q is %q, want %q", from, s.Step, want)
		}
	}
}

func TestCameraGoneAndBack(t *testing.T) {
	s, _ := run(at(t, flow.Selfie), flow.CameraGone{})
	if !s.CameraLost || s.Step != flow.Selfie {
		t.Errorf("an unplugged camera gave %+v", s)
	}
	if s, _ = run(s, flow.CameraBack{}); s != at(t, flow.Selfie) {
		t.Errorf("plugged in again it gave %+v", s)
	}
}

func TestLookIsTheVisitors(t *testing.T) {
	look := flow.Look{Scheme: flow.Contrast, Larger: 50}
	s, _ := run(flow.Begin(flow.Setup{OneCamera: true}), flow.Appear{Look: look})
	for _, h := range happy {
		if s.Look != look {
			t.Fatalf("at %q the look is %+v", s.Step, s.Look)
		}
		s, _ = flow.Next(s, h.ev)
	}
	if s.Look != (flow.Look{}) {
		t.Errorf("the next visitor finds %+v", s.Look)
	}
	s, _ = run(s, flow.Help{}, flow.Appear{Look: look}, flow.Idle{})
	if s != flow.Begin(flow.Setup{OneCamera: true}) {
		t.Errorf("who only looked left %+v", s)
	}
}

func TestReceiptIsSavedOnlyOnTheVisitorsOwnMachine(t *testing.T) {
	s := at(t, flow.Result)
	if next, effects := run(s, flow.Keep{}); effects != nil || next != s {
		t.Errorf("a kiosk saved it: %+v with %v", next, effects)
	}
	s.Setup.Save = true
	s, effects := run(s, flow.Keep{}, flow.Keep{})
	if !slices.Equal(effects, []flow.Effect{flow.SaveReceipt{}}) {
		t.Errorf("asked for twice: %v", effects)
	}
	if s, _ = run(s, flow.PaperDone{Paper: flow.NotInFile}); s.Paper != flow.NotInFile {
		t.Errorf("a full disk: %+v", s)
	}
	if s, effects = run(s, flow.Keep{}, flow.PaperDone{Paper: flow.InFile}, flow.Keep{}); s.Paper != flow.InFile || len(effects) != 1 {
		t.Errorf("another try: %+v with %v", s, effects)
	}
}
