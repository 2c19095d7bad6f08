package trust_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"portico/engine/trust"
)

func standardFile(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("standard.toml")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestOperatorsRules(t *testing.T) {
	file := bytes.Replace(standardFile(t), []byte("reject-below = 0.80\nreview-below = 0.84"), []byte("reject-below = 0.85\nreview-below = 0.9"), 1)
	file = bytes.Replace(file, []byte(`version = "1"`), []byte(`version = "desk 4"`), 1)
	file = append(file, "\n[[rule]]\nfactor = \"ageDifference\"\nreject-above = 20\nreview-above = 15\nmissing = \"no age\"\nbad = \"another age\"\n"...)
	s, err := trust.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	for years, want := range map[float64]trust.Decision{14: trust.Accept, 15: trust.Accept, 16: trust.Review, 20: trust.Review, 21: trust.Reject} {
		all := perfect()
		all[trust.AgeDifference] = trust.Score(years)
		if v := trust.Decide(all, s.Rules(true)); v.Decision != want {
			t.Errorf("%g years: %s %q, want %s", years, v.Decision, v.Reasons, want)
		}
	}
	all := perfect()
	all[trust.ActiveLiveness] = trust.Score(.86)
	if v := trust.Decide(all, s.Rules(true)); v.Decision != trust.Review {
		t.Errorf("0.86 with a limit of 0.9: %s", v.Decision)
	}
	name, digest := s.Version()
	if _, standard := trust.StandardSet().Version(); name != "desk 4" || digest == standard || len(digest) != 64 {
		t.Errorf("Version = %q, %q", name, digest)
	}
}

func TestMRZIsRequiredWhereThereIsOne(t *testing.T) {
	all := perfect()
	delete(all, trust.MRZValid)
	if with, without := trust.Decide(all, trust.Standard(true)), trust.Decide(all, trust.Standard(false)); with.Decision != trust.Review || without.Decision != trust.Accept {
		t.Errorf("no zone read: %s where there is one, %s where not", with.Decision, without.Decision)
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	good := string(standardFile(t))
	for name, c := range map[string]struct{ file, says string }{
		"nothing":                     {"", "activeLiveness"},
		"no TOML":                     {"rule = [", "toml"},
		"a misspelt key":              {strings.Replace(good, "reject-below = 0.80", "reject-bellow = 0.80", 1), "reject-bellow"},
		"a misspelt factor":           {strings.Replace(good, `"mrzValid"`, `"mzrValid"`, 1), "mzrValid"},
		"a factor twice":              {strings.Replace(good, `"selfieAlone"`, `"mrzValid"`, 1), "two rules"},
		"limits the wrong way round":  {strings.Replace(good, "review-below = 0.84", "review-below = 0.5", 1), "contradict"},
		"a limit that is no number":   {strings.Replace(good, "reject-below = 0.80", "reject-below = nan", 1), "contradict"},
		"a score for a flag":          {strings.Replace(good, "if-false = \"REVIEW\"", "review-below = 0.5", 1), "yes or a no"},
		"another result":              {strings.Replace(good, `if-false = "REVIEW"`, `if-false = "ACCEPT"`, 1), "ACCEPT"},
		"active liveness not needed":  {strings.Replace(good, "factor = \"activeLiveness\"\nrequired = \"always\"", "factor = \"activeLiveness\"", 1), "must be required"},
		"a rule that judges nothing":  {good + "\n[[rule]]\nfactor = \"ageDifference\"\nmissing = \"a\"\nbad = \"b\"\n", "judges nothing"},
		"required at another time":    {strings.Replace(good, `required = "with-mrz"`, `required = "sometimes"`, 1), "sometimes"},
		"no version":                  {strings.Replace(good, `version = "1"`, "", 1), "version"},
		"more than any rules can be":  {good + strings.Repeat("#", 1<<16), "at most"},
		"a rule that says no reasons": {strings.Replace(good, `bad = "the document has expired"`, "", 1), "no words"},
	} {
		_, err := trust.Parse([]byte(c.file))
		if !errors.Is(err, trust.ErrRules) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want one that says %q", name, err, c.says)
		}
	}
}

// The vendor's demonstration set (SPEC §7).
func TestDefinitions(t *testing.T) {
	f := func(v float64) *float64 { return &v }
	all := perfect()
	all[trust.AgeDifference] = trust.Score(18)
	for name, c := range map[string]struct {
		d    trust.Definition
		want trust.Decision
	}{
		"face match": {trust.Definition{Name: "document_face_match", Type: "SCORE", Score: &trust.ScoreConfiguration{RejectLow: f(.325), ReviewLow: f(.35)}}, trust.Accept},
		"age":        {trust.Definition{Name: "age_validation", Type: "SCORE", Score: &trust.ScoreConfiguration{RejectHigh: f(20), ReviewHigh: f(15)}}, trust.Review},
		"expired":    {trust.Definition{Name: "document_not_expired", Type: "BOOLEAN", Boolean: "REJECT_IF_FALSE"}, trust.Accept},
		"turned":     {trust.Definition{Name: "mrz_checksum_valid", Type: "BOOLEAN", Boolean: "REJECT_IF_TRUE"}, trust.Reject},
	} {
		r, err := c.d.Rule()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if v := trust.Decide(all, []trust.Rule{r}); v.Decision != c.want {
			t.Errorf("%s: %s, want %s", name, v.Decision, c.want)
		}
	}
	for name, d := range map[string]trust.Definition{
		"unknown":     {Name: "palm", Type: "BOOLEAN", Boolean: "REJECT_IF_TRUE"},
		"both":        {Name: "mrz_checksum_valid", Type: "SCORE", Score: &trust.ScoreConfiguration{}, Boolean: "REJECT_IF_TRUE"},
		"no limits":   {Name: "document_face_match", Type: "SCORE", Score: &trust.ScoreConfiguration{}},
		"contradicts": {Name: "document_face_match", Type: "SCORE", Score: &trust.ScoreConfiguration{RejectLow: f(.5), ReviewLow: f(.3)}},
	} {
		if _, err := d.Rule(); !errors.Is(err, trust.ErrRules) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzParse holds that whatever is taken as rules still fails closed.
func FuzzParse(f *testing.F) {
	f.Add(standardFile(f))
	f.Add([]byte("version = \"1\"\n[[rule]]\nfactor = \"activeLiveness\"\nrequired = \"always\"\nreject-below = 1\nmissing = \"m\"\nbad = \"b\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := trust.Parse(data)
		if err != nil {
			if !errors.Is(err, trust.ErrRules) {
				t.Errorf("%v wraps no ErrRules", err)
			}
			return
		}
		for _, hasMRZ := range []bool{true, false} {
			if v := trust.Decide(nil, s.Rules(hasMRZ)); v.Decision == trust.Accept {
				t.Error("nothing is known, and it is accepted")
			}
		}
	})
}
