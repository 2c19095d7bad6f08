package flow

import "portico/engine/liveness"

func selfie(s State, ev Event) (State, []Effect) {
	switch ev := ev.(type) {
	case Captured:
		if !s.Busy {
			s.Busy, s.Problem = true, NoProblem
			return s, []Effect{TakeSelfie{}}
		}
	case FaceSeen:
		switch {
		case !s.Busy:
		case ev.Problem != NoProblem:
			return failed(s, ev.Problem, Check)
		default:
			s.Passed = 0
			return challenge(s, BeginLiveness{})
		}
	case Failed:
		if s.Busy {
			return failed(s, Broken, Check)
		}
	case GoBack:
		if !s.Busy {
			return enter(s, lastPage(s))
		}
	}
	return s, nil
}

// challenge enters the first step of the challenge that is next, after an
// effect that makes ready for it.
func challenge(s State, ready ...Effect) (State, []Effect) {
	s, effects := enter(s, first[s.Plan.At(s.Passed)])
	return s, append(ready, effects...)
}

// live handles the steps of the challenges.
func live(s State, ev Event) (State, []Effect) {
	switch ev := ev.(type) {
	case Captured:
		if !s.Busy {
			s.Busy, s.Problem = true, NoProblem
			return s, []Effect{takes[s.Step]}
		}
	case FaceSeen:
		switch {
		case !s.Busy:
		case ev.Problem != NoProblem && s.Step.Led():
			return challengeFailed(s, ev.Problem)
		case ev.Problem != NoProblem:
			return failed(s, ev.Problem, Check)
		case s.Step == Neutral:
			tries := s.Tries
			s, effects := enter(s, Smile)
			s.Tries = tries
			return s, effects
		default:
			return s, []Effect{Evaluate{kindOf(s.Step)}}
		}
	case LivenessDone:
		switch {
		case !s.Busy:
		case ev.Passed:
			return passed(s)
		case ev.Unfit:
			return instead(s)
		default:
			return challengeFailed(s, NotLive)
		}
	case Lapsed:
		if s.Step.Led() && !s.Busy {
			return challengeFailed(s, TooSlow)
		}
	case NoFlashing:
		if s.Step == Light && !s.Busy {
			return instead(s)
		}
	case Failed:
		switch {
		case !s.Busy:
		case s.Step == Neutral:
			return failed(s, Broken, Check)
		default:
			return challengeFailed(s, Broken)
		}
	case GoBack:
		switch {
		case s.Busy:
		case s.Step == Smile:
			return challenge(s, DropChallenge{liveness.Smile})
		default:
			return enter(s, Selfie)
		}
	}
	return s, nil
}

// takes is what becomes of the picture or the pictures taken in a step of a
// challenge.
var takes = map[Step]Effect{
	Neutral:  TakeLiveness{liveness.Neutral},
	Smile:    TakeLiveness{liveness.Smiling},
	Gaze:     TakeChallenge{liveness.EyeGaze},
	Approach: TakeChallenge{liveness.MagnifEye},
	Light:    TakeChallenge{liveness.Light},
}

func passed(s State) (State, []Effect) {
	if s.Passed++; s.Passed < s.Plan.Count() {
		return challenge(s)
	}
	return enter(s, Check)
}

// instead asks for another challenge in place of one that cannot be done here
// or by this visitor; that costs no try.
func instead(s State) (State, []Effect) {
	drop := DropChallenge{kindOf(s.Step)}
	if s.Plan = s.Plan.instead(s.Passed); s.Passed == s.Plan.ask {
		s, effects := enter(s, Check)
		return s, append([]Effect{drop}, effects...)
	}
	return challenge(s, drop)
}

// challengeFailed starts the challenge again without what it has so far.
func challengeFailed(s State, p Problem) (State, []Effect) {
	tries := s.Tries + 1
	if tries >= MaxTries {
		s.Staff = true
		return enter(s, Check)
	}
	s, effects := challenge(s, DropChallenge{kindOf(s.Step)})
	s.Tries, s.Problem = tries, p
	return s, effects
}
