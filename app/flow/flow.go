// Package flow is the onboarding as a step machine: Next takes a state and an
// event and says which state follows and what is to be done. It does nothing
// itself, knows no clock and no screen, and is safe for concurrent use.
//
// Two promises hold in every state: there is a way on and a way out, and Stop
// wipes everything of the visitor.
package flow

import (
	"portico/app/staff"
	"portico/engine/trust"
)

// Step is where in an onboarding the visitor is.
type Step string

// The steps, in the order a visitor meets them.
const (
	Attract  Step = "attract" // nobody is here; movement brings the welcome
	Welcome  Step = "welcome"
	Consent  Step = "consent"
	Choose   Step = "choose" // the visitor says what they brought
	Front    Step = "document-front"
	Back     Step = "document-back"
	LookUp   Step = "look-up" // one camera for both: lay the card away
	Selfie   Step = "selfie"
	Neutral  Step = "liveness-neutral"
	Smile    Step = "liveness-smile"
	Gaze     Step = "liveness-gaze"     // the eyes follow a mark
	Approach Step = "liveness-approach" // the face comes closer
	Light    Step = "liveness-light"    // the screen shines in colours
	Check    Step = "check"             // the visitor confirms what was read
	Deciding Step = "deciding"          // the engine inspects and decides
	Clerk    Step = "clerk"             // a colleague decides over a REVIEW
	Saving   Step = "saving"            // the outcome is being kept
	Result   Step = "result"
	Wiping   Step = "wiping" // everything of the visitor is being erased
	Ended    Step = "ended"  // over without an outcome
	Office   Step = "office" // the staff's rooms; no visitor stands there
)

// Steps returns every step, in order.
func Steps() []Step {
	return []Step{
		Attract, Welcome, Consent, Choose, Front, Back, LookUp, Selfie, Neutral, Smile, Gaze, Approach, Light,
		Check, Deciding, Clerk, Saving, Result, Wiping, Ended, Office,
	}
}

// Capturing reports whether s takes a picture.
func (s Step) Capturing() bool {
	switch s {
	case Front, Back, Selfie, Neutral, Smile:
		return true
	}
	return s.Led()
}

// Led reports whether s takes its pictures by itself while it leads the visitor
// through a challenge: there is no shutter.
func (s Step) Led() bool { return s == Gaze || s == Approach || s == Light }

// Sheet is what lies over the screen.
type Sheet string

// The sheets.
const (
	NoSheet    Sheet = ""
	HelpSheet  Sheet = "help"
	TermsSheet Sheet = "terms" // all that is agreed to, in full
	StopSheet  Sheet = "stop"  // asks whether to stop
	IdleSheet  Sheet = "idle"  // asks whether anyone is still there
	EditSheet  Sheet = "edit"  // corrects a value that was read
	NoteSheet  Sheet = "note"  // a colleague's, beside their decision
	OrderSheet Sheet = "order" // asks for the value of what staff change
)

// Problem says why the last picture or step was of no use.
type Problem string

// The problems.
const (
	NoProblem   Problem = ""
	NoCard      Problem = "no_card"      // no document in the picture
	Unreadable  Problem = "unreadable"   // a document, but nothing could be read
	WrongSide   Problem = "wrong_side"   // the front again, or the back first
	NoFace      Problem = "no_face"      //
	SeveralFace Problem = "several_face" //
	NotLive     Problem = "not_live"     // the challenge was not passed
	TooSlow     Problem = "too_slow"     // a challenge was not followed to its end
	WrongPIN    Problem = "wrong_pin"    // not the staff's
	SameStaff   Problem = "same_staff"   // four eyes are asked for, and these are the first two
	Unmeasured  Problem = "unmeasured"   // too few pictures to calibrate by
	NoNumber    Problem = "no_number"    // where one is asked for
	BadLimits   Problem = "bad_limits"   // that contradict each other, or leave what is possible
	MustRequire Problem = "must_require" // a rule without which strangers would be accepted
	NoJudgement Problem = "no_judgement" // a rule that would judge nothing
	NoColour    Problem = "no_colour"    // what was typed
	LowContrast Problem = "low_contrast" // text could not be read on its ground
	LostBraces  Problem = "lost_braces"  // words without the places for what changes
	BadLogo     Problem = "bad_logo"     // a file that is no picture, or too large
	Promised    Problem = "promised"     // longer than visitors whose data lie here agreed to
	Full        Problem = "full"         // the store has no room left
	Broken      Problem = "broken"       // the engine or the store failed
)

// Problems returns every problem.
func Problems() []Problem {
	return []Problem{NoCard, Unreadable, WrongSide, NoFace, SeveralFace, NotLive, TooSlow, WrongPIN, SameStaff, Unmeasured, NoNumber, BadLimits, MustRequire, NoJudgement, NoColour, LowContrast, LostBraces, BadLogo, Promised, Full, Broken}
}

// Ending says why an onboarding is over without an outcome.
type Ending string

// The endings.
const (
	Declined Ending = "declined" // no consent: no picture was taken
	Stopped  Ending = "stopped"  // by the visitor; everything was wiped
	TimedOut Ending = "timed_out"
	NotWiped Ending = "not_wiped" // erasing failed: staff must know
	NoStart  Ending = "no_start"  // it could not be kept, so nothing was begun
)

// Endings returns every ending.
func Endings() []Ending { return []Ending{Declined, Stopped, TimedOut, NotWiped, NoStart} }

// MaxTries is how often a step may fail before a colleague must look at the
// onboarding: the outcome is then at best REVIEW.
const MaxTries = 3

// Access is what a colleague needs to decide over a REVIEW at the kiosk.
type Access string

// The kinds of access. The zero value is the strictest.
const (
	NoAccess   Access = ""     // nobody decides here: the REVIEW stays
	PINAccess  Access = "pin"  // the staff's PIN
	OpenAccess Access = "open" // nothing: for the demonstration only
)

// Paper says what became of the receipt that was to be printed.
type Paper string

// The states of the paper. Nothing was asked for at first.
const (
	NoPaper    Paper = ""
	Printing   Paper = "printing"
	Printed    Paper = "printed"
	InFile     Paper = "saved"       // on a machine of the visitor's own
	NotInFile  Paper = "not_saved"   // the file could not be written
	NotPrinted Paper = "not_printed" // no paper, or the printer does not answer
)

// Setup is what a kiosk knows before a visitor comes.
type Setup struct {
	OneCamera bool // the same camera takes the document and the face
	Access    Access
	Printer   bool // receipts can be printed
	Save      bool // receipts can be saved: the machine is the visitor's own
	Motion    bool // movement before the camera brings the welcome
	Choose    bool // visitors say what document they brought
	FourEyes  bool // a second colleague, in another role, confirms a decision over a REVIEW
}

// State is all there is to know of an onboarding's course. It is comparable.
type State struct {
	Setup      Setup
	Step       Step
	Sheet      Sheet
	Editing    string // the field that EditSheet corrects
	Busy       bool   // an effect of this step is still running
	Tries      int    // failed attempts at this step
	Faceless   bool   // the visitor agreed to everything but their face
	Brought    Brought
	HasBack    bool // the document's back was asked for
	Plan       Plan // the challenges drawn for this visitor
	Passed     int  // challenges that were passed
	Staff      bool // MaxTries was reached somewhere
	Problem    Problem
	CameraLost bool
	Decision   trust.Decision // the engine's, or the colleague's over it
	Clerk      Review         // the colleague's; at the step Clerk no more than a proposal
	Ending     Ending
	Unlocked   bool       // the staff's PIN was entered in this step
	Role       staff.Role // whose PIN it was
	Room       Room       // of the office; empty before it was unlocked
	Lens       Lens       // that the cameras' room looks through
	Order      Order      // whose value OrderSheet asks for
	Look       Look
	Paper      Paper // of the receipt
	Lock       Lock  // outlives the visitor
}

// MayDecide reports whether whoever stands there may decide over a REVIEW.
func (s State) MayDecide() bool {
	return s.Step == Clerk && (s.Setup.Access == OpenAccess || s.Setup.Access == PINAccess && s.Unlocked)
}

// MayEdit reports whether whoever stands there may correct what was read.
func (s State) MayEdit() bool { return s.Step == Check || s.MayDecide() }

// Begin returns the state of a kiosk nobody stands at.
func Begin(setup Setup) State { return State{Setup: setup, Step: Welcome} }
