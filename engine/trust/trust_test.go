package trust_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"portico/engine/trust"
)

// perfect is evidence that leaves nothing to be wished for.
func perfect() map[string]trust.Evidence {
	return map[string]trust.Evidence{
		trust.DocumentGenuine: trust.Score(.9), trust.DocumentNotExpired: trust.Flag(true), trust.MRZValid: trust.Flag(true),
		trust.DataConsistent: trust.Flag(true), trust.OCRConfident: trust.Flag(true), trust.PortraitMatch: trust.Score(.9),
		trust.LivenessMatch: trust.Score(.9), trust.ActiveLiveness: trust.Score(.95), trust.PassiveLiveness: trust.Score(.9),
		trust.AgePlausible: trust.Flag(true),
	}
}

func decideWith(factor string, e trust.Evidence) trust.Verdict {
	all := perfect()
	all[factor] = e
	return trust.Decide(all, trust.Standard(true))
}

func TestAcceptNeedsNothingMore(t *testing.T) {
	v := trust.Decide(perfect(), trust.Standard(true))
	if v.Decision != trust.Accept || len(v.Reasons) != 1 {
		t.Errorf("perfect evidence: %s %q, want ACCEPT with one reason", v.Decision, v.Reasons)
	}
}

// The limits of scores are those of the contract's clients (SPEC §4 and §7)
// where it has any: 0.325 and 0.35 for similarity, 0.80 and 0.84 for liveness.
func TestEveryStandardRule(t *testing.T) {
	yes, no, score := trust.Flag(true), trust.Flag(false), trust.Score
	none := trust.Evidence{}
	for _, c := range []struct {
		factor string
		e      trust.Evidence
		want   trust.Decision
	}{
		{trust.DocumentGenuine, score(.24), trust.Reject},
		{trust.DocumentGenuine, score(.25), trust.Review},
		{trust.DocumentGenuine, score(.49), trust.Review},
		{trust.DocumentGenuine, score(.50), trust.Accept},
		{trust.DocumentGenuine, none, trust.Review},
		{trust.DocumentNotExpired, yes, trust.Accept},
		{trust.DocumentNotExpired, no, trust.Reject},
		{trust.DocumentNotExpired, none, trust.Review},
		{trust.MRZValid, no, trust.Reject},
		{trust.MRZValid, none, trust.Review},
		{trust.DataConsistent, no, trust.Review},
		{trust.DataConsistent, none, trust.Accept},
		{trust.OCRConfident, no, trust.Review},
		{trust.OCRConfident, none, trust.Accept},
		{trust.PortraitMatch, score(.324), trust.Reject},
		{trust.PortraitMatch, score(.325), trust.Review},
		{trust.PortraitMatch, score(.35), trust.Accept},
		{trust.PortraitMatch, none, trust.Review},
		{trust.LivenessMatch, score(.324), trust.Reject},
		{trust.LivenessMatch, score(.34), trust.Review},
		{trust.LivenessMatch, score(.35), trust.Accept},
		{trust.LivenessMatch, none, trust.Accept},
		{trust.ActiveLiveness, score(.79), trust.Reject},
		{trust.ActiveLiveness, score(.80), trust.Review},
		{trust.ActiveLiveness, score(.84), trust.Accept},
		{trust.ActiveLiveness, none, trust.Review},
		{trust.PassiveLiveness, score(0), trust.Review},
		{trust.PassiveLiveness, score(.83), trust.Review},
		{trust.PassiveLiveness, score(.84), trust.Accept},
		{trust.PassiveLiveness, none, trust.Accept},
		{trust.AgePlausible, no, trust.Review},
		{trust.AgePlausible, none, trust.Accept},
	} {
		v := decideWith(c.factor, c.e)
		if v.Decision != c.want {
			t.Errorf("%s %s: %s, want %s", c.factor, shown(c.e), v.Decision, c.want)
		}
		if v.Decision != trust.Accept && !strings.HasPrefix(v.Reasons[0], c.factor+": ") {
			t.Errorf("%s %s: reasons %q do not name it", c.factor, shown(c.e), v.Reasons)
		}
	}
}

func shown(e trust.Evidence) string {
	switch {
	case e.Flag != nil:
		return fmt.Sprint(*e.Flag)
	case e.Score != nil:
		return fmt.Sprint(*e.Score)
	}
	return "not evaluated"
}

func TestStandardRequiresWhatAnOnboardingStandsOn(t *testing.T) {
	for hasMRZ, want := range map[bool][]string{
		true:  {trust.DocumentGenuine, trust.DocumentNotExpired, trust.MRZValid, trust.PortraitMatch, trust.ActiveLiveness},
		false: {trust.DocumentGenuine, trust.DocumentNotExpired, trust.PortraitMatch, trust.ActiveLiveness},
	} {
		var got []string
		for _, r := range trust.Standard(hasMRZ) {
			if r.Required {
				got = append(got, r.Factor)
			}
			if r.Missing == "" || r.Bad == "" {
				t.Errorf("%s has no words for its reasons", r.Factor)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("with a zone %v: required %v, want %v", hasMRZ, got, want)
		}
	}
}

func TestNothingKnownIsAReviewWithEveryRequiredReason(t *testing.T) {
	v := trust.Decide(nil, trust.Standard(true))
	if v.Decision != trust.Review || len(v.Reasons) != 5 || len(v.Factors) != len(trust.Standard(true)) {
		t.Errorf("%s with reasons %q", v.Decision, v.Reasons)
	}
	for _, f := range v.Factors {
		if f.Result != trust.NotEvaluated || f.Value != nil || f.Score != nil {
			t.Errorf("%+v, want it not evaluated and empty", f)
		}
	}
}

func TestRejectsComeFirstAmongTheReasons(t *testing.T) {
	all := perfect()
	all[trust.DocumentNotExpired] = trust.Evidence{}
	all[trust.DataConsistent] = trust.Flag(false)
	all[trust.PortraitMatch] = trust.Score(.1)
	all[trust.ActiveLiveness] = trust.Score(.1)
	v := trust.Decide(all, trust.Standard(true))
	var named []string
	for _, r := range v.Reasons {
		factor, _, _ := strings.Cut(r, ":")
		named = append(named, factor)
	}
	want := []string{trust.PortraitMatch, trust.ActiveLiveness, trust.DocumentNotExpired, trust.DataConsistent}
	if v.Decision != trust.Reject || !slices.Equal(named, want) {
		t.Errorf("%s for %v, want REJECT for %v", v.Decision, named, want)
	}
}

func TestWhatIsNoNumberNeverPasses(t *testing.T) {
	for _, r := range trust.Standard(true) {
		if r.ReviewBelow == nil {
			continue
		}
		if v := decideWith(r.Factor, trust.Score(math.NaN())); v.Decision == trust.Accept {
			t.Errorf("%s of NaN was accepted", r.Factor)
		}
	}
}

// Evidence that the rule cannot weigh must not count in the customer's favour.
func TestEvidenceOfAnotherKindIsNotEvaluated(t *testing.T) {
	for _, c := range []struct {
		factor string
		e      trust.Evidence
	}{
		{trust.PortraitMatch, trust.Flag(true)}, {trust.PortraitMatch, trust.Flag(false)}, {trust.MRZValid, trust.Score(1)},
	} {
		if v := decideWith(c.factor, c.e); v.Decision != trust.Review {
			t.Errorf("%s %s: %s, want REVIEW", c.factor, shown(c.e), v.Decision)
		}
	}
}

func TestIncompleteEvidenceSpeaksOnlyAgainst(t *testing.T) {
	for score, want := range map[float64]trust.Result{.95: trust.NotEvaluated, .82: trust.NeedsReview, .1: trust.Failed} {
		e := trust.Score(score)
		e.Incomplete = "one picture was not compared"
		v := decideWith(trust.ActiveLiveness, e)
		i := slices.IndexFunc(v.Factors, func(o trust.Outcome) bool { return o.Name == trust.ActiveLiveness })
		if v.Factors[i].Result != want || v.Decision == trust.Accept {
			t.Errorf("score %v: %s, overall %s; want %s", score, v.Factors[i].Result, v.Decision, want)
		}
		if want == trust.NotEvaluated && v.Reasons[0] != trust.ActiveLiveness+": one picture was not compared" {
			t.Errorf("reasons %q do not say what is missing", v.Reasons)
		}
	}
}

func TestVerdictsFieldNamesAreTheCommandLines(t *testing.T) {
	data, err := json.Marshal(decideWith(trust.PortraitMatch, trust.Score(.9)))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"decision":"ACCEPT"`, `"reasons":[`, `{"name":"portraitMatch","score":0.9,"result":"PASS","required":true}`,
		`{"name":"mrzValid","value":true,"result":"PASS","required":true}`,
	} {
		if !strings.Contains(string(data), want) {
			t.Errorf("%s lacks %s", data, want)
		}
	}
}
