package trust

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/BurntSushi/toml"
)

//go:embed standard.toml
var standard []byte

// ErrRules is wrapped where a file of rules makes no sense, and beside it one of
// the others where that is why.
var (
	ErrRules    = errors.New("trust: rules")
	ErrNumber   = errors.New("is no number")
	ErrLimits   = errors.New("limits contradict each other, or leave what is possible")
	ErrRequired = errors.New("must be required always")
	ErrNothing  = errors.New("judges nothing")
)

// Set is a file of rules. It is not changed after it was parsed, and so safe
// for concurrent use.
type Set struct {
	version string
	digest  string
	rules   []entry
	text    []byte
}

// file is what a file of rules says.
type file struct {
	Version string  `toml:"version"`
	Rules   []entry `toml:"rule"`
}

// entry is a rule as the file has it.
type entry struct {
	Factor      string   `toml:"factor"`
	Required    string   `toml:"required,omitempty"`
	IfFalse     Result   `toml:"if-false,omitempty"`
	IfTrue      Result   `toml:"if-true,omitempty"`
	RejectBelow *float64 `toml:"reject-below"`
	ReviewBelow *float64 `toml:"review-below"`
	RejectAbove *float64 `toml:"reject-above"`
	ReviewAbove *float64 `toml:"review-above"`
	Missing     string   `toml:"missing"`
	Bad         string   `toml:"bad"`
}

// When a factor is required: of every document, or of those with a
// machine-readable zone.
const (
	Always  = "always"
	WithMRZ = "with-mrz"
)

const maxRules = 1 << 16 // bytes of a file

// StandardSet returns the rules of this build.
func StandardSet() *Set { return parsed() }

var parsed = sync.OnceValue(func() *Set {
	s, err := Parse(standard)
	if err != nil {
		panic(err) // fixed at build time and tested
	}
	return s
})

// Parse reads a file of rules (see standard.toml). Errors wrap ErrRules and
// name every rule and key that is wrong: an unknown key or factor, a rule that
// judges nothing or what its factor is not, limits that contradict each other,
// a factor twice. A set that does not require active liveness, the portrait's
// match and the document's authenticity is refused: nothing else could stop a
// stranger.
func Parse(data []byte) (*Set, error) {
	if len(data) > maxRules {
		return nil, fmt.Errorf("%w: %d bytes, at most %d", ErrRules, len(data), maxRules)
	}
	var file file
	meta, err := toml.Decode(string(data), &file)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRules, err)
	}
	var errs []error
	for _, key := range meta.Undecoded() {
		errs = append(errs, fmt.Errorf("%w: unknown key %q", ErrRules, key))
	}
	if file.Version == "" {
		errs = append(errs, fmt.Errorf("%w: no version", ErrRules))
	}
	seen := map[string]entry{}
	for _, e := range file.Rules {
		if _, twice := seen[e.Factor]; twice {
			errs = append(errs, fmt.Errorf("%w: %q: two rules", ErrRules, e.Factor))
		}
		seen[e.Factor] = e
		if err := e.check(); err != nil {
			errs = append(errs, fmt.Errorf("%w: %q: %w", ErrRules, e.Factor, err))
		}
	}
	for _, f := range []string{ActiveLiveness, PortraitMatch, DocumentGenuine} {
		if seen[f].Required != Always {
			errs = append(errs, fmt.Errorf("%w: %q: %w", ErrRules, f, ErrRequired))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	return &Set{file.Version, hex.EncodeToString(sum[:]), file.Rules, slices.Clone(data)}, nil
}

func (e entry) check() error {
	kind, known := factors[e.Factor]
	limits := []*float64{e.RejectBelow, e.ReviewBelow, e.ReviewAbove, e.RejectAbove}
	scored := slices.ContainsFunc(limits, func(l *float64) bool { return l != nil })
	flagged := e.IfFalse != "" || e.IfTrue != ""
	switch {
	case !known:
		return errors.New("no such factor")
	case e.Required != "" && e.Required != Always && e.Required != WithMRZ:
		return fmt.Errorf("required is %q, not %q or %q", e.Required, Always, WithMRZ)
	case !scored && !flagged:
		return ErrNothing
	case kind == isFlag && scored:
		return errors.New("is a yes or a no and has no limits")
	case kind != isFlag && flagged:
		return errors.New("is a score and neither true nor false")
	case e.IfFalse != "" && e.IfTrue != "":
		return errors.New("if-false and if-true: only one")
	case e.Missing == "" || e.Bad == "":
		return errors.New("no words for missing or bad")
	}
	for _, r := range []Result{e.IfFalse, e.IfTrue} {
		if r != "" && r != Failed && r != NeedsReview {
			return fmt.Errorf("%q is neither %s nor %s", r, Failed, NeedsReview)
		}
	}
	// Each limit is not below the one before, and none is not-a-number.
	most := 1.
	if kind == isYears {
		most = 150
	}
	before := 0.
	for _, l := range limits {
		if l == nil {
			continue
		}
		if !(*l >= before && *l <= most) {
			return fmt.Errorf("%w: 0 to %g", ErrLimits, most)
		}
		before = *l
	}
	return nil
}

// Rules returns the rules for a document with a machine-readable zone, or for
// one without.
func (s *Set) Rules(hasMRZ bool) []Rule {
	rules := make([]Rule, len(s.rules))
	for i, e := range s.rules {
		rules[i] = Rule{
			Factor: e.Factor, Required: e.Required == Always || e.Required == WithMRZ && hasMRZ,
			IfFalse: e.IfFalse, IfTrue: e.IfTrue,
			RejectBelow: e.RejectBelow, ReviewBelow: e.ReviewBelow, ReviewAbove: e.ReviewAbove, RejectAbove: e.RejectAbove,
			Missing: e.Missing, Bad: e.Bad,
		}
	}
	return rules
}

// Text is the file that the set was parsed from.
func (s *Set) Text() []byte { return slices.Clone(s.text) }

// digestShown is how much of a digest tells rules apart.
const digestShown = 16

// Digest is the beginning of Version's, in 16 hexadecimal digits.
func (s *Set) Digest() string { return s.digest[:digestShown] }

// Version is the file's own, and the SHA-256 of its bytes in hexadecimal.
func (s *Set) Version() (name, digest string) { return s.version, s.digest }
