package flow

import (
	"slices"
	"strings"

	"portico/app/staff"
)

// Room is one of the staff's rooms.
type Room string

// The rooms.
const (
	NoRoom      Room = ""            // the door: nobody was let in yet
	Delivery    Room = "delivery"    // what backends are owed
	Cameras     Room = "cameras"     // which there are, and how they do
	Rules       Room = "rules"       // by what is decided
	Looks       Room = "looks"       // words, logo, colours and sounds
	Privacy     Room = "privacy"     // what is kept how long, and what could be read outside
	Diagnostics Room = "diagnostics" // what whoever helps needs to know
	Figures     Room = "figures"     // what became of visitors, in numbers
)

// Rooms returns the rooms that a role may enter, the first one first.
func Rooms(r staff.Role) []Room {
	switch r {
	case staff.Clerk, staff.Second:
		return []Room{Delivery, Diagnostics}
	case staff.Operator:
		return []Room{Delivery, Cameras, Rules, Looks, Privacy, Diagnostics, Figures, Liveness}
	}
	return nil
}

// Lens is what a camera looks at.
type Lens string

// The lenses. One camera may serve both.
const (
	DocumentLens Lens = "document"
	FaceLens     Lens = "face"
)

// Step returns a step that looks through the lens.
func (l Lens) Step() Step {
	if l == FaceLens {
		return Selfie
	}
	return Front
}

// Task is a kind of change that staff can ask for.
type Task string

// The tasks.
const (
	RetryDeliveries   Task = "retry"     // makes what was given up due again
	ChooseCamera      Task = "choose"    // Camera serves Lens from now on
	Calibrate         Task = "calibrate" // proposes limits for Lens; changes nothing
	KeepLimits        Task = "keep"      // puts the proposed limits in force
	ChangeRule        Task = "rule"      // gives Setting of the rule for Name another Value
	StandardRules     Task = "standard"  // puts the built-in rules in force
	ToggleChallenge   Task = "challenge" // has visitors meet the kind Name, or not any more
	SetCount          Task = "count"     // has them meet Value challenges
	SetGuardian       Task = "guardian"  // has a colleague decide over those younger than Value
	DraftColour       Task = "draft"     // tries the colour Value for the role Name; changes nothing yet
	KeepColours       Task = "colours"   // puts the tried colours in force
	UsualColours      Task = "usual"     // puts ours in force
	SayWords          Task = "words"     // has the key Name say Value in the language Setting
	ChooseLogo        Task = "logo"      // shows the file Value, or our mark
	SetVolume         Task = "volume"    // has the cues sound as loud as Value, in per cent
	SetLifetime       Task = "lifetime"  // keeps data of the kind Name for Value of its unit
	WipeKept          Task = "wipe"      // erases every onboarding that is kept here
	ExportDiagnostics Task = "export"    // to a file
)

// Order is a change that staff ask for.
type Order struct {
	Task   Task
	Lens   Lens
	Camera string // its stable identity

	Name    string // of what is changed: a factor, a colour's role, the key of words
	Setting string // of a rule, by its key in the file; of words the language
	Value   string // chosen, or typed
}

// room is where the order is given: whoever may enter it may give it.
func (o Order) room() Room {
	switch o.Task {
	case RetryDeliveries:
		return Delivery
	case ExportDiagnostics:
		return Diagnostics
	case ChangeRule, StandardRules, ToggleChallenge, SetCount, SetGuardian:
		return Rules
	case DraftColour, KeepColours, UsualColours, SayWords, ChooseLogo, SetVolume:
		return Looks
	case SetLifetime, WipeKept:
		return Privacy
	case Study, KeepDoubt, UsualDoubt, DiscardStudy:
		return Liveness
	}
	return Cameras
}

// knock goes to the door of the staff's rooms; in the demonstration it is open.
func knock(s State) (State, []Effect) {
	s, effects := enter(s, Office)
	if s.Setup.Access == OpenAccess {
		s.Unlocked, s.Role = true, staff.Operator
		return visit(s, Delivery)
	}
	return s, effects
}

// office handles the staff's rooms. Nothing is shown or changed there before a
// PIN let somebody in whose role may.
func office(s State, ev Event) (State, []Effect) {
	switch ev := ev.(type) {
	case PINEntered, PINChecked:
		locked := !s.Unlocked
		s, effects := unlock(s, ev)
		if locked && s.Unlocked {
			return visit(s, Delivery)
		}
		return s, effects
	case Leave, GoBack:
		return enter(s, Welcome)
	case Failed:
		s.Busy, s.Problem = false, ev.problem()
	case NotMeasured:
		s.Busy, s.Problem = false, Unmeasured
	case Visit:
		return visit(s, ev.Room)
	case LookThrough:
		if s.Room == Cameras && !s.Busy {
			s.Lens, s.Problem = ev.Lens, NoProblem
			return surveyed(s)
		}
	case Compose:
		if s.Unlocked && s.Room == ev.Order.room() && !s.Busy {
			s.Sheet, s.Order, s.Problem = OrderSheet, ev.Order, NoProblem
		}
	case Edited:
		if s.Sheet == OrderSheet {
			order := s.Order
			order.Value = strings.TrimSpace(ev.Value)
			s.Sheet, s.Order = NoSheet, Order{}
			return office(s, Ask{order})
		}
	case Senseless:
		if s.Busy {
			s.Busy, s.Problem = false, ev.Problem
		}
	case Ask:
		if s.Unlocked && s.Room == ev.Order.room() && !s.Busy {
			s.Busy, s.Problem = true, NoProblem
			return s, []Effect{Carry{ev.Order, s.Role}}
		}
	case Carried:
		if s.Busy {
			s.Busy, s.Setup.OneCamera = false, ev.OneCamera
			return surveyed(s)
		}
	}
	return s, nil
}

// visit enters a room that is open to whoever is there.
func visit(s State, r Room) (State, []Effect) {
	if !s.Unlocked || s.Busy || !slices.Contains(Rooms(s.Role), r) {
		return s, nil
	}
	s.Room, s.Lens, s.Problem = r, DocumentLens, NoProblem
	if r == Liveness {
		s.Lens = FaceLens
	}
	return surveyed(s)
}

// surveyed shows the room as it is now.
func surveyed(s State) (State, []Effect) {
	survey := Survey{s.Room, s.Lens}
	if s.Room == Cameras || s.Room == Liveness {
		return s, []Effect{WatchLens{s.Lens}, survey}
	}
	return s, []Effect{Unwatch{}, survey}
}
