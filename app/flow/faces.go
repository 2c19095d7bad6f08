package flow

import "portico/engine/liveness"

func pictureOfFace(s State, ev Event) (State, []Effect) {
	switch ev := ev.(type) {
	case Captured:
		if !s.Busy {
			s.Busy, s.Problem = true, NoProblem
			return s, []Effect{takes[s.Step]}
		}
	case FaceSeen:
		switch {
		case !s.Busy:
			return s, nil
		case ev.Problem != NoProblem:
			return failed(s, ev.Problem, Check)
		case s.Step == Selfie:
			return enter(s, Neutral)
		case s.Step == Neutral:
			tries := s.Tries
			s, effects := enter(s, Smile)
			s.Tries = tries
			return s, effects
		}
		return s, []Effect{Evaluate{liveness.Smile}}
	case LivenessDone:
		switch {
		case !s.Busy:
			return s, nil
		case ev.Passed:
			return enter(s, Check)
		}
		return challengeFailed(s, NotLive)
	case Failed:
		if s.Busy && s.Step == Smile {
			return challengeFailed(s, Broken)
		}
		if s.Busy {
			return failed(s, Broken, Check)
		}
	case GoBack:
		if s.Busy {
			return s, nil
		}
		switch s.Step {
		case Selfie:
			return enter(s, lastPage(s))
		case Neutral:
			return enter(s, Selfie)
		}
		return enter(s, Neutral)
	}
	return s, nil
}

// takes is what becomes of a picture taken in a step with a face.
var takes = map[Step]Effect{
	Selfie:  TakeSelfie{},
	Neutral: TakeLiveness{liveness.Neutral},
	Smile:   TakeLiveness{liveness.Smiling},
}

// challengeFailed starts the challenge again with the neutral picture.
func challengeFailed(s State, p Problem) (State, []Effect) {
	tries := s.Tries + 1
	if tries >= MaxTries {
		s.Staff = true
		return enter(s, Check)
	}
	s, effects := enter(s, Neutral)
	s.Tries, s.Problem = tries, p
	return s, effects
}
