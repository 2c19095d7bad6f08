package onboarding

import (
	"math"
	"time"

	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/face"
)

// GenderLetter returns M or F for an estimate of 0 (male) to 1 (female), and
// the empty string where there is none.
func GenderLetter(estimate *float64) string {
	switch {
	case estimate == nil:
		return ""
	case *estimate < .5:
		return "M"
	}
	return "F"
}

// AgeAt returns the full years from birth (YYYY-MM-DD) to at; ok is false
// when birth is no date or lies after at.
func AgeAt(birth string, at time.Time) (years int, ok bool) {
	b, err := time.Parse(time.DateOnly, birth)
	if err != nil || at.Before(b) {
		return 0, false
	}
	years = at.Year() - b.Year()
	if at.Month() < b.Month() || at.Month() == b.Month() && at.Day() < b.Day() {
		years--
	}
	return years, true
}

func wholeYears(estimate *float64) *int {
	if estimate == nil {
		return nil
	}
	y := int(math.Round(*estimate))
	return &y
}

// claims are what the document says of its holder.
type claims struct {
	printed map[string]document.Field // visual zone
	zone    map[string]document.Field // machine-readable zone
}

func claimsOf(d *customer.Document, now time.Time) claims {
	return claims{visual(d), ZoneFields(zone(d), now)}
}

// births are the dates of birth, by source, that are dates.
func (c claims) births() []string {
	var all []string
	for _, source := range []map[string]document.Field{c.printed, c.zone} {
		if f, ok := source[document.DateOfBirth]; ok {
			all = append(all, f.Value)
		}
	}
	return all
}

// ageDifference returns the largest difference of an estimate to the ages by
// the dates of birth, nil where there is nothing to compare.
func (c claims) ageDifference(estimate *int, at time.Time) *int {
	var worst *int
	for _, birth := range c.births() {
		age, ok := AgeAt(birth, at)
		if !ok || estimate == nil {
			continue
		}
		d := max(age-*estimate, *estimate-age)
		if worst == nil || d > *worst {
			worst = &d
		}
	}
	return worst
}

// agePlausible reports whether an estimate is within AgeTolerance of every age
// by the dates of birth, nil where there is nothing to compare.
func (c claims) agePlausible(estimate *int, at time.Time) *bool {
	var plausible *bool
	for _, birth := range c.births() {
		age, ok := AgeAt(birth, at)
		if !ok || estimate == nil {
			continue
		}
		near := max(age-*estimate, *estimate-age) < AgeTolerance(age)
		both := near && (plausible == nil || *plausible)
		plausible = &both
	}
	return plausible
}

// genders compares an estimate with the document's words, nil where neither
// says anything definite.
func (c claims) genders(estimate string, portrait string) *GenderConsistency {
	equal := func(claim string) *bool {
		if estimate == "" || claim != "M" && claim != "F" {
			return nil
		}
		same := claim == estimate
		return &same
	}
	g := GenderConsistency{
		Portrait: equal(portrait),
		Visual:   equal(c.printed[document.Gender].Value),
		MRZ:      equal(c.zone[document.Gender].Value),
	}
	if g == (GenderConsistency{}) {
		return nil
	}
	return &g
}

// issued is the day the document was issued, now where that is not known.
func (c claims) issued(now time.Time) (time.Time, bool) {
	at, err := time.Parse(time.DateOnly, c.printed[document.DateOfIssue].Value)
	if err != nil {
		return now, false
	}
	return at, true
}

// about returns the estimates of the portrait, nil where there is none.
func about(p *customer.Page) *face.Attributes {
	if p == nil {
		return nil
	}
	return p.About
}
