package inspect

import (
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"portico/engine/document"
	"portico/engine/document/barcode"
	"portico/engine/document/mrz"
)

// withZone compares one printed field with a machine-readable zone; ok is
// false when the zone has nothing to compare it with. The issuing state is
// left out: a card of one state may carry a zone of another by design.
func withZone(z *mrz.Document, name, printed string, now time.Time) (same, ok bool) {
	switch name {
	case document.Surname:
		return z.SameSurname(printed), z.Surname != ""
	case document.GivenNames:
		return z.SameGivenNames(printed), z.GivenNames != ""
	case document.Nationality:
		// Printed in words it would need a list of nationalities in all languages.
		return sameCode(printed, z.Nationality), z.Nationality != "" && len(printed) == 3
	case document.Gender:
		return strings.TrimLeft(strings.ToUpper(printed), "X") == z.Sex, true
	case document.DocumentNumber:
		return sameCode(printed, z.Number), z.Number != ""
	case document.PersonalNumber:
		optional := code(z.Optional1 + z.Optional2)
		return strings.Contains(optional, code(printed)), optional != ""
	case document.DateOfBirth:
		date, known := z.BirthDate(now)
		return printed == date, known
	case document.DateOfExpiry:
		date, known := z.ExpiryDate()
		return printed == date, known
	}
	return false, false
}

// protected are the fields with a check digit of their own in the zone.
var protected = map[string]string{
	document.DocumentNumber: mrz.CheckNumber, document.DateOfBirth: mrz.CheckBirth, document.DateOfExpiry: mrz.CheckExpiry,
}

// confirmed says whether the zone has what was printed, under a check digit
// that is right.
func (d data) confirmed(name, printed string, now time.Time) bool {
	check, ok := protected[name]
	if !ok || d.zone == nil || !d.zone.Checks[check] {
		return false
	}
	same, ok := withZone(&d.zone.Document, name, printed, now)
	return same && ok
}

// withBarcode compares one printed field with the barcode of a licence; ok is
// false when that has nothing to compare it with. Addresses are left out: the
// print abbreviates them and the barcode pads them.
func withBarcode(l *barcode.Licence, name, printed string) (same, ok bool) {
	equal := func(coded string) (bool, bool) { return sameCode(printed, coded), coded != "" }
	switch name {
	case document.Surname:
		return sameName(printed, l.Surname, l.SurnameCut), l.Surname != ""
	case document.GivenNames:
		cut := l.FirstNameCut
		if l.MiddleCut == barcode.Truncated {
			cut = barcode.Truncated
		}
		return sameName(printed, l.GivenNames, cut), l.GivenNames != ""
	case document.Gender:
		return equal(l.Sex)
	case document.DocumentNumber:
		return equal(l.Number)
	case document.DateOfBirth:
		return equal(l.DateOfBirth)
	case document.DateOfIssue:
		return equal(l.DateOfIssue)
	case document.DateOfExpiry:
		return equal(l.DateOfExpiry)
	}
	return false, false
}

// longestName is how many characters of a name every version of the AAMVA
// standard holds: 35 in version 1, 40 since. From there on a name of which it
// is not said may have been cut.
const longestName = 35

// sameName compares a printed name with one that a barcode holds in capitals,
// with diacritics or without. Where it was cut, each word may end early and
// words may be missing at the end.
func sameName(printed, coded string, cut barcode.Truncation) bool {
	coded = plain(coded)
	if mrz.SameName(printed, coded) {
		return true
	}
	if cut != barcode.Truncated && (cut == barcode.Whole || len(coded) < longestName) {
		return false
	}
	whole, short := strings.FieldsFunc(printed, parts), strings.FieldsFunc(coded, parts)
	if len(short) == 0 || len(short) > len(whole) {
		return false
	}
	for i, s := range short {
		if !begins([]rune(whole[i]), s) {
			return false
		}
	}
	return true
}

// begins tells whether coded is how the beginning of a printed word is written.
func begins(printed []rune, coded string) bool {
	for n := 1; n <= len(printed); n++ {
		if mrz.SameName(string(printed[:n]), coded) {
			return true
		}
	}
	return false
}

func parts(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || r == ',' }

// plain returns s in capitals without diacritics.
func plain(s string) string {
	out, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), strings.ToUpper(s))
	if err != nil { // text that is no UTF-8 stays as it is
		return strings.ToUpper(s)
	}
	return out
}
