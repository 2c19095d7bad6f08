package viz

import (
	"slices"
	"strings"
	"unicode"
)

// label is a printed label and what it names.
type label struct {
	field string
	words segment
	off   int  // misread letters
	ends  bool // a colon follows: the value stands to the right
}

// longestLabel is the most words of a label in the dictionary.
const longestLabel = 6

// split parts a segment into labels and what may be values. Words between and
// after labels belong to them, as labels in languages that were misread or are
// not known, unless a colon, a gap or a larger size sets them apart.
func (d *words) split(s segment) ([]label, []segment) {
	s = apart(s)
	var labels []label
	for i := 0; i < len(s); {
		best := label{}
		for n := min(longestLabel, len(s)-i); n > 0; n-- {
			if field, off, ok := d.lookup(fold(s[i : i+n].text())); ok && (best.words == nil || off < best.off) {
				best = label{field: field, words: s[i : i+n], off: off, ends: strings.HasSuffix(s[i+n-1].Text, ":")}
			}
		}
		if best.words == nil {
			i++
			continue
		}
		labels = append(labels, best)
		i += len(best.words)
	}
	if len(labels) == 0 {
		return nil, []segment{s}
	}
	lead := s[:slices.IndexFunc(s, func(w Word) bool { return w == labels[0].words[0] })]
	if len(lead) > 0 && lead.certainty() >= strong && len(fold(lead.text())) >= len(fold(labels[0].words.text())) && !again(lead, labels[0]) {
		return nil, []segment{s} // a word of a value happens to be a label
	}
	last := &labels[len(labels)-1]
	rest := s[slices.IndexFunc(s, func(w Word) bool { return w == last.words[len(last.words)-1] })+1:]
	labels = merged(labels)
	if len(rest) == 0 {
		return labels, nil
	}
	gap := rest[0].Box.Min.X - last.words.box().Max.X
	larger := 10*rest.height() > 13*last.words.height()
	if last.ends || larger || 10*gap > 9*last.words.height() || figures(last.field, rest.text()) {
		labels[len(labels)-1].ends = true
		return labels, []segment{rest}
	}
	return labels, nil
}

// again tells whether lead is the label itself with a letter misread, as of
// labels that are the same word in two languages.
func again(lead segment, l label) bool {
	a, b := fold(lead.text()), fold(l.words.text())
	return 4*distance(a, b) <= len(b)
}

// figures tells whether text is a number or a date as the field has: no label
// goes on like that.
func figures(field, text string) bool {
	_, ok := Parse(field, text)
	return ok && slices.Contains([]string{dateOfBirth, dateOfIssue, dateOfExpiry, documentNumber, personalNumber}, field)
}

// apart splits words at slashes, so that each language of "Nom/Surname" is a
// word of its own, with its share of the box.
func apart(s segment) segment {
	var out segment
	for _, w := range s {
		parts := strings.FieldsFunc(w.Text, func(r rune) bool { return strings.ContainsRune("/|·•(),", r) })
		if len(parts) < 2 || !strings.ContainsFunc(w.Text, unicode.IsLower) {
			out = append(out, w)
			continue
		}
		runes, at := len([]rune(w.Text)), 0
		for _, p := range parts {
			n := len([]rune(p))
			part := w
			part.Text = p
			part.Box.Min.X = w.Box.Min.X + w.Box.Dx()*at/runes
			part.Box.Max.X = w.Box.Min.X + w.Box.Dx()*(at+n)/runes
			out = append(out, part)
			at += n + 1
		}
	}
	return out
}

// merged joins neighbours that name the same field in two languages, or parts
// of the same name.
func merged(labels []label) []label {
	var out []label
	for _, l := range labels {
		n := len(out)
		if n > 0 && ofNames(l.field) && ofNames(out[n-1].field) && l.field != out[n-1].field {
			meant := "name"
			if l.field == givenNames || out[n-1].field == givenNames || out[n-1].field == fullName {
				meant = fullName
			}
			out[n-1].field, l.field = meant, meant
		}
		if n > 0 && out[n-1].field == l.field {
			out[n-1].words = append(slices.Clone(out[n-1].words), l.words...)
			out[n-1].off = min(out[n-1].off, l.off)
			out[n-1].ends = l.ends
			continue
		}
		out = append(out, l)
	}
	return out
}

// settleNames decides what "Name" means on this page: the given names beside a
// surname, the surname beside given names, else the whole name.
func settleNames(labels []label) []label {
	has := func(field string) bool {
		return slices.ContainsFunc(labels, func(l label) bool { return l.field == field })
	}
	meant := fullName
	switch {
	case has(surname) && !has(givenNames):
		meant = givenNames
	case has(givenNames) && !has(surname):
		meant = surname
	}
	for i := range labels {
		if labels[i].field == "name" {
			labels[i].field = meant
		}
	}
	return labels
}

func ofNames(field string) bool {
	return slices.Contains([]string{surname, givenNames, fullName, "name"}, field)
}
