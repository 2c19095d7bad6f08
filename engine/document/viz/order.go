package viz

import (
	"image"
	"slices"
	"strings"
)

// Limits of what the order of a data page gives away.
const (
	// strong is the certainty of a value that no label vouches for.
	strong = .6
	// legible is that of a line that holds its place in a column, though nothing
	// is taken from it.
	legible = .15
	// fullColumn is how many values stand above the first date: surname, given
	// names and nationality.
	fullColumn = 3
)

// byOrder adds fields whose labels could not be read, from what Doc 9303-4
// lays down for a data page: the three dates tell by their age which they are;
// surname, given names and nationality stand in one column above the dates;
// the document number stands above them.
func byOrder(found []Found, values []segment) []Found {
	dates := datesOf(values)
	found = byAge(found, dates)
	if len(dates) == 0 {
		return found
	}
	left, top := dates[0].box(), dates[0].box()
	for _, d := range dates {
		if b := d.box(); b.Min.X < left.Min.X-left.Dy() || b.Min.X < left.Min.X+left.Dy() && b.Min.Y < left.Min.Y {
			left = b
		}
		if d.box().Min.Y < top.Min.Y {
			top = d.box()
		}
	}
	return numberAbove(namesAbove(found, values, left), values, left, top)
}

func has(found []Found, name string) bool {
	return slices.ContainsFunc(found, func(f Found) bool { return f.Name == name })
}

func free(b image.Rectangle, found []Found) bool {
	return !slices.ContainsFunc(found, func(f Found) bool { return f.Box.Overlaps(b) })
}

// namesAbove takes the first two lines of the column that date stands in.
func namesAbove(found []Found, values []segment, date image.Rectangle) []Found {
	if has(found, fullName) || has(found, surname) && has(found, givenNames) {
		return found
	}
	h := date.Dy()
	var column []segment
	for _, v := range values {
		b := v.box()
		aside := b.Min.X - date.Min.X
		if b.Max.Y > date.Min.Y+h/3 || max(aside, -aside) > 3*h/2 || 5*v.height() < 3*h || 10*v.height() > 15*h || v.certainty() < legible {
			continue
		}
		// Small print is a label, but for the nationality in many languages.
		if 4*v.height() < 3*h && (len(column) < 2 || v.text() != strings.ToUpper(v.text())) {
			continue
		}
		if letters := fold(v.text()); len(letters) < 2 || len(letters) == 2 && letters[0] == 'p' { // the type P or PA
			continue
		}
		column = append(column, v)
	}
	add := func(name string, v segment) {
		if value, ok := Parse(name, v.text()); ok && v.certainty() >= strong && !has(found, name) && free(v.box(), found) {
			found = append(found, Found{Name: name, Raw: v.text(), Value: value, Box: v.box(), Confidence: v.weakest()})
		}
	}
	if i := slices.IndexFunc(found, func(f Found) bool { return f.Name == surname }); i >= 0 {
		for _, v := range column { // the given names are the line below the surname
			if v.box().Min.Y > found[i].Box.Max.Y-h/3 {
				add(givenNames, v)
				break
			}
		}
	} else if len(column) >= fullColumn {
		add(surname, column[0])
		add(givenNames, column[1])
	} else if n := len(column); n == 2 && 2*(column[1].box().Min.Y-column[0].box().Min.Y) > 3*(date.Min.Y-column[1].box().Min.Y) {
		add(surname, column[0]) // the line between, with the given names, was not read
	}
	return found
}

// numberAbove takes the uppermost number that looks like a document's, above
// all dates and no further left than their column.
func numberAbove(found []Found, values []segment, left, top image.Rectangle) []Found {
	if has(found, documentNumber) {
		return found
	}
	for _, v := range values {
		b := v.box()
		value, ok := number(v.text(), 7, 10)
		if !ok || strings.Contains(value, "/") || b.Max.Y > top.Min.Y || b.Min.X < left.Min.X-left.Dy() || !free(b, found) {
			continue
		}
		if _, date := ParseDate(v.text(), false); date {
			continue
		}
		return append(found, Found{Name: documentNumber, Raw: v.text(), Value: value, Box: b, Confidence: v.weakest()})
	}
	return found
}

// splitNames parts a whole name, or what stands beside a surname's label, into
// surname and given names where it is printed so that they can be told: on two
// lines, or with a comma.
func splitNames(found []Found) []Found {
	for i, f := range found {
		first, rest, ok := strings.Cut(f.Value, "\n")
		if !ok {
			first, rest, ok = strings.Cut(f.Value, ",")
		}
		first, rest = strings.TrimSpace(strings.TrimSuffix(first, ",")), strings.TrimSpace(rest)
		if !ok || first == "" || rest == "" || f.Name != fullName && (f.Name != surname || has(found, givenNames)) {
			continue
		}
		one, two := f, f
		one.Name, two.Name = surname, givenNames
		one.Shared, two.Shared = true, true
		one.Value, two.Value = first, rest
		found[i] = one
		return append(found, two)
	}
	return found
}
