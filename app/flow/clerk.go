package flow

import (
	"time"

	"portico/app/staff"
	"portico/engine/trust"
)

// Lock counts the wrong PINs since the last right one.
type Lock struct {
	Wrong int
	Until time.Time // no PIN is looked at before
}

const (
	freePINs = 3                // wrong PINs that cost no waiting
	firstPIN = 30 * time.Second // then this long, and twice as long each time
	lastPIN  = 15 * time.Minute // but never longer: 10⁶ PINs take 28 years
)

// wrong returns the lock after one more wrong PIN.
func (l Lock) wrong(now time.Time) Lock {
	l.Wrong++
	if l.Wrong < freePINs {
		return l
	}
	wait := firstPIN
	for n := freePINs; n < l.Wrong && wait < lastPIN; n++ {
		wait *= 2
	}
	l.Until = now.Add(min(wait, lastPIN))
	return l
}

// unlock handles the PIN of a colleague.
func unlock(s State, ev Event) (State, []Effect) {
	switch ev := ev.(type) {
	case PINEntered:
		if s.Setup.Access == PINAccess && !s.Unlocked && !s.Busy && !ev.At.Before(s.Lock.Until) {
			s.Busy, s.Problem = true, NoProblem
			return s, []Effect{CheckPIN{ev.PIN}}
		}
	case PINChecked:
		switch {
		case !s.Busy || s.Unlocked:
		case ev.Role != staff.Nobody:
			s.Busy, s.Unlocked, s.Role, s.Lock = false, true, ev.Role, Lock{}
		default:
			s.Busy, s.Problem, s.Lock = false, WrongPIN, s.Lock.wrong(ev.At)
		}
	}
	return s, nil
}

// Review is what a colleague makes of a REVIEW. The zero value is that nobody
// decided.
type Review struct {
	Decision trust.Decision // Accept or Reject
	By       staff.Role     // Nobody in the demonstration
	Second   staff.Role     // who confirmed it; Nobody where one colleague is enough
}

// clerk handles the step in which a colleague decides over a REVIEW. Nobody
// decides without MayDecide; anybody may leave it to later.
func clerk(s State, ev Event) (State, []Effect) {
	switch ev := ev.(type) {
	case PINEntered:
		return unlock(s, ev)
	case PINChecked:
		if s.Busy && ev.Role != staff.Nobody && ev.Role == s.Clerk.By {
			s.Busy, s.Problem = false, SameStaff
			return s, nil
		}
		return unlock(s, ev)
	case Failed:
		if s.Busy {
			s.Busy, s.Problem = false, ev.problem()
		}
	case ClerkDecides:
		if s.MayDecide() && !s.Busy && (ev.Decision == trust.Accept || ev.Decision == trust.Reject) {
			return decided(s, ev.Decision)
		}
	case Proposed:
		if s.Busy {
			s.Busy, s.Clerk = false, ev.Review
			s.Unlocked, s.Role = false, staff.Nobody
		}
	case ClerkLater:
		return undecided(s)
	}
	return s, nil
}

// decided takes a colleague's decision. Where four eyes are asked for, it holds
// once two roles after each other said the same; till then it is a proposal.
func decided(s State, d trust.Decision) (State, []Effect) {
	review := Review{Decision: d, By: s.Role}
	if s.Setup.FourEyes {
		if s.Clerk.Decision != d || s.Clerk.By == s.Role {
			s.Busy, s.Problem = true, NoProblem
			return s, []Effect{Propose{review}}
		}
		review = Review{d, s.Clerk.By, s.Role}
	}
	s.Decision, s.Clerk = d, review
	return save(s)
}

// undecided keeps the REVIEW for whoever reads the delivery.
func undecided(s State) (State, []Effect) {
	s.Clerk = Review{}
	return save(s)
}

// leftAlone is what becomes of the clerk's screen when nobody touches it: an
// unlocked one locks; otherwise the visitor, who has done all there was to do,
// must lose nothing, and the REVIEW is kept.
func leftAlone(s State) (State, []Effect) {
	switch {
	case s.Busy:
		return s, nil
	case s.Unlocked:
		s.Unlocked, s.Role, s.Sheet = false, staff.Nobody, NoSheet
		return s, nil
	}
	return undecided(s)
}
