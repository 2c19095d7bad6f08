package viz

import (
	"strings"
	"unicode"
)

// Names of fields, those of package document.
const (
	surname          = "surname"
	givenNames       = "givenNames"
	fullName         = "fullName"
	nationality      = "nationality"
	gender           = "gender"
	dateOfBirth      = "dateOfBirth"
	dateOfIssue      = "dateOfIssue"
	dateOfExpiry     = "dateOfExpiry"
	documentNumber   = "documentNumber"
	personalNumber   = "personalNumber"
	issuingAuthority = "issuingAuthority"
	placeOfBirth     = "placeOfBirth"
	address          = "address"
)

// Parse returns the value that raw, read for a field, stands for: names and
// places with single spaces, numbers without any, M, F or X, dates as
// YYYY-MM-DD, or YY-MM-DD where the year is printed short. ok is false when
// raw has not the form of the field.
func Parse(field, raw string) (value string, ok bool) {
	raw = strings.TrimFunc(raw, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '(' && r != ')' })
	switch field {
	case surname, givenNames, fullName, "name":
		return name(raw)
	case gender:
		return sex(raw)
	case dateOfBirth, dateOfIssue, dateOfExpiry:
		d, ok := ParseDate(raw, false)
		return d.String(), ok
	case documentNumber:
		return number(raw, 5, 12)
	case personalNumber:
		return number(raw, 4, 18)
	}
	return plainWords(raw)
}

// name accepts letters and what joins them; each word begins with a capital,
// unless it is a particle.
func name(raw string) (string, bool) {
	letters := 0
	for _, r := range raw {
		switch {
		case unicode.IsLetter(r):
			letters++
		case !strings.ContainsRune(" -'’`.,\n", r):
			return "", false
		}
	}
	parts := strings.Fields(raw)
	for _, p := range parts {
		if first := []rune(p)[0]; unicode.IsLower(first) && len([]rune(p)) > 3 {
			return "", false
		}
	}
	if letters < 2 || len(parts) > 7 {
		return "", false
	}
	return spaced(raw), true
}

// spaced puts single spaces between words and keeps line breaks.
func spaced(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.Join(strings.Fields(l), " ")
	}
	return strings.Join(lines, "\n")
}

// female and male are the words and letters that cards print for the sexes.
var (
	female = "f female feminin femenino femmina femminile weiblich w k kobieta kvinde kvinna kvk nainen no z zena zensko v vrouw"
	male   = "m male masculin masculino maschio maschile mannlich mann mand man kk mies ferfi muz muski"
)

// sex reads a letter, a word, or both separated by a slash, of which the
// letter is ICAO's: "K/F", "kvk/F", "M".
func sex(raw string) (string, bool) {
	parts := strings.FieldsFunc(raw, func(r rune) bool { return r == '/' || r == '-' || unicode.IsSpace(r) })
	if len(parts) == 0 || len(parts) > 3 {
		return "", false
	}
	for i := len(parts) - 1; i >= 0; i-- {
		if p := parts[i]; p == "M" || p == "F" || p == "X" {
			return p, true
		}
	}
	for _, p := range parts {
		switch f := string(fold(p)); {
		case f == "":
		case strings.Contains(" "+female+" ", " "+f+" "):
			return "F", true
		case strings.Contains(" "+male+" ", " "+f+" "):
			return "M", true
		}
	}
	return "", false
}

// number accepts capitals and digits, most of them digits.
func number(raw string, least, most int) (string, bool) {
	var out []rune
	digits := 0
	for _, r := range raw {
		switch {
		case unicode.IsDigit(r):
			digits++
			out = append(out, r)
		case r >= 'A' && r <= 'Z':
			out = append(out, r)
		case r == '/':
			out = append(out, r)
		case !strings.ContainsRune(" -.", r):
			return "", false
		}
	}
	if len(out) < least || len(out) > most || 2*digits < len(out) {
		return "", false
	}
	for i := 1; i+1 < len(out); i++ { // letters lead; among digits they are misread
		if j := strings.IndexRune("OI", out[i]); j >= 0 && unicode.IsDigit(out[i+1]) {
			out[i] = rune("01"[j])
		}
	}
	return string(out), true
}

// plainWords accepts printed words: letters outweigh what is neither letter nor digit.
func plainWords(raw string) (string, bool) {
	letters, other := 0, 0
	for _, r := range raw {
		switch {
		case unicode.IsLetter(r):
			letters++
		case !unicode.IsDigit(r) && !unicode.IsSpace(r):
			other++
		}
	}
	return spaced(raw), letters >= 2 && letters > 3*other
}
