package flow

// Brought is what a visitor says their document is. It decides what they are
// asked to show, and nothing that is judged: what was read does.
type Brought string

// What can be brought.
const (
	Anything       Brought = "" // not asked, or something else
	IdentityCard   Brought = "identity-card"
	Passport       Brought = "passport"
	DriversLicence Brought = "drivers-licence"
)

// Choices returns what a visitor can say that they brought.
func Choices() []Brought { return []Brought{IdentityCard, Passport, DriversLicence} }

// choose handles the step in which the visitor says so.
func choose(s State, ev Event) (State, []Effect) {
	switch ev := ev.(type) {
	case Bring:
		s.Brought = ev.Brought
		return enter(s, Front)
	case Continue:
		s.Brought = Anything
		return enter(s, Front)
	case GoBack:
		return enter(s, Consent)
	}
	return s, nil
}

// beforePages is where back leads from the first page.
func beforePages(s State) Step {
	if s.Setup.Choose {
		return Choose
	}
	return Consent
}

// beginning is the first step after the consent.
func beginning(s State) Step {
	if s.Setup.Choose {
		return Choose
	}
	return Front
}
