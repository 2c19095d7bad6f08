package document

import (
	"regexp"
	"strings"
	"unicode"

	"portico/engine/document/template"
	"portico/engine/document/viz"
)

// normalise returns the value of a field for comparison and storage: dates as
// YYYY-MM-DD, codes without spaces, words with single spaces. A date that the
// calendar lacks stays as printed.
func normalise(raw string, f template.Field) string {
	switch f.Kind {
	case template.Date:
		if d, ok := viz.ParseDate(raw, f.Format == template.MonthFirst); ok && !d.Short {
			return d.String()
		}
		return raw
	case template.Code, template.Gender, template.Country:
		return strings.Join(strings.Fields(raw), "")
	}
	lines := strings.Split(raw, "\n")
	for i, l := range lines {
		lines[i] = strings.Join(strings.Fields(l), " ")
	}
	return strings.Join(lines, "\n")
}

// Plausible tells whether a text has the form of its field.
func Plausible(text string, f template.Field) bool {
	switch f.Kind {
	case template.Gender:
		return text == "M" || text == "F" || text == "X"
	case template.Name:
		return !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsDigit(r) || unicode.IsSymbol(r) })
	case template.Country:
		return len(text) == 3 && only(text, func(r rune) bool { return 'A' <= r && r <= 'Z' })
	case template.Code:
		if whole, err := regexp.Compile("^(?:" + f.Pattern + ")$"); f.Pattern != "" && err == nil {
			return whole.MatchString(normalise(text, f))
		}
		return only(text, func(r rune) bool { return 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == ' ' })
	case template.Date:
		_, ok := viz.ParseDate(text, f.Format == template.MonthFirst)
		return ok
	}
	return true
}

func only(text string, allowed func(rune) bool) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return !allowed(r) })
}
