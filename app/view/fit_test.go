package view_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"portico/app/flow"
	"portico/app/screen"
	"portico/app/widget"
	"portico/engine/document"
	"portico/engine/guidance"
	"portico/engine/trust"
)

// screens are those that a kiosk must fit.
var screens = []fyne.Size{wide, small, fyne.NewSize(1024, 600), fyne.NewSize(1920, 1080), portrait}

var portrait = fyne.NewSize(1080, 1920)

// fits fails when anything needs more room than it has: the content or a sheet
// than the window, or a button than its place. What is too high may scroll.
func fits(t *testing.T, c fyne.Canvas) {
	t.Helper()
	shown := append([]fyne.CanvasObject{c.Content()}, c.Overlays().List()...)
	for _, o := range shown {
		if need, have := o.MinSize(), c.Size(); need.Width > have.Width || need.Height > have.Height {
			t.Errorf("needs %v, the window has %v", need, have)
		}
		for _, part := range test.LaidOutObjects(o) {
			switch part := part.(type) {
			case *widget.Button:
				if need, have := part.MinSize(), part.Size(); need.Width > have.Width+.5 || need.Height > have.Height+.5 {
					t.Errorf("button %q needs %v, its place has %v", part.Word(), need, have)
				}
			case *widget.Pill:
				if part.Size().Width > c.Size().Width {
					t.Errorf("the hint needs %v, the window has %v", part.Size(), c.Size())
				}
			}
		}
	}
}

// Every screen must fit every window in every language, with usual text and
// with text of twice the size: what is between needs no more.
func TestScreensFit(t *testing.T) {
	for _, language := range words(t).Languages() {
		for _, size := range screens {
			for _, larger := range []int{0, flow.MostLarger} {
				s := open(t, size)
				screen.Set(s.model.Language, language)
				screen.Set(s.model.Evidence, evidence())
				screen.Set(s.model.Receipt, ticket)
				screen.Set(s.model.Verdict, verdict())
				check := func(name string, change func(*flow.State)) {
					t.Helper()
					t.Run(fmt.Sprintf("%s %vx%v +%d%% %s", language, size.Width, size.Height, larger, name), func(t *testing.T) {
						st := flow.State{
							Setup: flow.Setup{OneCamera: true, Printer: true}, Look: flow.Look{Larger: larger},
							Ending: flow.NotWiped, Decision: trust.Reject,
						}
						change(&st)
						screen.Set(s.model.State, st)
						if st.Step.Capturing() {
							screen.Set(s.model.Advice, guidance.Advice{Hint: guidance.GlareFace})
						}
						fits(t, s.window.Canvas())
					})
				}
				for _, step := range flow.Steps() {
					check(string(step), func(st *flow.State) { st.Step = step })
				}
				for _, sheet := range []flow.Sheet{flow.HelpSheet, flow.StopSheet, flow.IdleSheet} {
					check(string(sheet), func(st *flow.State) { st.Step, st.Sheet = flow.Check, sheet })
				}
				check("terms", func(st *flow.State) { st.Step, st.Sheet = flow.Consent, flow.TermsSheet })
				check("note", func(st *flow.State) { st.Step, st.Setup.Access, st.Sheet = flow.Clerk, flow.OpenAccess, flow.NoteSheet })
				check("edit", func(st *flow.State) { st.Step, st.Sheet, st.Editing = flow.Check, flow.EditSheet, document.Surname })
				for room, shown := range rooms() {
					screen.Set(s.model.Room, shown)
					check("office "+string(room), func(st *flow.State) { enter(st, room) })
				}
				check("office door", func(st *flow.State) { st.Step, st.Setup.Access = flow.Office, flow.PINAccess })
				for _, access := range []flow.Access{flow.PINAccess, flow.OpenAccess} {
					check("clerk "+string(access), func(st *flow.State) { st.Step, st.Problem, st.Setup.Access = flow.Clerk, flow.WrongPIN, access })
				}
			}
		}
	}
}

func TestLookGoesWithTheVisitor(t *testing.T) {
	s := open(t, wide)
	usual := test.RenderToMarkup(s.window.Canvas())
	s.state(func(st *flow.State) { st.Look = flow.Look{Scheme: flow.Dark, Larger: 50} })
	if test.RenderToMarkup(s.window.Canvas()) == usual {
		t.Error("another look changed nothing")
	}
	dark := widget.Ground.Colour()
	s.state(func(st *flow.State) { st.Look = flow.Look{} })
	if test.RenderToMarkup(s.window.Canvas()) != usual || widget.Ground.Colour() == dark {
		t.Error("the next visitor does not find the usual look")
	}
}
