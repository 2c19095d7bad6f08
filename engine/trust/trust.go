// Package trust turns evidence into a decision: ACCEPT, REVIEW or REJECT,
// always with reasons.
//
// It fails closed. A rule may require its factor; a required factor that was
// not evaluated gives REVIEW, never ACCEPT. A factor that is not required can
// worsen a decision and never improves it. The decision is the worst of all
// factors.
package trust

import "strings"

// Decision is the outcome of an onboarding.
type Decision string

// The decisions, best first.
const (
	Accept Decision = "ACCEPT"
	Review Decision = "REVIEW"
	Reject Decision = "REJECT"
)

// Result is what one rule makes of its factor.
type Result string

// The results of a rule.
const (
	Pass         Result = "PASS"
	NeedsReview  Result = "REVIEW"
	Failed       Result = "REJECT"
	NotEvaluated Result = "NOT_EVALUATED"
)

// Evidence is what is known of one factor: a flag, a score, or nothing.
type Evidence struct {
	Flag  *bool
	Score *float64
	// Incomplete says what part of the evidence could not be evaluated; empty
	// when all was. Incomplete evidence can speak against a factor, never for it.
	Incomplete string
}

// Flag returns evidence that is a yes or a no.
func Flag(b bool) Evidence { return Evidence{Flag: &b} }

// Score returns evidence on a scale of 0 to 1, high = good.
func Score(s float64) Evidence { return Evidence{Score: &s} }

// Rule judges one factor: a flag by IfFalse and IfTrue, a score by the limits
// that are not nil. Evidence of a kind that the rule has no measure for counts
// as not evaluated.
type Rule struct {
	Factor      string
	Required    bool
	IfFalse     Result   // what a false flag means: NeedsReview or Failed; empty: nothing
	IfTrue      Result   // what a true one means
	RejectBelow *float64 // a score below is Failed
	ReviewBelow *float64 // a score below is NeedsReview
	ReviewAbove *float64 // a score above is NeedsReview
	RejectAbove *float64 // a score above is Failed
	Missing     string   // the reason when there is no evidence
	Bad         string   // the reason when the evidence speaks against
}

// Outcome is one judged factor.
type Outcome struct {
	Name     string   `json:"name"`
	Value    *bool    `json:"value,omitempty"`
	Score    *float64 `json:"score,omitempty"`
	Result   Result   `json:"result"`
	Required bool     `json:"required"`
}

// Verdict is a decision with all that led to it.
type Verdict struct {
	Decision Decision  `json:"decision"`
	Reasons  []string  `json:"reasons"` // "factor: sentence", the worst first; for ACCEPT one that says so
	Factors  []Outcome `json:"factors"` // in the order of the rules
	// Versions are those of what decided: of the rules, and of each model, by
	// name.
	Versions map[string]string `json:"versions,omitempty"`
}

// RulesDigest is the beginning of the digest of the rules that v was decided by,
// in 16 hexadecimal digits; empty where v does not tell.
func (v Verdict) RulesDigest() string {
	_, digest, _ := strings.Cut(v.Versions["rules"], " ")
	return digest[:min(digestShown, len(digest))]
}

// Decide judges the evidence, keyed by factor name, with every rule. Evidence
// no rule asks for is left out.
func Decide(evidence map[string]Evidence, rules []Rule) Verdict {
	v := Verdict{Decision: Accept, Reasons: []string{}}
	var rejects, reviews []string
	for _, r := range rules {
		out, reason := r.judge(evidence[r.Factor])
		v.Factors = append(v.Factors, out)
		switch {
		case out.Result == Failed:
			rejects = append(rejects, reason)
		case out.Result == NeedsReview, out.Result == NotEvaluated && r.Required:
			reviews = append(reviews, reason)
		}
	}
	v.Reasons = append(append(v.Reasons, rejects...), reviews...)
	switch {
	case len(rejects) > 0:
		v.Decision = Reject
	case len(reviews) > 0:
		v.Decision = Review
	default:
		v.Reasons = append(v.Reasons, "all: every required factor was evaluated and passed; chip, hologram and exchanged portrait are not checked, copies and edited text only in part")
	}
	return v
}

func (r Rule) judge(e Evidence) (Outcome, string) {
	out := Outcome{Name: r.Factor, Value: e.Flag, Score: e.Score, Required: r.Required, Result: NotEvaluated}
	switch {
	case e.Flag != nil && (r.IfFalse != "" || r.IfTrue != ""):
		out.Result = r.flag(*e.Flag)
	case e.Score != nil && r.hasLimits():
		out.Result = r.score(*e.Score)
	}
	reason := r.Bad
	switch {
	case out.Result == NotEvaluated:
		reason = r.Missing
	case out.Result == Pass && e.Incomplete != "":
		out.Result, reason = NotEvaluated, e.Incomplete
	}
	return out, r.Factor + ": " + reason
}

func (r Rule) flag(value bool) Result {
	result := r.IfFalse
	if value {
		result = r.IfTrue
	}
	if result == "" {
		return Pass
	}
	return result
}

func (r Rule) hasLimits() bool {
	return r.RejectBelow != nil || r.ReviewBelow != nil || r.ReviewAbove != nil || r.RejectAbove != nil
}

// score judges by the limits. Not-a-number must not pass, so the comparisons
// ask for what is good.
func (r Rule) score(s float64) Result {
	switch {
	case r.RejectBelow != nil && !(s >= *r.RejectBelow), r.RejectAbove != nil && !(s <= *r.RejectAbove):
		return Failed
	case r.ReviewBelow != nil && !(s >= *r.ReviewBelow), r.ReviewAbove != nil && !(s <= *r.ReviewAbove):
		return NeedsReview
	}
	return Pass
}
