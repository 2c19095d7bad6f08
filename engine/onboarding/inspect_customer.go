package onboarding

import (
	"time"

	"portico/engine/customer"
	"portico/engine/face"
)

// InspectCustomer compares the selfie with all else that is known.
func (e *Engine) InspectCustomer(c *customer.Customer, now time.Time) CustomerInspection {
	var in CustomerInspection
	if c.Document != nil {
		in.Links = &InspectionLinks{Document: "/api/v1/customers/" + c.ID + "/document/inspect"}
	}
	if c.Selfie == nil {
		return in
	}
	age, gender := wholeYears(c.Selfie.About.Age), GenderLetter(c.Selfie.About.Gender)
	in.Selfie = &SelfieInspection{Age: age, Gender: gender}
	in.Liveness, in.Unmatched = e.worstMatch(c)
	similar := Similarity{Liveness: reaches(in.Liveness)}
	if in.Unmatched && similar.Liveness != nil && *similar.Liveness {
		similar.Liveness = nil
	}
	if c.Document != nil {
		page, said := portrait(c.Document), claimsOf(c.Document, now)
		if m := e.match(c.Selfie.Template, page); m != nil {
			copied := m.Distance < copyDistance
			in.Portrait, in.Copied = &m.Score, &copied
		}
		similar.Portrait = reaches(in.Portrait)
		if read := c.Document.Chip; read != nil {
			similar.Chip = reaches(e.similarity(c.Selfie.Template, read.Template))
		}
		in.Selfie.GenderConsistency = said.genders(gender, portraitGender(page))
		in.Selfie.AgeDifference = ageDifferences(said, age, about(page), now)
		in.Selfie.agePlausible = said.agePlausible(age, now)
	}
	if similar != (Similarity{}) {
		in.Selfie.Similar = &similar
	}
	return in
}

func ageDifferences(said claims, selfie *int, portrait *face.Attributes, now time.Time) *AgeDifference {
	d := AgeDifference{Birth: said.ageDifference(selfie, now)}
	if issued, ok := said.issued(now); ok && portrait != nil && portrait.Age != nil && selfie != nil {
		since := int(now.Sub(issued).Hours() / 24 / 365.25)
		years := *selfie - *wholeYears(portrait.Age) - since
		years = max(years, -years)
		d.Portrait = &years
	}
	if d == (AgeDifference{}) {
		return nil
	}
	return &d
}

func portraitGender(p *customer.Page) string {
	if a := about(p); a != nil {
		return GenderLetter(a.Gender)
	}
	return ""
}

// copyDistance is the distance below which two pictures are one: of the 258
// genuine pairs of data/faces (ORL apart) none is below 0.25, and the sample
// card's portrait against the same photograph made smaller and compressed
// again is at 0.16.
const copyDistance = .20

// match compares the selfie with the portrait on page, nil where one of them
// could not be described.
func (e *Engine) match(selfie face.Template, page *customer.Page) *face.Match {
	if page == nil {
		return nil
	}
	return e.compare(selfie, page.Template)
}

// compare returns nil where a template is missing, damaged or of another
// version: not compared.
func (e *Engine) compare(a, b face.Template) *face.Match {
	if len(a) == 0 || len(b) == 0 {
		return nil
	}
	m, err := e.faces.Compare(a, b)
	if err != nil {
		return nil
	}
	return &m
}

func (e *Engine) similarity(a, b face.Template) *float64 {
	m := e.compare(a, b)
	if m == nil {
		return nil
	}
	return &m.Score
}

// worstMatch returns the smallest similarity of the selfie to any liveness
// picture, and whether one could not be compared: a stranger's picture must
// not hide behind the others.
func (e *Engine) worstMatch(c *customer.Customer) (worst *float64, unmatched bool) {
	if c.Liveness == nil {
		return nil, false
	}
	for _, s := range c.Liveness.Selfies {
		score := e.similarity(c.Selfie.Template, s.Template)
		if score == nil {
			unmatched = true
			continue
		}
		worst = smaller(worst, score)
	}
	return worst, unmatched
}

func reaches(score *float64) *bool {
	if score == nil {
		return nil
	}
	same := *score >= face.Threshold
	return &same
}
