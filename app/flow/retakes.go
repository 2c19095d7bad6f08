package flow

// OwnWish is why a visitor took the document again of their own accord.
const OwnWish Problem = "own_wish"

// RetakeFor returns why ev, at s, has something taken again; NoProblem where it
// does not.
func RetakeFor(s State, ev Event) Problem {
	if s.Step == Check && ev == Event(Retake{}) {
		return OwnWish
	}
	if !s.Step.Capturing() {
		return NoProblem
	}
	switch ev := ev.(type) {
	case PageRead:
		if s.Busy {
			return ev.Problem
		}
	case FaceSeen:
		if s.Busy {
			return ev.Problem
		}
	case LivenessDone:
		if s.Busy && !ev.Passed && !ev.Unfit {
			return NotLive
		}
	case Lapsed:
		if s.Step.Led() && !s.Busy {
			return TooSlow
		}
	case Failed:
		if s.Busy {
			return Broken
		}
	}
	return NoProblem
}

// Retakes lists every reason for a retake.
func Retakes() []Problem {
	return []Problem{NoCard, Unreadable, WrongSide, NoFace, SeveralFace, NotLive, TooSlow, Broken, OwnWish}
}
