package onboarding_test

import (
	"encoding/json"
	"strings"
	"testing"

	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/liveness"
	"portico/engine/onboarding"
)

func TestInspectionOfAWholeVisit(t *testing.T) {
	e, c := whole().run(t, ready(t))
	in := e.InspectCustomer(c, now)
	s := in.Selfie
	if s == nil || s.Similar == nil || s.Similar.Portrait == nil || !*s.Similar.Portrait || s.Similar.Liveness == nil || !*s.Similar.Liveness {
		t.Fatalf("selfie %+v, want it similar to both", s)
	}
	// Born 1974-08-12 she is 36; the card is nine years old and shows her at 29.
	if s.Gender != "F" || s.Age == nil || *s.Age != 38 || *s.AgeDifference.Birth != 2 || *s.AgeDifference.Portrait != 0 {
		t.Errorf("selfie %+v, differences %+v", s, s.AgeDifference)
	}
	g := s.GenderConsistency
	if g == nil || !*g.Portrait || !*g.Visual || !*g.MRZ {
		t.Errorf("gender %+v, want all the same", g)
	}
	d := e.InspectDocument(c, now)
	// Issued 2002-04-15, at 27.
	if p := d.Portrait; p == nil || p.Gender != "F" || *p.Age != 29 || *p.AgeDifference.Birth != 2 || p.GenderConsistency.Portrait != nil {
		t.Errorf("portrait %+v", p)
	}
	if d.Scores[document.Front].Color.Score != .9 || d.Scores[document.Back].Screenshot.Score != .8 {
		t.Errorf("scores %+v", d.Scores)
	}
}

func TestGenderConsistencyIsAbsentWhereASourceSaysNothing(t *testing.T) {
	for name, c := range map[string]struct {
		change                 func(*world)
		portrait, visual, zone bool
	}{
		"all say":             {func(*world) {}, true, true, true},
		"no printed gender":   {func(w *world) { delete(w.pages[front].Visual, document.Gender) }, true, false, true},
		"printed X":           {func(w *world) { w.pages[front].Visual[document.Gender] = field("X") }, true, false, true},
		"zone says nothing":   {func(w *world) { w.pages[back].MRZ.Sex = "" }, true, true, false},
		"no zone":             {func(w *world) { w.pages[back].MRZ = nil }, true, true, false},
		"portrait not judged": {func(w *world) { w.looks[portrait] = look{person: "anna"} }, false, true, true},
		"selfie not judged":   {func(w *world) { w.looks[selfie] = look{person: "anna"} }, false, false, false},
	} {
		w := ready(t)
		c.change(w)
		e, cust := whole().run(t, w)
		got := e.InspectCustomer(cust, now).Selfie.GenderConsistency
		if got == nil {
			got = &onboarding.GenderConsistency{}
		}
		if (got.Portrait != nil) != c.portrait || (got.Visual != nil) != c.visual || (got.MRZ != nil) != c.zone {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestGenderDiffers(t *testing.T) {
	w := ready(t)
	l := w.looks[selfie]
	l.gender = ptr(.1)
	w.looks[selfie] = l
	e, c := whole().run(t, w)
	s := e.InspectCustomer(c, now).Selfie
	if g := s.GenderConsistency; s.Gender != "M" || *g.Portrait || *g.Visual || *g.MRZ {
		t.Errorf("%s %+v, want M and no consistency", s.Gender, g)
	}
}

// The worse of two dates of birth counts.
func TestAgeIsComparedWithEveryDateOfBirth(t *testing.T) {
	w := ready(t)
	w.pages[front].Visual[document.DateOfBirth] = field("1951-01-01")
	e, c := whole().run(t, w)
	if d := e.InspectCustomer(c, now).Selfie.AgeDifference; *d.Birth != 22 {
		t.Errorf("difference %d years, want 60 − 38", *d.Birth)
	}
	w.pages[front].Visual[document.DateOfBirth] = field("2012-01-01")
	e, c = whole().run(t, w)
	if d := e.InspectCustomer(c, now).Selfie.AgeDifference; *d.Birth != 2 {
		t.Errorf("difference %d years to a date in the future, want that of the zone", *d.Birth)
	}
}

func TestSimilarityWithLivenessIsOpenWhereAPictureWasNotDescribed(t *testing.T) {
	w, v := ready(t), whole()
	w.looks[empty] = look{person: "anna", undescribed: true}
	v.shots = append(v.shots, shot{empty, liveness.None})
	e, c := v.run(t, w)
	if s := e.InspectCustomer(c, now).Selfie.Similar; s.Liveness != nil {
		t.Errorf("similar with the liveness pictures: %v, want no word", *s.Liveness)
	}
	v.shots = append(v.shots, shot{stranger, liveness.None})
	e, c = v.run(t, w)
	if s := e.InspectCustomer(c, now).Selfie.Similar; s.Liveness == nil || *s.Liveness {
		t.Error("a stranger among the pictures was not named")
	}
}

func TestNothingKnownIsNothingSaid(t *testing.T) {
	e, c := ready(t).engine(), customer.New("nobody", now)
	data, err := json.Marshal(e.InspectCustomer(c, now))
	if err != nil || string(data) != `{"security":{"videoInjection":{"evaluated":false}}}` {
		t.Errorf("customer: %s, %v", data, err)
	}
	if data, err := json.Marshal(e.InspectDocument(c, now)); err != nil || string(data) != "{}" {
		t.Errorf("document: %s, %v", data, err)
	}
}

// The names are those of the contract's InspectCustomer and InspectDocument.
func TestInspectionsSpeakTheContractsNames(t *testing.T) {
	e, c := whole().run(t, ready(t))
	data, err := json.Marshal([]any{e.InspectCustomer(c, now), e.InspectDocument(c, now)})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		`"selfieInspection":{"similarityWith":{"documentPortrait":true,"livenessSelfies":true}`, `"ageDifferenceWith":{"documentPortrait":0,"dateOfBirth":2}`,
		`"genderConsistency":{"documentPortrait":true,"viz":true,"mrz":true}`, `"expired":false`, `"mrzInspection":{"valid":true}`,
		`"portraitInspection":{"genderEstimate":"F","ageEstimate":29`, `"pageTampering":{`, `"textConsistency":{"consistent":true`,
	} {
		if !strings.Contains(string(data), name) {
			t.Errorf("%s lacks %s", data, name)
		}
	}
}

// The contract's classes are high for a copy, its other scores low.
func TestScoresAreDisclosedInTheContractsSenses(t *testing.T) {
	w := ready(t)
	w.pages[front].Authenticity[document.CheckPrint] = document.Check{Score: ptr(.3), Flagged: true, Evaluated: true}
	w.pages[front].Authenticity[document.CheckTexts] = document.Check{
		Score: ptr(.25), Flagged: true, Evaluated: true, Fields: map[string]float64{document.Surname: .25, document.DateOfBirth: .9},
	}
	e, c := whole().run(t, w)
	in := e.InspectDocument(c, now)
	data, err := json.Marshal([]any{in.Pages[document.Front], in.Scores[document.Front]})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"looksLikePrintCopy":true`, `"tamperedTexts":true`, `"presentationAttackPrintClass":{"score":0.7}`,
		`"tamperedTexts":{"dateOfBirth":{"score":0.9},"surname":{"score":0.25}}`, `"looksLikeScreenshot":{"score":0.8}`,
		`"presentationAttackScreenClass":{"score":0.19999999999999996}`,
	} {
		if !strings.Contains(string(data), want) {
			t.Errorf("%s lacks %s", data, want)
		}
	}
	if strings.Contains(string(data), "documentPortraitGenuine") {
		t.Errorf("%s discloses a score of the portrait, which nobody computed", data)
	}
}
