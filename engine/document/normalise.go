package document

import (
	"strings"
	"time"

	"portico/engine/document/template"
)

// normalise returns the value of a field for comparison and storage: dates as
// YYYY-MM-DD, codes without spaces, words with single spaces. A date that the
// calendar lacks stays as printed.
func normalise(raw string, f template.Field) string {
	switch f.Kind {
	case template.Date:
		if t, err := time.Parse(f.Format, strings.ReplaceAll(raw, " ", "")); err == nil {
			return t.Format(time.DateOnly)
		}
		return raw
	case template.Code, template.Gender:
		return strings.Join(strings.Fields(raw), "")
	}
	lines := strings.Split(raw, "\n")
	for i, l := range lines {
		lines[i] = strings.Join(strings.Fields(l), " ")
	}
	return strings.Join(lines, "\n")
}

// plausible tells whether a text has the form of its kind.
func plausible(text string, kind template.Kind) bool {
	switch kind {
	case template.Gender:
		return text == "M" || text == "F" || text == "X"
	case template.Code:
		return only(text, func(r rune) bool { return 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == ' ' })
	case template.Date:
		return only(text, func(r rune) bool { return '0' <= r && r <= '9' || strings.ContainsRune(" ./-", r) })
	}
	return true
}

func only(text string, allowed func(rune) bool) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return !allowed(r) })
}
