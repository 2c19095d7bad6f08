package flow

import (
	"time"

	"portico/app/staff"
	"portico/engine/document"
	"portico/engine/trust"
)

// Event is something that happened. The types below are all there are.
type Event interface{ event() }

// What the visitor does.
type (
	// Start begins at the welcome screen.
	Start struct{}
	// Agreed gives the consent to every purpose or, Faceless, to all but
	// biometrics.
	Agreed struct{ Faceless bool }
	// Refused does not.
	Refused struct{}
	// Bring says what document the visitor has with them.
	Bring struct{ Brought Brought }
	// Captured says that a picture was taken, by the visitor or by guidance.
	Captured struct{}
	// Continue is the main action of a screen that only waits for it.
	Continue struct{}
	// GoBack returns to the step before.
	GoBack struct{}
	// Retake starts the document again from the check screen.
	Retake struct{}
	// NoBackSide says that the document has no back.
	NoBackSide struct{}
	// Appear makes the screens look as the visitor wants.
	Appear struct{ Look Look }
	// ReadTerms opens the sheet with all that is agreed to.
	ReadTerms struct{}
	// Help opens the help sheet.
	Help struct{}
	// AskStop opens the stop sheet.
	AskStop struct{}
	// Dismiss closes a sheet.
	Dismiss struct{}
	// NoFlashing asks for another challenge than the one with light.
	NoFlashing struct{}
	// Print asks for the receipt on paper.
	Print struct{}
	// Keep asks for the receipt in a file.
	Keep struct{}
	// Edit asks to correct a field.
	Edit struct{ Field string }
	// Edited gives what was typed on the sheet: the field's right value, or the
	// note.
	Edited struct{ Value string }
	// Stop wipes everything of the visitor.
	Stop struct{}
)

// What a colleague does.
type (
	// PINEntered asks to be let in, at a time of the day.
	PINEntered struct {
		PIN staff.PIN
		At  time.Time
	}
	// Note opens the sheet for what a colleague says to their decision.
	Note struct{}
	// ClerkDecides accepts or rejects over a REVIEW.
	ClerkDecides struct{ Decision trust.Decision }
	// ClerkLater leaves the REVIEW to whoever reads the delivery.
	ClerkLater struct{}
	// Knock asks for the staff's rooms.
	Knock struct{}
	// Leave closes them.
	Leave struct{}
	// Visit opens a room.
	Visit struct{ Room Room }
	// LookThrough shows the pictures of a camera in the cameras' room.
	LookThrough struct{ Lens Lens }
	// Ask asks for a change.
	Ask struct{ Order Order }
	// Compose opens the sheet on which an order's value is typed.
	Compose struct{ Order Order }
)

// What time and the cameras do.
type (
	// Moved says that something moved before the camera.
	Moved struct{}
	// Idle says that nobody touched anything for a while.
	Idle struct{}
	// Timeout says that nobody answered the idle sheet, or that a last screen
	// was shown long enough.
	Timeout struct{}
	// Lapsed says that a challenge was not followed to its end.
	Lapsed struct{}
	// CameraGone says that the camera in use delivers nothing.
	CameraGone struct{}
	// CameraBack says that it delivers again.
	CameraBack struct{}
)

// What effects report.
type (
	// Begun reports that a record was started, and the challenges drawn.
	Begun struct{ Plan Plan }
	// PageRead reports what a picture of a page gave.
	PageRead struct {
		Problem Problem
		Type    *document.Type // nil: not recognised
	}
	// FaceSeen reports what a picture of a face gave.
	FaceSeen struct{ Problem Problem }
	// LivenessDone reports whether the challenge was passed. One that cannot be
	// done at this place, such as light in the sun, is Unfit.
	LivenessDone struct{ Passed, Unfit bool }
	// Decided reports the engine's decision.
	Decided struct{ Decision trust.Decision }
	// PaperDone reports what became of the receipt: Printed, InFile or
	// neither.
	PaperDone struct{ Paper Paper }
	// Proposed reports that the trail has heard of a decision that a second
	// colleague has to confirm.
	Proposed struct{ Review Review }
	// Saved reports that the outcome is kept and its delivery owed.
	Saved struct{}
	// Wiped reports that nothing of the visitor is left.
	Wiped struct{}
	// PINChecked reports whose PIN it was.
	PINChecked struct {
		Role staff.Role
		At   time.Time
	}
	// Carried reports that an order was carried out, and whether one camera now
	// takes the document and the face.
	Carried struct{ OneCamera bool }
	// Senseless reports why an order makes no sense; nothing changed.
	Senseless struct{ Problem Problem }
	// NotMeasured reports that too few pictures showed what is calibrated by.
	NotMeasured struct{}
	// NotBegun reports that there is no room to keep an onboarding.
	NotBegun struct{}
	// Failed reports that an effect could not be done.
	Failed struct{ Full bool } // because the store has no room left
)

func (f Failed) problem() Problem {
	if f.Full {
		return Full
	}
	return Broken
}

func (Start) event()        {}
func (Agreed) event()       {}
func (Refused) event()      {}
func (Bring) event()        {}
func (Captured) event()     {}
func (Continue) event()     {}
func (GoBack) event()       {}
func (Retake) event()       {}
func (NoBackSide) event()   {}
func (ReadTerms) event()    {}
func (Help) event()         {}
func (AskStop) event()      {}
func (Dismiss) event()      {}
func (NoFlashing) event()   {}
func (Begun) event()        {}
func (Lapsed) event()       {}
func (Appear) event()       {}
func (Print) event()        {}
func (Keep) event()         {}
func (PaperDone) event()    {}
func (Edit) event()         {}
func (Edited) event()       {}
func (Stop) event()         {}
func (PINEntered) event()   {}
func (PINChecked) event()   {}
func (Note) event()         {}
func (ClerkDecides) event() {}
func (Proposed) event()     {}
func (ClerkLater) event()   {}
func (Knock) event()        {}
func (Leave) event()        {}
func (Visit) event()        {}
func (LookThrough) event()  {}
func (Ask) event()          {}
func (Compose) event()      {}
func (Senseless) event()    {}
func (Carried) event()      {}
func (NotMeasured) event()  {}
func (Moved) event()        {}
func (Idle) event()         {}
func (Timeout) event()      {}
func (CameraGone) event()   {}
func (CameraBack) event()   {}
func (PageRead) event()     {}
func (FaceSeen) event()     {}
func (LivenessDone) event() {}
func (Decided) event()      {}
func (Saved) event()        {}
func (Wiped) event()        {}
func (NotBegun) event()     {}
func (Failed) event()       {}
