package trust_test

import (
	"errors"
	"testing"

	"portico/engine/trust"
)

func TestOneSettingChanged(t *testing.T) {
	was := trust.StandardSet()
	now, err := was.With(trust.PortraitMatch, trust.ReviewBelow, "0,4", "desk")
	if err != nil {
		t.Fatal(err)
	}
	if name, digest := now.Version(); name != "desk" || digest == digestOf(was) {
		t.Errorf("version %q, digest %s", name, digest)
	}
	rule := func(s *trust.Set, factor string) trust.Rule {
		for _, r := range s.Rules(true) {
			if r.Factor == factor {
				return r
			}
		}
		t.Fatalf("no rule for %s", factor)
		return trust.Rule{}
	}
	if got := rule(now, trust.PortraitMatch); *got.ReviewBelow != .4 || *got.RejectBelow != .325 || got.Bad != rule(was, trust.PortraitMatch).Bad {
		t.Errorf("changed to %+v", got)
	}
	if *rule(was, trust.PortraitMatch).ReviewBelow != .35 || now.When(trust.MRZValid) != trust.WithMRZ {
		t.Error("something else changed")
	}
	again, err := trust.Parse(now.Text())
	if err != nil || digestOf(again) != digestOf(now) {
		t.Errorf("its file gives %v, %v", again, err)
	}
	for name, c := range map[string]struct {
		factor string
		key    trust.Setting
		value  string
		score  float64 // -1: a false flag
		want   trust.Result
	}{
		"a limit taken away":  {trust.PassiveLiveness, trust.RejectBelow, "", .1, trust.NeedsReview},
		"a limit added":       {trust.PassiveLiveness, trust.RejectBelow, "0.5", .1, trust.Failed},
		"a flag that rejects": {trust.DataConsistent, trust.IfFalse, "REJECT", -1, trust.Failed},
		"a flag to look at":   {trust.MRZValid, trust.IfFalse, "REVIEW", -1, trust.NeedsReview},
	} {
		s, err := was.With(c.factor, c.key, c.value, "desk")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		e := trust.Score(c.score)
		if c.score < 0 {
			e = trust.Flag(false)
		}
		if got := trust.Decide(map[string]trust.Evidence{c.factor: e}, []trust.Rule{rule(s, c.factor)}).Factors[0].Result; got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func digestOf(s *trust.Set) string {
	_, digest := s.Version()
	return digest
}

// What would make no sense is refused, with why.
func TestChangesThatAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		factor string
		key    trust.Setting
		value  string
		want   error
	}{
		"no number":                {trust.PortraitMatch, trust.ReviewBelow, "high", trust.ErrNumber},
		"not a number":             {trust.PortraitMatch, trust.ReviewBelow, "NaN", trust.ErrLimits},
		"below the one before":     {trust.PortraitMatch, trust.ReviewBelow, "0.1", trust.ErrLimits},
		"more than there is":       {trust.PortraitMatch, trust.ReviewBelow, "35", trust.ErrLimits},
		"what stops strangers":     {trust.ActiveLiveness, trust.Required, "", trust.ErrRequired},
		"only with a zone":         {trust.PortraitMatch, trust.Required, trust.WithMRZ, trust.ErrRequired},
		"nothing left to judge by": {trust.PassiveLiveness, trust.ReviewBelow, "", trust.ErrNothing},
		"a flag of no consequence": {trust.DataConsistent, trust.IfFalse, "", trust.ErrNothing},
		"a flag that accepts":      {trust.DataConsistent, trust.IfFalse, "PASS", trust.ErrRules},
		"a limit for a flag":       {trust.DataConsistent, trust.ReviewBelow, "0.5", trust.ErrRules},
		"a factor that is none":    {"shoeSize", trust.ReviewBelow, "0.5", trust.ErrRules},
		"a key that is none":       {trust.PortraitMatch, "accept-above", "0.5", trust.ErrRules},
		"required now and then":    {trust.PassiveLiveness, trust.Required, "sometimes", trust.ErrRules},
	} {
		if s, err := trust.StandardSet().With(c.factor, c.key, c.value, "desk"); s != nil || !errors.Is(err, c.want) || !errors.Is(err, trust.ErrRules) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}
