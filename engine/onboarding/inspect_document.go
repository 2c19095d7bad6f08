package onboarding

import (
	"time"

	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/document/inspect"
)

// InspectDocument judges the document's pages; without a document it finds
// nothing.
func (e *Engine) InspectDocument(c *customer.Customer, now time.Time) DocumentInspection {
	if c.Document == nil {
		return DocumentInspection{}
	}
	pages := make(map[document.Side]*document.Page, len(c.Document.Pages))
	for side, p := range c.Document.Pages {
		pages[side] = &p.Page
	}
	in := DocumentInspection{Findings: inspect.Document(pages, now)}
	in.Scores = disclosed(in.Pages)
	in.Portrait = inspectPortrait(c.Document, now)
	in.Chip = inspectChip(c.Document)
	return in
}

func disclosed(pages map[document.Side]*inspect.Tampering) map[document.Side]*Disclosure {
	scored := func(score *float64) *Scored {
		if score == nil {
			return nil
		}
		return &Scored{*score}
	}
	out := make(map[document.Side]*Disclosure, len(pages))
	for side, t := range pages {
		d := &Disclosure{Color: scored(t.ColorsScore), Screenshot: scored(t.ScreenScore)}
		if t.PrintScore != nil { // the contract's classes are high for a copy
			d.Print = &Scored{1 - *t.PrintScore}
		}
		if t.ScreenScore != nil {
			d.Screen = &Scored{1 - *t.ScreenScore}
		}
		for name, score := range t.TextScores {
			if d.Texts == nil {
				d.Texts = map[string]Scored{}
			}
			d.Texts[name] = Scored{score}
		}
		out[side] = d
	}
	return out
}

// inspectPortrait compares the estimates from the portrait with the data. The
// portrait shows its holder as old as on the day of issue.
func inspectPortrait(d *customer.Document, now time.Time) *PortraitInspection {
	a := about(portrait(d))
	if a == nil {
		return nil
	}
	said := claimsOf(d, now)
	in := &PortraitInspection{Age: wholeYears(a.Age), Gender: GenderLetter(a.Gender)}
	in.GenderConsistency = said.genders(in.Gender, "")
	issued, _ := said.issued(now)
	if years := said.ageDifference(in.Age, issued); years != nil {
		in.AgeDifference = &AgeDifference{Birth: years}
	}
	return in
}
