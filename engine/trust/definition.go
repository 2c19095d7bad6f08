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

// Kinds of a Definition.
const (
	scoreKind   = "SCORE"
	booleanKind = "BOOLEAN"
)

// factor is ours that d names.
func (d Definition) factor() string {
	if ours, ok := contractNames[d.Name]; ok {
		return ours
	}
	return d.Name
}

// Known says whether there is such a factor.
func (d Definition) Known() bool { return factors[d.factor()] != 0 }

// Definitions returns the rules in the contract's words, under our names. That
// a rule requires its factor they cannot say.
func (s *Set) Definitions() []Definition {
	var all []Definition
	for _, e := range s.rules {
		d := Definition{Name: e.Factor, Type: scoreKind}
		if e.IfFalse == "" && e.IfTrue == "" {
			d.Score = &ScoreConfiguration{RejectLow: e.RejectBelow, RejectHigh: e.RejectAbove, ReviewLow: e.ReviewBelow, ReviewHigh: e.ReviewAbove}
		} else {
			d.Type = booleanKind
			for word, flag := range booleans {
				if flag.IfFalse == e.IfFalse && flag.IfTrue == e.IfTrue {
					d.Boolean = word
				}
			}
		}
		all = append(all, d)
	}
	return all
}

var booleans = map[string]Rule{
	"REJECT_IF_TRUE": {IfTrue: Failed}, "REVIEW_IF_TRUE": {IfTrue: NeedsReview},
	"REJECT_IF_FALSE": {IfFalse: Failed}, "REVIEW_IF_FALSE": {IfFalse: NeedsReview},
}

// Rule returns the rule that d defines, by the contract's name of the factor
// or by ours; it requires its factor, so that absent data never pass. What
// makes no sense wraps ErrRules.
func (d Definition) Rule() (Rule, error) {
	e := entry{Factor: d.factor(), Required: Always, Missing: "was not evaluated", Bad: "is not as it should be"}
	switch flag, known := booleans[d.Boolean]; {
	case d.Type == scoreKind && d.Score != nil && d.Boolean == "":
		e.RejectBelow, e.ReviewBelow, e.ReviewAbove, e.RejectAbove = d.Score.RejectLow, d.Score.ReviewLow, d.Score.ReviewHigh, d.Score.RejectHigh
	case d.Type == booleanKind && known && d.Score == nil:
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
