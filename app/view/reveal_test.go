package view_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"portico/app/flow"
	"portico/app/screen"
	"portico/app/widget"
)

// Who goes through a sheet with the Tab key sees where they are, also where the
// text is so large that the sheet scrolls.
func TestTheFocusIsInSight(t *testing.T) {
	s := open(t, fyne.NewSize(1024, 600))
	s.state(func(st *flow.State) {
		st.Step, st.Sheet, st.Look = flow.Consent, flow.HelpSheet, flow.Look{Larger: flow.MostLarger}
	})
	place := fyne.CurrentApp().Driver().AbsolutePositionForObject
	var page *container.Scroll
	var buttons []*widget.Button
	for _, o := range test.LaidOutObjects(s.window.Canvas().Overlays().Top()) {
		switch o := o.(type) {
		case *container.Scroll:
			page = o
		case *widget.Button:
			buttons = append(buttons, o)
		}
	}
	if page.Content.MinSize().Height <= page.Size().Height {
		t.Fatal("the sheet does not scroll")
	}
	for range buttons {
		s.window.Canvas().FocusNext()
		b, ok := s.window.Canvas().Focused().(*widget.Button)
		if !ok {
			t.Fatal("the focus is on no button")
		}
		if top, bottom := place(b).Y, place(b).Y+b.Size().Height; top < 0 || bottom > 600 {
			t.Errorf("%q with the focus lies from %v to %v of 600", b.Word(), top, bottom)
		}
	}
}

// After a button was pressed with the keyboard, the keys are the next screen's.
func TestTheFocusGoesWithItsScreen(t *testing.T) {
	s := open(t, wide)
	s.state(func(st *flow.State) { st.Step, st.Sheet = flow.Consent, flow.NoSheet })
	for language, sheet := range map[string]flow.Sheet{"sk": flow.NoSheet, "de": flow.HelpSheet} {
		s.window.Canvas().FocusNext()
		s.state(func(st *flow.State) { st.Sheet = sheet })
		screen.Set(s.model.Language, language)
		s.state(func(st *flow.State) { st.Sheet = flow.NoSheet })
		if at := s.window.Canvas().Focused(); at != nil {
			t.Errorf("with the sheet %q: a button that has gone keeps the keys", sheet)
		}
	}
}
