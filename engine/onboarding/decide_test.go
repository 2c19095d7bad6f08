package onboarding_test

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/document/mrz"
	"portico/engine/liveness"
	"portico/engine/trust"
)

func record(t *testing.T, c *customer.Customer) []byte {
	t.Helper()
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// against returns the factors that reasons name.
func against(v trust.Verdict) []string {
	var names []string
	for _, r := range v.Reasons {
		name, _, _ := strings.Cut(r, ":")
		names = append(names, name)
	}
	return names
}

func TestEverythingThereAndGoodIsAccepted(t *testing.T) {
	e, c := whole().run(t, ready(t))
	before := record(t, c)
	if v := e.Decide(c, now); v.Decision != trust.Accept {
		t.Fatalf("%s: %q", v.Decision, v.Reasons)
	}
	if after := record(t, c); string(after) != string(before) {
		t.Error("Decide changed the customer")
	}
	e.Finish(c, now)
	if c.State != customer.Finished || c.Decision() != trust.Accept {
		t.Errorf("finished: state %s, decision %s", c.State, c.Decision())
	}
}

// Each of these alone keeps an onboarding that is otherwise perfect from
// being accepted, and nobody is rejected for what is merely missing.
func TestOnePieceMissingIsAReview(t *testing.T) {
	noTemplate := func(picture uint8) func(*world, *visit) {
		return func(w *world, _ *visit) {
			l := w.looks[picture]
			l.undescribed = true
			w.looks[picture] = l
		}
	}
	for name, c := range map[string]struct {
		change func(*world, *visit)
		factor string
	}{
		"no front":    {func(_ *world, v *visit) { v.pages = []uint8{back} }, trust.PortraitMatch},
		"no back":     {func(_ *world, v *visit) { v.pages = []uint8{front} }, trust.MRZValid},
		"no document": {func(_ *world, v *visit) { v.pages = nil }, trust.DocumentGenuine},
		"no zone":     {func(w *world, _ *visit) { w.pages[back].MRZ = nil }, trust.MRZValid},
		"authenticity not evaluated": {func(w *world, _ *visit) {
			w.pages[front].Authenticity, w.pages[back].Authenticity = nil, map[string]document.Check{document.CheckColors: {}}
		}, trust.DocumentGenuine},
		"no expiry": {func(w *world, _ *visit) {
			delete(w.pages[front].Visual, document.DateOfExpiry)
			w.pages[back].MRZ.Expiry = "<<<<<<"
		}, trust.DocumentNotExpired},
		"no portrait":                         {func(w *world, _ *visit) { w.pages[front].Face = nil }, trust.PortraitMatch},
		"no face on the portrait":             {func(w *world, _ *visit) { w.looks[portrait] = look{} }, trust.PortraitMatch},
		"portrait not described":              {noTemplate(portrait), trust.PortraitMatch},
		"selfie not described":                {noTemplate(selfie), trust.PortraitMatch},
		"no selfie":                           {func(_ *world, v *visit) { v.selfies = nil }, trust.PortraitMatch},
		"no challenge":                        {func(_ *world, v *visit) { v.shots, v.kinds = nil, nil }, trust.ActiveLiveness},
		"challenge not evaluated":             {func(_ *world, v *visit) { v.kinds = nil }, trust.ActiveLiveness},
		"smile without the neutral picture":   {func(_ *world, v *visit) { v.shots = v.shots[1:] }, trust.ActiveLiveness},
		"smile never shown":                   {func(_ *world, v *visit) { v.shots = v.shots[:1] }, trust.ActiveLiveness},
		"smile not described":                 {noTemplate(smiling), trust.ActiveLiveness},
		"passive only":                        {func(_ *world, v *visit) { v.kinds = []liveness.Kind{liveness.Passive} }, trust.ActiveLiveness},
		"a second challenge without pictures": {func(_ *world, v *visit) { v.kinds = append(v.kinds, liveness.EyeGaze) }, trust.ActiveLiveness},
		"a challenge this engine has not":     {func(_ *world, v *visit) { v.kinds = []liveness.Kind{liveness.MagnifEye} }, trust.ActiveLiveness},
		"one more picture not described": {func(w *world, v *visit) {
			w.looks[stranger] = look{person: "stranger", undescribed: true}
			v.shots = append(v.shots, shot{stranger, liveness.None})
		}, trust.ActiveLiveness},
	} {
		t.Run(name, func(t *testing.T) {
			w, v := ready(t), whole()
			c.change(w, &v)
			e, cust := v.run(t, w)
			got := e.Decide(cust, now)
			if got.Decision != trust.Review || !slices.Contains(against(got), c.factor) {
				t.Errorf("%s: %q, want REVIEW for %s", got.Decision, got.Reasons, c.factor)
			}
		})
	}
}

func TestWhatIsWrongDecides(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*world, *visit)
		want   trust.Decision
		factor string
	}{
		"another person's card":  {func(_ *world, v *visit) { v.selfies = []uint8{stranger} }, trust.Reject, trust.PortraitMatch},
		"a letter in doubt":      {func(w *world, _ *visit) { w.pages[back].MRZ.Unsure = []mrz.Place{{Line: 2, Column: 3}} }, trust.Review, trust.OCRConfident},
		"wrong check digit":      {func(w *world, _ *visit) { w.pages[back].MRZ.Valid = false }, trust.Reject, trust.MRZValid},
		"looks like a screen":    {func(w *world, _ *visit) { w.pages[back].Authenticity[document.CheckScreen] = flagged(.1) }, trust.Reject, trust.DocumentGenuine},
		"may be a copy":          {func(w *world, _ *visit) { w.pages[front].Authenticity[document.CheckColors] = flagged(.4) }, trust.Review, trust.DocumentGenuine},
		"dots of a printer":      {func(w *world, _ *visit) { w.pages[back].Authenticity[document.CheckPrint] = flagged(.25) }, trust.Review, trust.DocumentGenuine},
		"one text stands out":    {func(w *world, _ *visit) { w.pages[front].Authenticity[document.CheckTexts] = flagged(.25) }, trust.Review, trust.DocumentGenuine},
		"zones differ":           {func(w *world, _ *visit) { w.pages[front].Visual[document.Surname] = field("Ericson") }, trust.Review, trust.DataConsistent},
		"neutral instead smiled": {func(_ *world, v *visit) { v.shots[1].picture = neutral }, trust.Reject, trust.ActiveLiveness},
		"passive too low": {func(w *world, _ *visit) {
			l := w.looks[selfie]
			l.passive = ptr(.2)
			w.looks[selfie] = l
		}, trust.Review, trust.PassiveLiveness},
		"low passive, and the container's without pictures": {func(w *world, v *visit) {
			l := w.looks[selfie]
			l.passive = ptr(.2)
			w.looks[selfie] = l
			v.kinds = append(v.kinds, liveness.Passive)
		}, trust.Review, trust.PassiveLiveness},
		"eighteen years too old": {func(w *world, _ *visit) {
			l := w.looks[selfie]
			l.age = ptr(54.)
			w.looks[selfie] = l
		}, trust.Review, trust.AgePlausible},
		"passive is not a number": {func(w *world, _ *visit) {
			l := w.looks[selfie]
			l.passive = ptr(math.NaN())
			w.looks[selfie] = l
		}, trust.Review, trust.PassiveLiveness},
		"a stranger among the liveness pictures": {func(_ *world, v *visit) {
			v.shots = append(v.shots, shot{stranger, liveness.None})
		}, trust.Reject, trust.LivenessMatch},
		"a stranger beside a picture that was not described": {func(w *world, v *visit) {
			w.looks[empty] = look{person: "anna", undescribed: true}
			v.shots = append(v.shots, shot{stranger, liveness.None}, shot{empty, liveness.None})
		}, trust.Reject, trust.LivenessMatch},
		"a failed challenge, then one without pictures": {func(_ *world, v *visit) {
			v.shots[1].picture = neutral
			v.kinds = append(v.kinds, liveness.EyeGaze)
		}, trust.Reject, trust.ActiveLiveness},
	} {
		t.Run(name, func(t *testing.T) {
			w, v := ready(t), whole()
			c.change(w, &v)
			e, cust := v.run(t, w)
			got := e.Decide(cust, now)
			if got.Decision != c.want || !slices.Contains(against(got), c.factor) {
				t.Errorf("%s: %q, want %s for %s", got.Decision, got.Reasons, c.want, c.factor)
			}
		})
	}
}

func flagged(score float64) document.Check {
	return document.Check{Score: &score, Flagged: true, Evaluated: true}
}

// The specimen expires on 2012-04-15 and is valid on that day.
func TestExpiryIsJudgedByTheDay(t *testing.T) {
	e, c := whole().run(t, ready(t))
	for day, want := range map[string]trust.Decision{
		"2012-04-15T23:59:00Z": trust.Accept, "2012-04-16T00:01:00Z": trust.Reject,
	} {
		at, err := time.Parse(time.RFC3339, day)
		if err != nil {
			t.Fatal(err)
		}
		if v := e.Decide(c, at); v.Decision != want || want == trust.Reject && against(v)[0] != trust.DocumentNotExpired {
			t.Errorf("%s: %s %q, want %s", day, v.Decision, v.Reasons, want)
		}
	}
}

// A driving licence has no zone, so none is asked for; of an unknown type it is.
func TestZoneIsRequiredWhereTheTypeHasOneOrIsUnknown(t *testing.T) {
	for name, c := range map[string]struct {
		kind *document.Type
		want trust.Decision
	}{
		"type without a zone": {&document.Type{Country: "uto", Kind: "drivers-licence", Support: document.FullSupport}, trust.Accept},
		"type with a zone":    {&document.Type{Country: "uto", Kind: "identity-card", MRTD: "TD1", Support: document.FullSupport}, trust.Review},
		"unknown type":        {nil, trust.Review},
	} {
		w, v := ready(t), whole()
		w.pages[front].Type = c.kind
		v.pages = []uint8{front}
		e, cust := v.run(t, w)
		if got := e.Decide(cust, now); got.Decision != c.want {
			t.Errorf("%s: %s %q, want %s", name, got.Decision, got.Reasons, c.want)
		}
	}
}
