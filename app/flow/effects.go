package flow

import (
	"portico/app/staff"
	"portico/engine/document"
	"portico/engine/liveness"
)

// Effect is something to be done. Each runs to its end before the next one,
// except that Wipe cancels what is running.
type Effect interface{ effect() }

// The effects.
type (
	// BeginCustomer starts a record with the consent just given and draws the
	// challenges; answered by Begun. Of somebody Faceless no face is looked at,
	// nor that on the document.
	BeginCustomer struct{ Faceless bool }
	// Watch shows and measures the pictures of a step's camera, from now on.
	Watch struct{ Step Step }
	// Sense looks for movement before the face camera and for nothing else;
	// answered by Moved. Nobody has consented to more.
	Sense struct{}
	// Unwatch lets go of the camera.
	Unwatch struct{}
	// ReadPage reads the picture just taken; answered by PageRead.
	ReadPage struct{ Side document.Side }
	// DropDocument forgets the pages taken so far.
	DropDocument struct{}
	// TakeSelfie makes the picture just taken the selfie; answered by FaceSeen.
	TakeSelfie struct{}
	// BeginLiveness makes ready for the challenges.
	BeginLiveness struct{}
	// DropChallenge forgets what a challenge has so far.
	DropChallenge struct{ Kind liveness.Kind }
	// TakeChallenge adds what was taken while a challenge led the visitor;
	// answered by FaceSeen.
	TakeChallenge struct{ Kind liveness.Kind }
	// TakeLiveness adds the picture just taken; answered by FaceSeen.
	TakeLiveness struct{ Assertion liveness.Assertion }
	// Evaluate judges the challenge; answered by LivenessDone.
	Evaluate struct{ Kind liveness.Kind }
	// Gather collects what was read, to be shown.
	Gather struct{}
	// Correct keeps a value beside the one that was read, and who gave it.
	Correct struct{ Field, Value, Role string }
	// Decide inspects and decides; answered by Decided. Staff lowers an
	// ACCEPT to REVIEW.
	Decide struct{ Staff bool }
	// CheckPIN compares with the staff's; answered by PINChecked.
	CheckPIN struct{ PIN staff.PIN }
	// Survey gathers what a room shows.
	Survey struct {
		Room Room
		Lens Lens
	}
	// WatchLens shows and measures the pictures of a camera, and takes none.
	WatchLens struct{ Lens Lens }
	// Carry carries an order out; answered by Carried or NotMeasured.
	Carry struct {
		Order Order
		By    staff.Role
	}
	// KeepNote keeps what a colleague says to their decision; an empty text
	// takes it back.
	KeepNote struct{ Text string }
	// Propose tells the trail what a colleague decided and a second one has to
	// confirm; answered by Proposed.
	Propose struct{ Review Review }
	// Finish keeps the outcome and owes its delivery; answered by Saved. A zero
	// Clerk means that no colleague decided.
	Finish struct{ Clerk Review }
	// PrintReceipt prints the visitor's receipt; answered by PaperDone.
	PrintReceipt struct{}
	// SaveReceipt writes it to a file; answered by PaperDone.
	SaveReceipt struct{}
	// Wipe cancels what is running and erases the visitor; answered by Wiped.
	Wipe struct{}
	// Forget lets go of what memory and screens still hold of the visitor.
	Forget struct{}
)

func (BeginCustomer) effect() {}
func (Watch) effect()         {}
func (Sense) effect()         {}
func (Unwatch) effect()       {}
func (ReadPage) effect()      {}
func (DropDocument) effect()  {}
func (TakeSelfie) effect()    {}
func (BeginLiveness) effect() {}
func (DropChallenge) effect() {}
func (TakeChallenge) effect() {}
func (TakeLiveness) effect()  {}
func (Evaluate) effect()      {}
func (Gather) effect()        {}
func (PrintReceipt) effect()  {}
func (SaveReceipt) effect()   {}
func (Correct) effect()       {}
func (Decide) effect()        {}
func (CheckPIN) effect()      {}
func (Survey) effect()        {}
func (WatchLens) effect()     {}
func (Carry) effect()         {}
func (KeepNote) effect()      {}
func (Propose) effect()       {}
func (Finish) effect()        {}
func (Wipe) effect()          {}
func (Forget) effect()        {}
