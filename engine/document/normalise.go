package document

import (
	"regexp"
	"slices"
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
	case template.Gender:
		return sole(raw)
	case template.Code, template.Country:
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
		return slices.Contains([]string{"M", "F", "X"}, sole(text))
	case template.Name:
		return only(text, func(r rune) bool { return unicode.IsLetter(r) || strings.ContainsRune(" -'’`.,/()", r) })
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

// sole returns the letter that text has, in capitals, where it has one only, and
// be it twice: what is read beside it is a speck or the pattern behind.
func sole(text string) string {
	letters := strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, text)
	for _, r := range letters {
		if strings.Trim(letters, string(r)) == "" {
			return string(r)
		}
	}
	return strings.Join(strings.Fields(text), "")
}

func only(text string, allowed func(rune) bool) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return !allowed(r) })
}
