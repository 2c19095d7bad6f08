package trust_test

import (
	"slices"
	"testing"

	"portico/engine/trust"
)

var rank = map[trust.Decision]int{trust.Accept: 0, trust.Review: 1, trust.Reject: 2}

// evidenceOf makes evidence for the standard rules out of bytes, one a rule:
// 0 is none, else a score or a flag of that rule's own kind.
func evidenceOf(data []byte) map[string]trust.Evidence {
	all := map[string]trust.Evidence{}
	for i, r := range trust.Standard(true) {
		switch {
		case i >= len(data) || data[i] == 0:
		case r.IfFalse != "":
			all[r.Factor] = trust.Flag(data[i] > 127)
		default:
			all[r.Factor] = trust.Score(float64(data[i]) / 255)
		}
	}
	return all
}

// FuzzWorseEvidenceNeverHelps holds the promise of the package: the decision
// is never better than its worst part, a required factor that was not
// evaluated is never accepted, and worse evidence never improves a decision.
func FuzzWorseEvidenceNeverHelps(f *testing.F) {
	f.Add([]byte{255, 255, 255, 255, 255, 255, 255, 255, 255, 255}, byte(5), byte(80))
	f.Add([]byte{0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, byte(0), byte(1))
	f.Add([]byte{130, 200, 200, 1, 0, 88, 0, 210, 3, 0}, byte(7), byte(203))
	f.Add([]byte{60, 200, 0, 200, 200, 95, 200, 220, 220, 200}, byte(6), byte(0))
	f.Fuzz(func(t *testing.T, data []byte, at, to byte) {
		rules := trust.Standard(true)
		before := trust.Decide(evidenceOf(data), rules)
		checkVerdict(t, before)

		i := int(at) % len(rules)
		for len(data) <= i {
			data = append(data, 0)
		}
		if to == 0 && !rules[i].Required { // taking an optional factor away is no worse evidence
			return
		}
		if data[i] != 0 && to > data[i] || data[i] == 0 && rules[i].Required {
			return
		}
		worse := slices.Clone(data)
		worse[i] = to
		after := trust.Decide(evidenceOf(worse), rules)
		checkVerdict(t, after)
		taken := to == 0 // a bad required factor that is taken away becomes a REVIEW
		if rank[after.Decision] < rank[before.Decision] && !taken {
			t.Errorf("%s from %d to %d: %s became %s", rules[i].Factor, data[i], to, before.Decision, after.Decision)
		}
		if taken && after.Decision == trust.Accept {
			t.Errorf("without %s: ACCEPT", rules[i].Factor)
		}
	})
}

func checkVerdict(t *testing.T, v trust.Verdict) {
	t.Helper()
	worst := trust.Accept
	for _, o := range v.Factors {
		switch {
		case o.Result == trust.Failed:
			worst = trust.Reject
		case o.Result == trust.NeedsReview, o.Result == trust.NotEvaluated && o.Required:
			if worst == trust.Accept {
				worst = trust.Review
			}
		}
	}
	if v.Decision != worst || len(v.Reasons) == 0 {
		t.Errorf("%s with %d reasons, its worst factor says %s", v.Decision, len(v.Reasons), worst)
	}
}
