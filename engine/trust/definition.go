package trust

import "fmt"

// Definition is a factor and how to judge it, in the words of the contract's
// later versions (SPEC §7, trust-evaluation).
type Definition struct {
	Name    string              `json:"name"`
	Type    string              `json:"type"` // SCORE or BOOLEAN
	Score   *ScoreConfiguration `json:"scoreConfiguration,omitempty"`
	Boolean string              `json:"booleanConfiguration,omitempty"` // REJECT_IF_TRUE, REVIEW_IF_FALSE, …
}

// ScoreConfiguration are the limits of a score: below a low one or above a
// high one it is rejected or reviewed. Nil is no limit.
type ScoreConfiguration struct {
	RejectLow  *float64 `json:"rejectLow,omitempty"`
	RejectHigh *float64 `json:"rejectHigh,omitempty"`
	ReviewLow  *float64 `json:"reviewLow,omitempty"`
	ReviewHigh *float64 `json:"reviewHigh,omitempty"`
}

// contractNames are our factors by the names of the contract's vendor.
var contractNames = map[string]string{
	"document_not_expired": DocumentNotExpired,
	"mrz_checksum_valid":   MRZValid,
	"document_face_match":  PortraitMatch,
	"age_validation":       AgeDifference,
	"document_liveness":    DocumentGenuine,
	"passive_liveness":     PassiveLiveness,
}

var booleans = map[string]Rule{
	"REJECT_IF_TRUE": {IfTrue: Failed}, "REVIEW_IF_TRUE": {IfTrue: NeedsReview},
	"REJECT_IF_FALSE": {IfFalse: Failed}, "REVIEW_IF_FALSE": {IfFalse: NeedsReview},
}

// Rule returns the rule that d defines, by the contract's name of the factor
// or by ours; it requires its factor, so that absent data never pass. What
// makes no sense wraps ErrRules.
func (d Definition) Rule() (Rule, error) {
	name := d.Name
	if ours, ok := contractNames[name]; ok {
		name = ours
	}
	e := entry{Factor: name, Required: always, Missing: "was not evaluated", Bad: "is not as it should be"}
	switch flag, known := booleans[d.Boolean]; {
	case d.Type == "SCORE" && d.Score != nil && d.Boolean == "":
		e.RejectBelow, e.ReviewBelow, e.ReviewAbove, e.RejectAbove = d.Score.RejectLow, d.Score.ReviewLow, d.Score.ReviewHigh, d.Score.RejectHigh
	case d.Type == "BOOLEAN" && known && d.Score == nil:
		e.IfFalse, e.IfTrue = flag.IfFalse, flag.IfTrue
	default:
		return Rule{}, fmt.Errorf("%w: %q: type %q and its configuration do not fit", ErrRules, d.Name, d.Type)
	}
	if err := e.check(); err != nil {
		return Rule{}, fmt.Errorf("%w: %q: %w", ErrRules, d.Name, err)
	}
	set := Set{rules: []entry{e}}
	return set.Rules(true)[0], nil
}
