package audit

import (
	"errors"
	"fmt"
	"regexp"
)

// What is the kind of an event.
type What string

// The kinds of events.
const (
	Begun         What = "onboarding.begun"
	Decided       What = "onboarding.decided"    // Decision, Factors, Versions
	Proposed      What = "onboarding.proposed"   // a colleague's decision over a REVIEW, which a second one has to confirm
	Reviewed      What = "onboarding.reviewed"   // a colleague's decision over a REVIEW; with four eyes the second's
	Kept          What = "onboarding.kept"       // in the store, its delivery owed
	Abandoned     What = "onboarding.abandoned"  // wiped before it was kept
	Erased        What = "onboarding.erased"     // by somebody's wish
	Withdrawn     What = "onboarding.withdrawn"  // consent withdrawn
	Expired       What = "onboarding.expired"    // its lifetime ended, nothing was owed
	Lost          What = "onboarding.lost"       // its lifetime ended and a delivery was still owed
	Delivered     What = "onboarding.delivered"  // the backend acknowledged everything
	DeliveryDead  What = "delivery.dead"         // given up until somebody retries
	NotDelivered  What = "delivery.incomplete"   // Factors: what the backend could not take
	Disagreement  What = "delivery.disagreement" // Factors: what the backend judges otherwise than Decision
	Exported      What = "onboarding.exported"
	StaffLogin    What = "staff.login"
	StaffRefused  What = "staff.refused"        // a wrong PIN
	Retried       What = "delivery.retried"     // Count: of those given up, by staff
	CameraChosen  What = "camera.chosen"        // Factors: for what
	RulesChanged  What = "rules.changed"        // Factors: whose rule; Versions: what the rules are from then on
	LookChanged   What = "look.changed"         // Factors: colours, logo, volume or the key of words; Versions: the volume
	LifeChanged   What = "lifetime.changed"     // Versions: how long data of a kind are kept from then on
	KeptWiped     What = "store.wiped"          // staff erased everything that was kept; each Erased follows
	LimitsKept    What = "camera.calibrated"    // Factors: of what, as calibration proposed
	Diagnosed     What = "diagnostics.exported" // no personal data
	VirtualCamera What = "camera.virtual"
	UnknownCamera What = "camera.unknown" // one that the configuration does not name
	TokenMade     What = "token.made"
	TokenRevoked  What = "token.revoked"
	KeyRotated    What = "key.rotated"
	ClockHeld     What = "clock.held"      // a jump of the clock waits for confirmation
	ClockBelieved What = "clock.confirmed" // by an operator
	StoreDamaged  What = "store.damaged"   // set aside
	StoreUpgraded What = "store.upgraded"
)

var kinds = map[What]bool{
	Begun: true, Decided: true, Proposed: true, Reviewed: true, Kept: true, Abandoned: true, Erased: true, Withdrawn: true,
	Expired: true, Lost: true, Delivered: true, DeliveryDead: true, NotDelivered: true, Disagreement: true, Exported: true, StaffLogin: true,
	StaffRefused: true, Retried: true, CameraChosen: true, RulesChanged: true, LookChanged: true, LifeChanged: true, KeptWiped: true, LimitsKept: true, Diagnosed: true, VirtualCamera: true, UnknownCamera: true, TokenMade: true, TokenRevoked: true, KeyRotated: true,
	ClockHeld: true, ClockBelieved: true, StoreDamaged: true, StoreUpgraded: true,
}

// Role is who acted.
type Role string

// The roles.
const (
	Visitor  Role = "visitor"
	Clerk    Role = "clerk"    // at the kiosk, by PIN
	Second   Role = "clerk2"   // another clerk
	Operator Role = "operator" // at the command line, or at the kiosk by PIN
	Client   Role = "client"   // a program that calls the backend
	System   Role = "system"   // Portico by itself
)

var roles = map[Role]bool{Visitor: true, Clerk: true, Second: true, Operator: true, Client: true, System: true}

// Event is what happened. What and Role are required.
type Event struct {
	What     What              `json:"what"`
	Role     Role              `json:"role"`
	Subject  string            `json:"subject,omitempty"`  // random identifier of a customer or token, or a camera's
	Decision string            `json:"decision,omitempty"` // ACCEPT, REVIEW or REJECT
	Factors  []string          `json:"factors,omitempty"`  // names of those that did not pass, as name=RESULT
	Versions map[string]string `json:"versions,omitempty"` // of program, rules and models
	Count    int               `json:"count,omitempty"`
	Retakes  map[string]int    `json:"retakes,omitempty"` // what was taken again, by reason
	Head     string            `json:"head,omitempty"`    // of the trail of whoever handed the subject over
}

// ErrEvent marks an event that is refused: it might hold personal data.
var ErrEvent = errors.New("not an event that the audit trail takes")

// What may be written. None of these can hold a sentence, a date of birth or a
// line of an MRZ; a document number could pass as an identifier, so callers
// pass none but those that Portico or the system made.
var (
	identifier = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z._:-]{0,79}$`)
	decision   = regexp.MustCompile(`^(ACCEPT|REVIEW|REJECT)$`)
	factor     = regexp.MustCompile(`^[a-z][0-9A-Za-z._-]{0,63}(=(PASS|REVIEW|REJECT|NOT_EVALUATED))?$`)
	word       = regexp.MustCompile(`^[a-z_]{1,32}$`)
	head       = regexp.MustCompile(`^[0-9]{1,20}:[0-9a-f]{64}$`)
	version    = regexp.MustCompile(`^[0-9A-Za-z()+._-]{1,80}$`)
)

// maxList bounds Factors, Versions and Retakes, mostRetakes those of one reason.
const (
	maxList     = 64
	mostRetakes = 9999
)

// Validate says whether the trail takes e; its error wraps ErrEvent and never
// repeats what it refuses.
func (e Event) Validate() error {
	switch {
	case !kinds[e.What]:
		return fmt.Errorf("%w: unknown kind", ErrEvent)
	case !roles[e.Role]:
		return fmt.Errorf("%w: unknown role", ErrEvent)
	case e.Subject != "" && !identifier.MatchString(e.Subject):
		return fmt.Errorf("%w: the subject is no identifier", ErrEvent)
	case e.Decision != "" && !decision.MatchString(e.Decision):
		return fmt.Errorf("%w: unknown decision", ErrEvent)
	case e.Head != "" && !head.MatchString(e.Head):
		return fmt.Errorf("%w: that is no head of a trail", ErrEvent)
	case len(e.Factors) > maxList || len(e.Versions) > maxList:
		return fmt.Errorf("%w: more than %d factors or versions", ErrEvent, maxList)
	}
	for _, f := range e.Factors {
		if !factor.MatchString(f) {
			return fmt.Errorf("%w: a factor that is no name", ErrEvent)
		}
	}
	if len(e.Retakes) > maxList {
		return fmt.Errorf("%w: more than %d reasons for a retake", ErrEvent, maxList)
	}
	for reason, n := range e.Retakes {
		if !word.MatchString(reason) || n < 0 || n > mostRetakes {
			return fmt.Errorf("%w: that is no reason for a retake", ErrEvent)
		}
	}
	for name, v := range e.Versions {
		if !identifier.MatchString(name) || !version.MatchString(v) {
			return fmt.Errorf("%w: a version that is none", ErrEvent)
		}
	}
	return nil
}
