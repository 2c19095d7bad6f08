package flow

import "portico/engine/document"

func page(s State, ev Event) (State, []Effect) {
	side, onward := document.Front, face(s)
	if s.Step == Back {
		side = document.Back
	}
	switch ev := ev.(type) {
	case Captured:
		if !s.Busy {
			s.Busy, s.Problem = true, NoProblem
			return s, []Effect{ReadPage{side}}
		}
	case PageRead:
		switch {
		case !s.Busy:
			return s, nil
		case ev.Problem == WrongSide:
			s.Busy, s.Problem = false, WrongSide
			return s, []Effect{Watch{s.Step}}
		case ev.Problem != NoProblem:
			return failed(s, ev.Problem, onward)
		case s.Step == Front && needsBack(ev.Type, s.Brought):
			s.HasBack = true
			return enter(s, Back)
		}
		return enter(s, onward)
	case Failed:
		if s.Busy {
			return failed(s, Broken, onward)
		}
	case NoBackSide:
		if s.Step == Back && !s.Busy {
			return enter(s, onward)
		}
	case GoBack:
		switch {
		case s.Busy:
		case s.Step == Back:
			s.HasBack = false
			return enter(s, Front)
		default:
			return enter(s, beforePages(s))
		}
	}
	return s, nil
}

// needsBack reports whether a document of this type has a second page to take.
// One that was not recognised is asked for, with a way to say that it has none,
// unless the visitor brought a passport.
func needsBack(t *document.Type, b Brought) bool {
	if t == nil {
		return b != Passport
	}
	return t.Kind != "passport" && t.Kind != "visa" && t.MRTD != "TD3"
}

// face returns the step in which the face comes up, or what follows for a
// visitor who does not show it.
func face(s State) Step {
	switch {
	case s.Faceless:
		return Check
	case s.Setup.OneCamera:
		return LookUp
	}
	return Selfie
}

func lookUp(s State, ev Event) (State, []Effect) {
	switch ev.(type) {
	case Continue:
		return enter(s, Selfie)
	case GoBack:
		return enter(s, lastPage(s))
	}
	return s, nil
}

func lastPage(s State) Step {
	if s.HasBack {
		return Back
	}
	return Front
}
