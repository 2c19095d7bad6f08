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

// clerk handles the step in which a colleague decides over a REVIEW. Nobody
// decides without MayDecide; anybody may leave it to later.
func clerk(s State, ev Event) (State, []Effect) {
	switch ev := ev.(type) {
	case PINEntered, PINChecked:
		return unlock(s, ev)
	case Failed:
		if s.Busy {
			s.Busy, s.Problem = false, ev.problem()
		}
	case ClerkDecides:
		if s.MayDecide() && (ev.Decision == trust.Accept || ev.Decision == trust.Reject) {
			s.Decision, s.Clerk = ev.Decision, ev.Decision
			return save(s)
		}
	case ClerkLater:
		return save(s)
	}
	return s, nil
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
	return save(s)
}
