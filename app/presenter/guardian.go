package presenter

import (
	"time"

	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/onboarding"
)

// young is the factor of a visitor who may not do this alone.
const young = "guardian"

// needsGuardian reports whether the document shows somebody of fewer than
// least years at now, by any date of birth on it, or no date of birth at all.
// Without a limit nobody needs one.
func needsGuardian(d *customer.Document, least int, now time.Time) bool {
	if least == 0 {
		return false
	}
	known := false
	if d != nil {
		for _, page := range d.Pages {
			for _, fields := range []map[string]document.Field{page.Visual, onboarding.ZoneFields(page.MRZ, now)} {
				age, ok := onboarding.AgeAt(fields[document.DateOfBirth].Value, now)
				if ok && age < least {
					return true
				}
				known = known || ok
			}
		}
	}
	return !known
}
