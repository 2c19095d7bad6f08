// Package hands leads an onboarding where nobody stands at the kiosk, for
// measurements: it says what to press and when, as a visitor would who does
// what each screen says. Pictures are left to the automatic capture for a
// while. It decides nothing: a REVIEW is left to later.
package hands

import (
	"errors"
	"fmt"
	"time"

	"portico/app/flow"
)

// What hands wait for.
const (
	pause    = time.Second      // before the main action of a screen
	capture  = 15 * time.Second // for the automatic capture, before the shutter
	aside    = 5 * time.Second  // for whoever opened a sheet
	lost     = 5 * time.Second  // for a camera that shows nothing
	patience = 90 * time.Second // for anything to happen at all
)

// Errors that callers compare with errors.Is: why there is no decision.
var (
	ErrNoCard    = errors.New("no card was seen in any of the pictures")
	ErrNoPicture = errors.New("the recording has no pictures")
	ErrEnded     = errors.New("the onboarding was ended")
	ErrNotKept   = errors.New("the outcome could not be kept")
	ErrStuck     = errors.New("nothing happens any more")
)

// Act is what hands do. At most one of its fields is set.
type Act struct {
	Send  flow.Event // an event of the screens
	Shoot bool       // the shutter
	Done  bool       // leave: the outcome is kept, and its screen was shown
	Err   error      // leave: there will be no outcome
}

// Hands remember what they saw. The zero value is ready; one goroutine uses
// them.
type Hands struct {
	seen     flow.State
	changed  time.Time // when seen last changed
	pressed  time.Time // when something was last pressed since
	noCards  int       // pictures without a card, one after the other
	finished bool
}

// Look says what to do at a time and a state of the kiosk. It is to be asked
// several times a second; times must ascend.
func (h *Hands) Look(now time.Time, s flow.State) Act {
	if s != h.seen || h.changed.IsZero() {
		h.count(s)
		h.seen, h.changed, h.pressed = s, now, now
	}
	if err := h.hopeless(now); err != nil {
		return Act{Err: err}
	}
	act, after := h.next(s)
	if now.Sub(h.pressed) < after {
		return Act{}
	}
	h.pressed = now
	return act
}

// count notes what only the change to s tells.
func (h *Hands) count(s flow.State) {
	h.finished = h.finished || s.Step == flow.Result
	switch {
	case s.Step == flow.Front && s.Tries == h.seen.Tries+1 && s.Problem == flow.NoCard:
		h.noCards++
	case s.Step != flow.Front && h.seen.Step == flow.Front && s.Staff && !h.seen.Staff:
		h.noCards++ // the last try, after which the onboarding goes on without a card
	case s.Step == flow.Front && s.Problem != flow.NoProblem, h.seen.Step != flow.Front:
		h.noCards = 0
	}
}

// hopeless returns why there will be no outcome, nil while there may be.
func (h *Hands) hopeless(now time.Time) error {
	s, since := h.seen, now.Sub(h.changed)
	switch {
	case h.finished:
		return nil
	case h.noCards == flow.MaxTries:
		return fmt.Errorf("%w of %s", ErrNoCard, flow.Front)
	case s.Step == flow.Ended:
		return fmt.Errorf("%w without a decision: %s", ErrEnded, s.Ending)
	case s.Step == flow.Saving && s.Problem != flow.NoProblem:
		return fmt.Errorf("%w: %s", ErrNotKept, s.Problem)
	case s.CameraLost && s.Step.Capturing() && s.Step != flow.Back && since >= lost:
		return fmt.Errorf("%w for %s", ErrNoPicture, s.Step)
	case since >= patience:
		return fmt.Errorf("%w, at %s", ErrStuck, s.Step)
	}
	return nil
}

// next returns what to do at s, and how long after the last change or press.
func (h *Hands) next(s flow.State) (act Act, after time.Duration) {
	switch {
	case h.finished && s.Step != flow.Result: // somebody closed it
		return Act{Done: true}, 0
	case s.Sheet != flow.NoSheet:
		return Act{Send: flow.Dismiss{}}, aside
	case s.Busy:
		return Act{}, patience
	case s.Step == flow.Back && s.CameraLost:
		return Act{Send: flow.NoBackSide{}}, lost
	case s.Step.Capturing():
		return Act{Shoot: true}, capture
	}
	switch s.Step {
	case flow.Welcome:
		return Act{Send: flow.Start{}}, pause
	case flow.Consent:
		return Act{Send: flow.Agreed{}}, pause
	case flow.Clerk:
		return Act{Send: flow.ClerkLater{}}, pause
	case flow.Result:
		return Act{Done: true}, pause
	}
	return Act{Send: flow.Continue{}}, pause
}
