package flow

import "strings"

// The roles of whoever corrects a value.
const (
	VisitorRole = "visitor"
	ClerkRole   = "clerk"
)

// edit opens the sheet on which a value is corrected or a note written, and
// keeps what comes back. An empty value corrects nothing.
func edit(s State, ev Event) (State, []Effect) {
	switch ev := ev.(type) {
	case Edit:
		if s.MayEdit() && s.Sheet == NoSheet {
			s.Sheet, s.Editing = EditSheet, ev.Field
		}
	case Note:
		if s.MayDecide() && s.Sheet == NoSheet {
			s.Sheet = NoteSheet
		}
	case Edited:
		value := strings.TrimSpace(ev.Value)
		if s.MayDecide() && s.Sheet == NoteSheet {
			s.Sheet = NoSheet
			return s, []Effect{KeepNote{value}, Gather{}}
		}
		if !s.MayEdit() || s.Sheet != EditSheet {
			return s, nil
		}
		field, role := s.Editing, VisitorRole
		if s.Step == Clerk {
			role = ClerkRole
		}
		s.Sheet, s.Editing = NoSheet, ""
		if value != "" {
			s.Clerk = Review{} // whoever proposed has not seen it
			return s, []Effect{Correct{field, value, role}, Gather{}}
		}
	}
	return s, nil
}
