package flow

import "portico/app/staff"

// Next returns the state after ev and the effects to run; it runs none. An
// event that means nothing in s, such as the answer to an effect of a step
// that was left, changes nothing.
func Next(s State, ev Event) (State, []Effect) {
	switch ev := ev.(type) {
	case CameraGone:
		s.CameraLost = true
		return s, nil
	case CameraBack:
		s.CameraLost = false
		return s, nil
	case Stop:
		return stop(s, Stopped)
	case NotBegun:
		return stop(s, NoStart)
	case ReadTerms, Help, AskStop, Dismiss, Idle:
		return sheet(s, ev)
	case Edit, Edited, Note:
		if s.Step == Office {
			return office(s, ev)
		}
		return edit(s, ev)
	case Appear:
		s.Look = ev.Look
		return s, nil
	case Begun:
		s.Plan = ev.Plan
		return s, nil
	case Timeout:
		return timeout(s)
	}
	switch s.Step {
	case Attract, Welcome, Consent:
		return opening(s, ev)
	case Choose:
		return choose(s, ev)
	case Front, Back:
		return page(s, ev)
	case LookUp:
		return lookUp(s, ev)
	case Selfie:
		return selfie(s, ev)
	case Neutral, Smile, Gaze, Approach, Light:
		return live(s, ev)
	case Clerk:
		return clerk(s, ev)
	case Office:
		return office(s, ev)
	case Check, Deciding, Saving:
		return closing(s, ev)
	}
	return ending(s, ev)
}

// enter moves to a step with a clean slate and says what that step needs. A
// question that lies over the screen stays, as long as there is something to
// stop.
func enter(s State, next Step) (State, []Effect) {
	s.Step, s.Busy, s.Tries, s.Problem = next, false, 0, NoProblem
	s.Unlocked, s.Role, s.Room, s.Lens = false, staff.Nobody, NoRoom, ""
	switch next {
	case Saving, Result, Ended:
		s.Sheet = NoSheet
	case Front, Back, LookUp, Selfie, Neutral, Smile, Gaze, Approach, Light:
		return s, []Effect{Watch{next}}
	case Check:
		return s, []Effect{Unwatch{}, Gather{}}
	case Deciding:
		s.Busy = true
		return s, []Effect{Decide{s.Staff}}
	case Consent, Choose, Office:
		return s, []Effect{Unwatch{}}
	case Welcome:
		lock := s.Lock
		s = Begin(s.Setup)
		s.Lock = lock
		return s, []Effect{Unwatch{}, Forget{}}
	}
	return s, nil
}

// failed counts an attempt; after the last one the onboarding goes on without
// it, and a colleague must look at it.
func failed(s State, p Problem, onward Step) (State, []Effect) {
	s.Busy, s.Problem = false, p
	s.Tries++
	if s.Tries < MaxTries {
		return s, []Effect{Watch{s.Step}}
	}
	s.Staff = true
	return enter(s, onward)
}

// sheet opens and closes what lies over a screen. Guidance starts anew below a
// sheet that was closed: nothing is taken while one is open.
func sheet(s State, ev Event) (State, []Effect) {
	if s.Step == Wiping || s.Step == Saving {
		return s, nil
	}
	visited := s.Step != Attract && s.Step != Welcome && s.Step != Result && s.Step != Ended && s.Step != Office
	switch ev.(type) {
	case Help:
		var effects []Effect
		if s.Step == Attract {
			s, effects = enter(s, Welcome)
		}
		s.Sheet = HelpSheet
		return s, effects
	case ReadTerms:
		if s.Step == Consent {
			s.Sheet = TermsSheet
		}
	case AskStop:
		if visited {
			s.Sheet = StopSheet
		}
	case Idle:
		switch {
		case s.Step == Clerk:
			return leftAlone(s)
		case s.Step == Welcome, s.Step == Office && !s.Busy:
			return leftEmpty(s)
		case visited && s.Step != Deciding:
			s.Sheet = IdleSheet
		}
	case Dismiss:
		s.Editing, s.Order = "", Order{}
		if s.Sheet != NoSheet && s.Step.Capturing() && !s.Busy {
			s.Sheet = NoSheet
			return s, []Effect{Watch{s.Step}}
		}
		s.Sheet = NoSheet
	}
	return s, nil
}

// leftEmpty is the kiosk that nobody stands at, with nothing of whoever only
// looked.
func leftEmpty(s State) (State, []Effect) {
	attracts := s.Step == Welcome && s.Setup.Motion
	s, effects := enter(s, Welcome)
	if attracts {
		s.Step = Attract
		effects = append(effects, Sense{})
	}
	return s, effects
}

func stop(s State, why Ending) (State, []Effect) {
	switch s.Step {
	case Attract, Welcome, Wiping, Ended:
		return s, nil
	case Saving:
		if s.Busy { // what is being kept is complete in a moment, or fails
			return s, nil
		}
	case Result, Office:
		return enter(s, Welcome)
	}
	s.Step, s.Sheet, s.Busy, s.Problem, s.Unlocked, s.Role, s.Ending = Wiping, NoSheet, true, NoProblem, false, staff.Nobody, why
	return s, []Effect{Unwatch{}, Wipe{}}
}

func timeout(s State) (State, []Effect) {
	switch {
	case s.Step == Result, s.Step == Ended:
		return enter(s, Welcome)
	case s.Sheet == IdleSheet:
		return stop(s, TimedOut)
	}
	return s, nil
}

func opening(s State, ev Event) (State, []Effect) {
	switch ev := ev.(type) {
	case Start:
		switch s.Step {
		case Attract:
			return enter(s, Welcome)
		case Welcome:
			return enter(s, Consent)
		}
	case Moved:
		if s.Step == Attract {
			return enter(s, Welcome)
		}
	case Knock:
		if s.Step != Consent {
			return knock(s)
		}
	case GoBack:
		if s.Step == Consent {
			return enter(s, Welcome)
		}
	case Agreed:
		if s.Step == Consent {
			s.Faceless = ev.Faceless
			s, effects := enter(s, beginning(s))
			return s, append([]Effect{BeginCustomer(ev)}, effects...)
		}
	case Refused:
		if s.Step == Consent {
			s, effects := enter(s, Ended)
			s.Ending = Declined
			return s, effects
		}
	}
	return s, nil
}
