package trust

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"
)

// Setting is one thing that a rule says, by its key in the file.
type Setting string

// The settings.
const (
	Required    Setting = "required"     // Always, WithMRZ or nothing
	IfFalse     Setting = "if-false"     // REVIEW, REJECT or nothing
	IfTrue      Setting = "if-true"      // the same
	RejectBelow Setting = "reject-below" // a number, or nothing for no limit
	ReviewBelow Setting = "review-below"
	ReviewAbove Setting = "review-above"
	RejectAbove Setting = "reject-above"
)

// With returns a set in which one setting of a factor's rule has another value,
// under a version's name of its own. It is checked as Parse does; an error says
// what would make no sense, and wraps ErrNumber where value is no number.
func (s *Set) With(factor string, key Setting, value, version string) (*Set, error) {
	changed := file{Version: version, Rules: slices.Clone(s.rules)}
	at := slices.IndexFunc(changed.Rules, func(e entry) bool { return e.Factor == factor })
	if at < 0 {
		return nil, fmt.Errorf("%w: %q: no rule", ErrRules, factor)
	}
	if err := changed.Rules[at].set(key, strings.TrimSpace(value)); err != nil {
		return nil, fmt.Errorf("%w: %q: %s: %w", ErrRules, factor, key, err)
	}
	var text bytes.Buffer
	text.WriteString("# Made from other rules by changing one; what its keys mean is in engine/trust/standard.toml.\n\n")
	if err := toml.NewEncoder(&text).Encode(changed); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRules, err)
	}
	return Parse(text.Bytes())
}

func (e *entry) set(key Setting, value string) error {
	limits := map[Setting]**float64{
		RejectBelow: &e.RejectBelow, ReviewBelow: &e.ReviewBelow, ReviewAbove: &e.ReviewAbove, RejectAbove: &e.RejectAbove,
	}
	switch limit := limits[key]; {
	case key == Required:
		e.Required = value
	case key == IfFalse:
		e.IfFalse = Result(value)
	case key == IfTrue:
		e.IfTrue = Result(value)
	case limit == nil:
		return fmt.Errorf("%w: no such key", ErrRules)
	case value == "":
		*limit = nil
	default:
		v, err := strconv.ParseFloat(strings.Replace(value, ",", ".", 1), 64)
		if err != nil {
			return ErrNumber
		}
		*limit = &v
	}
	return nil
}

// When says when a factor's rule requires it: Always, WithMRZ or never, which
// is empty.
func (s *Set) When(factor string) string {
	for _, e := range s.rules {
		if e.Factor == factor {
			return e.Required
		}
	}
	return ""
}
