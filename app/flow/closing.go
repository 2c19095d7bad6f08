package flow

import "portico/engine/trust"

func closing(s State, ev Event) (State, []Effect) {
	switch ev := ev.(type) {
	case Continue:
		switch {
		case s.Step == Check:
			return enter(s, Deciding)
		case s.Busy:
		case s.Step == Deciding:
			return enter(s, Deciding)
		case s.Step == Saving:
			return save(s)
		}
	case Retake:
		if s.Step == Check {
			s.HasBack = false
			s, effects := enter(s, Front)
			return s, append([]Effect{DropDocument{}}, effects...)
		}
	case GoBack:
		switch {
		case s.Step == Check && s.Faceless:
			return enter(s, lastPage(s))
		case s.Step == Check:
			return enter(s, Selfie)
		}
	case Decided:
		if s.Step == Deciding && s.Busy {
			s.Decision = ev.Decision
			if ev.Decision == trust.Review {
				return enter(s, Clerk)
			}
			return save(s)
		}
	case Saved:
		if s.Step == Saving && s.Busy {
			return enter(s, Result)
		}
	case Failed:
		if s.Busy {
			s.Busy, s.Problem = false, ev.problem()
		}
	}
	return s, nil
}

// save keeps the outcome as it stands.
func save(s State) (State, []Effect) {
	s, _ = enter(s, Saving)
	s.Busy = true
	return s, []Effect{Finish{s.Clerk}}
}

// ending handles the last screens and the erasure before them.
func ending(s State, ev Event) (State, []Effect) {
	switch ev := ev.(type) {
	case Print:
		if s.Step == Result && s.Setup.Printer && s.Paper != Printing && s.Paper != Printed {
			s.Paper = Printing
			return s, []Effect{PrintReceipt{}}
		}
	case Keep:
		if s.Step == Result && s.Setup.Save && s.Paper != Printing && s.Paper != InFile {
			s.Paper = Printing
			return s, []Effect{SaveReceipt{}}
		}
	case PaperDone:
		if s.Step == Result && s.Paper == Printing {
			s.Paper = ev.Paper
		}
	case Continue:
		if s.Step == Result || s.Step == Ended {
			return enter(s, Welcome)
		}
	case Wiped:
		if s.Step == Wiping {
			return enter(s, Ended)
		}
	case Failed:
		if s.Step == Wiping {
			s.Ending = NotWiped
			return enter(s, Ended)
		}
	}
	return s, nil
}
