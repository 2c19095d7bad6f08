package flow_test

import (
	"slices"
	"testing"

	"portico/app/flow"
	"portico/engine/document"
)

func TestTheVisitorCorrectsAField(t *testing.T) {
	s, _ := flow.Next(at(t, flow.Check), flow.Edit{Field: document.Surname})
	if s.Sheet != flow.EditSheet || s.Editing != document.Surname {
		t.Fatalf("the sheet is %q for %q", s.Sheet, s.Editing)
	}
	s, effects := flow.Next(s, flow.Edited{Value: " NOVÁKOVÁ "})
	want := []flow.Effect{flow.Correct{Field: document.Surname, Value: "NOVÁKOVÁ", Role: flow.VisitorRole}, flow.Gather{}}
	if s.Sheet != flow.NoSheet || s.Step != flow.Check || !slices.Equal(effects, want) {
		t.Errorf("step %q, sheet %q, effects %v; want the check screen and %v", s.Step, s.Sheet, effects, want)
	}
}

func TestAClerkCorrectsOnceUnlocked(t *testing.T) {
	s := flow.State{Setup: flow.Setup{Access: flow.PINAccess}, Step: flow.Clerk}
	if locked, _ := flow.Next(s, flow.Edit{Field: document.Surname}); locked.Sheet != flow.NoSheet {
		t.Error("a locked screen lets a value be corrected")
	}
	s.Unlocked = true
	s, _ = flow.Next(s, flow.Edit{Field: document.Surname})
	_, effects := flow.Next(s, flow.Edited{Value: "HRUŠKA"})
	if len(effects) == 0 || effects[0] != flow.Effect(flow.Correct{Field: document.Surname, Value: "HRUŠKA", Role: flow.ClerkRole}) {
		t.Errorf("effects %v", effects)
	}
}

func TestACorrectionThatIsNone(t *testing.T) {
	open, _ := flow.Next(at(t, flow.Check), flow.Edit{Field: document.Surname})
	for name, ev := range map[string]flow.Event{"empty": flow.Edited{Value: "  "}, "cancelled": flow.Dismiss{}} {
		s, effects := flow.Next(open, ev)
		if s.Sheet != flow.NoSheet || s.Editing != "" || len(effects) != 0 {
			t.Errorf("%s: sheet %q, editing %q, effects %v", name, s.Sheet, s.Editing, effects)
		}
	}
	if s, effects := flow.Next(at(t, flow.Front), flow.Edit{Field: document.Surname}); s.Sheet != flow.NoSheet || len(effects) != 0 {
		t.Error("a value is corrected while a picture is taken")
	}
}
