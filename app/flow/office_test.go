package flow_test

import (
	"slices"
	"testing"

	"portico/app/flow"
	"portico/app/staff"
)

// inOffice is the office after a colleague of this role was let in.
func inOffice(t *testing.T, r staff.Role) flow.State {
	t.Helper()
	s, _ := run(flow.Begin(flow.Setup{Access: flow.PINAccess}), flow.Knock{},
		flow.PINEntered{PIN: "271828", At: morning}, flow.PINChecked{Role: r, At: morning})
	return s
}

func TestNobodyEntersTheOfficeWithoutAPIN(t *testing.T) {
	for _, access := range []flow.Access{flow.NoAccess, flow.PINAccess} {
		s, _ := run(flow.Begin(flow.Setup{Access: access}), flow.Knock{})
		for _, ev := range []flow.Event{
			flow.Visit{Room: flow.Delivery},
			flow.Ask{Order: flow.Order{Task: flow.RetryDeliveries}},
			flow.LookThrough{Lens: flow.FaceLens},
			flow.Carried{},
			flow.PINChecked{Role: staff.Operator, At: morning},
		} {
			if got, effects := flow.Next(s, ev); got.Room != flow.NoRoom || effects != nil {
				t.Errorf("access %q: %T led to %+v with %v", access, ev, got, effects)
			}
		}
	}
	if s := inOffice(t, staff.Nobody); s.Room != flow.NoRoom || s.Problem != flow.WrongPIN || s.Lock.Wrong != 1 {
		t.Errorf("a wrong PIN led to %+v", s)
	}
}

func TestRoomsByRole(t *testing.T) {
	for role, want := range map[staff.Role][]flow.Room{
		staff.Clerk:    {flow.Delivery, flow.Diagnostics},
		staff.Operator: {flow.Delivery, flow.Cameras, flow.Rules, flow.Looks, flow.Privacy, flow.Diagnostics, flow.Figures, flow.Liveness},
	} {
		for _, room := range flow.Rooms(staff.Operator) {
			s, effects := run(inOffice(t, role), flow.Visit{Room: room})
			if entered := s.Room == room; entered != slices.Contains(want, room) {
				t.Errorf("%s in %s: %v", role, room, entered)
			} else if entered && !slices.Contains(effects, flow.Effect(flow.Survey{Room: room, Lens: s.Lens})) {
				t.Errorf("%s shows nothing: %v", room, effects)
			}
		}
	}
}

// An order is carried out only in its room, which only its roles enter.
func TestOrdersByRole(t *testing.T) {
	orders := map[flow.Task]flow.Room{
		flow.RetryDeliveries: flow.Delivery, flow.ExportDiagnostics: flow.Diagnostics,
		flow.DraftColour: flow.Looks, flow.KeepColours: flow.Looks, flow.UsualColours: flow.Looks, flow.SayWords: flow.Looks, flow.ChooseLogo: flow.Looks,
		flow.ToggleChallenge: flow.Rules, flow.SetCount: flow.Rules, flow.SetGuardian: flow.Rules,
		flow.WipeKept: flow.Privacy, flow.SetLifetime: flow.Privacy, flow.SetVolume: flow.Looks, flow.ChangeRule: flow.Rules, flow.StandardRules: flow.Rules,
		flow.ChooseCamera: flow.Cameras, flow.Calibrate: flow.Cameras, flow.KeepLimits: flow.Cameras,
		flow.Study: flow.Liveness, flow.KeepDoubt: flow.Liveness, flow.UsualDoubt: flow.Liveness, flow.DiscardStudy: flow.Liveness,
	}
	for _, role := range []staff.Role{staff.Clerk, staff.Operator} {
		for task, at := range orders {
			for _, room := range flow.Rooms(role) {
				order := flow.Order{Task: task, Lens: flow.FaceLens}
				s, effects := run(inOffice(t, role), flow.Visit{Room: room}, flow.Ask{Order: order})
				if carried := slices.Contains(effects, flow.Effect(flow.Carry{Order: order, By: role})); carried != (room == at) || s.Busy != carried {
					t.Errorf("%s in %s as %s: %v, %+v", task, room, role, effects, s)
				}
			}
		}
	}
}

func TestAValueIsTyped(t *testing.T) {
	order := flow.Order{Task: flow.ChangeRule, Name: "portraitMatch", Setting: "review-below", Value: "0.35"}
	s, _ := run(inOffice(t, staff.Operator), flow.Visit{Room: flow.Rules}, flow.Compose{Order: order})
	if s.Sheet != flow.OrderSheet || s.Order != order {
		t.Fatalf("asked for a value: %+v", s)
	}
	typed, effects := run(s, flow.Edited{Value: " 0.4 "})
	order.Value = "0.4"
	if typed.Sheet != flow.NoSheet || !typed.Busy || !slices.Contains(effects, flow.Effect(flow.Carry{Order: order, By: staff.Operator})) {
		t.Errorf("typed: %+v with %v", typed, effects)
	}
	if refused, _ := run(typed, flow.Senseless{Problem: flow.BadLimits}); refused.Busy || refused.Problem != flow.BadLimits {
		t.Errorf("refused: %+v", refused)
	}
	if left, effects := run(s, flow.Dismiss{}, flow.Edited{Value: "0.4"}); left.Busy || len(effects) > 0 {
		t.Errorf("cancelled: %+v with %v", left, effects)
	}
	elsewhere, _ := run(inOffice(t, staff.Operator), flow.Visit{Room: flow.Delivery}, flow.Compose{Order: order})
	clerk, _ := run(inOffice(t, staff.Clerk), flow.Compose{Order: order})
	if elsewhere.Sheet != flow.NoSheet || clerk.Sheet != flow.NoSheet {
		t.Error("a value is asked for in another room")
	}
}

func TestCameraChosen(t *testing.T) {
	s, effects := run(inOffice(t, staff.Operator), flow.Visit{Room: flow.Cameras}, flow.LookThrough{Lens: flow.FaceLens},
		flow.Ask{Order: flow.Order{Task: flow.ChooseCamera, Lens: flow.FaceLens, Camera: "usb-1"}}, flow.Carried{OneCamera: true})
	if !s.Setup.OneCamera || s.Busy || !slices.Contains(effects, flow.Effect(flow.WatchLens{Lens: flow.FaceLens})) {
		t.Errorf("a camera was chosen: %+v with %v", s, effects)
	}
	s, _ = run(s, flow.Leave{})
	if s.Step != flow.Welcome || !s.Setup.OneCamera || s.Unlocked || s.Role != staff.Nobody || s.Room != flow.NoRoom {
		t.Errorf("the next visitor finds %+v", s)
	}
}

func TestTheOfficeCloses(t *testing.T) {
	for name, ev := range map[string]flow.Event{"left": flow.Leave{}, "left alone": flow.Idle{}, "stop": flow.Stop{}} {
		if s, effects := run(inOffice(t, staff.Operator), flow.Visit{Room: flow.Cameras}, ev); s.Step != flow.Welcome || s.Unlocked || !slices.Contains(effects, flow.Effect(flow.Unwatch{})) {
			t.Errorf("%s: %+v with %v", name, s, effects)
		}
	}
	s, _ := run(inOffice(t, staff.Operator), flow.Leave{}, flow.Knock{})
	if s.Unlocked {
		t.Error("the next one who knocks is let in")
	}
	if s := at(t, flow.Check); true {
		if next, _ := run(s, flow.Knock{}); next.Step != flow.Check {
			t.Error("somebody knocked in the middle of an onboarding")
		}
	}
}

func TestDemonstrationsOfficeIsOpen(t *testing.T) {
	s, effects := run(flow.Begin(flow.Setup{Access: flow.OpenAccess}), flow.Knock{})
	if s.Room != flow.Delivery || s.Role != staff.Operator || len(effects) == 0 {
		t.Errorf("%+v with %v", s, effects)
	}
}
