package view_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"portico/app/flow"
	"portico/app/screen"
)

func TestPINFromTheKeyboard(t *testing.T) {
	s := open(t, wide)
	s.state(func(st *flow.State) { st.Step, st.Setup.Access = flow.Clerk, flow.PINAccess })
	sent := s.press("2", "7", "x", "1", "9", fyne.KeyBackspace, "8", "2", "8", fyne.KeyReturn)
	if len(sent) != 1 {
		t.Fatalf("sent %v", sent)
	}
	if ev, is := sent[0].(flow.PINEntered); !is || ev.PIN != "271828" || ev.At.IsZero() {
		t.Errorf("sent %#v", sent[0])
	}
	if sent := s.press(fyne.KeyReturn); len(sent) != 0 {
		t.Errorf("the digits stayed: %v", sent)
	}
	s.state(func(st *flow.State) { st.Sheet = flow.StopSheet })
	s.press("1", "1", "1", "1", "1", "1")
	s.state(func(st *flow.State) { st.Sheet = flow.NoSheet })
	if sent := s.press(fyne.KeyReturn); len(sent) != 0 {
		t.Errorf("digits went below a sheet: %v", sent)
	}
	screen.Set(s.model.Seconds, 28)
	if sent := s.press("2", "7", "1", "8", "2", "8", fyne.KeyReturn); len(sent) != 0 {
		t.Errorf("digits were taken during the delay: %v", sent)
	}
	if sent := s.press(fyne.KeyEscape); len(sent) != 1 {
		t.Errorf("Esc sent %v", sent)
	}
}

// Without an unlocked screen nothing of the visitor may be on it, nor a button
// that decides.
func TestLockedScreenShowsNothing(t *testing.T) {
	for access, on := range map[flow.Access]string{flow.NoAccess: "Keep on", flow.PINAccess: "Decide later"} {
		s := open(t, wide)
		screen.Set(s.model.Evidence, evidence())
		screen.Set(s.model.Verdict, verdict())
		s.state(func(st *flow.State) { st.Step, st.Setup.Access = flow.Clerk, access })
		markup := test.RenderToMarkup(s.window.Canvas())
		for _, secret := range []string{"Specimen", "1985", "Accept", "Reject", "Selfie", "Portrait"} {
			if strings.Contains(markup, secret) {
				t.Errorf("access %q: the locked screen shows %q", access, secret)
			}
		}
		if !strings.Contains(markup, on) {
			t.Errorf("access %q: no way on", access)
		}
	}
}
