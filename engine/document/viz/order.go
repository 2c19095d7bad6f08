package viz

import (
	"image"
	"slices"
	"strings"
	"time"
)

// byOrder adds fields whose labels could not be read, from what Doc 9303-4
// lays down for a data page: dates tell by themselves which they are, the
// names stand in the order surname, given names, nationality above the first
// date, and the number stands at the top.
func byOrder(found []Found, values []segment) []Found {
	dates := datesOf(values, found)
	found = byAge(found, dates)
	i := slices.IndexFunc(found, func(f Found) bool { return f.Name == dateOfBirth })
	if i < 0 {
		return found
	}
	found = namesAbove(found, values, found[i].Box)
	return numberAbove(found, values, found[i].Box)
}

type printed struct {
	segment
	date PrintedDate
}

// datesOf returns the dates that are no field's yet, top to bottom.
func datesOf(values []segment, found []Found) []printed {
	var out []printed
	for _, v := range values {
		if d, ok := ParseDate(v.text(), false); ok && free(v.box(), found) {
			out = append(out, printed{v, d})
		}
	}
	return out
}

func free(b image.Rectangle, found []Found) bool {
	return !slices.ContainsFunc(found, func(f Found) bool { return f.Box.Overlaps(b) })
}

// byAge names dates without a label. With all three on the page, the earliest
// is that of birth and the latest that of expiry. Printed order must agree
// with age.
func byAge(found []Found, dates []printed) []Found {
	type dated struct {
		name string // empty: not named yet
		at   time.Time
		y    int
		printed
	}
	var all []dated
	for _, f := range found {
		if f.Name == dateOfBirth || f.Name == dateOfIssue || f.Name == dateOfExpiry {
			d, _ := ParseDate(f.Raw, false)
			all = append(all, dated{f.Name, when(d, f.Name == dateOfBirth), f.Box.Min.Y, printed{}})
		}
	}
	for _, d := range dates {
		all = append(all, dated{"", when(d.date, len(all) == 0), d.box().Min.Y, d})
	}
	if len(all) != 3 {
		return found
	}
	slices.SortStableFunc(all, func(a, b dated) int { return a.at.Compare(b.at) })
	names := []string{dateOfBirth, dateOfIssue, dateOfExpiry}
	for i, d := range all {
		if d.name != "" && d.name != names[i] {
			return found
		}
	}
	if all[0].y > all[2].y+5 || all[0].at.Equal(all[1].at) || all[1].at.Equal(all[2].at) {
		return found
	}
	for i, d := range all {
		if d.name == "" {
			found = append(found, Found{Name: names[i], Raw: d.text(), Value: d.date.String(), Box: d.box(), Confidence: d.weakest()})
		}
	}
	return found
}

// when puts a short year into a century for comparison: births before the
// others.
func when(d PrintedDate, birth bool) time.Time {
	y := d.Year
	if d.Short {
		y += 2000
		if birth || d.Year > 60 {
			y -= 100
		}
	}
	return time.Date(y, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}

// namesAbove takes the first two lines of letters in the column of the date of
// birth, above it and printed as large.
func namesAbove(found []Found, values []segment, birth image.Rectangle) []Found {
	has := func(n string) bool { return slices.ContainsFunc(found, func(f Found) bool { return f.Name == n }) }
	if has(fullName) || has(surname) && has(givenNames) {
		return found
	}
	h := birth.Dy()
	var column []segment
	for _, v := range values {
		b := v.box()
		_, ok := Parse(surname, v.text())
		if !ok || b.Max.Y > birth.Min.Y+h/3 || max(b.Min.X-birth.Min.X, birth.Min.X-b.Min.X) > 3*h/2 || 10*v.height() < 8*h || 10*v.height() > 16*h || strings.ToUpper(v.text()) != v.text() && v.text() == strings.ToLower(v.text()) {
			continue
		}
		if len(fold(v.text())) < 2 { // the type P stands above the names
			continue
		}
		column = append(column, v)
	}
	add := func(name string, v segment) {
		if !has(name) && free(v.box(), found) {
			value, _ := Parse(name, v.text())
			found = append(found, Found{Name: name, Raw: v.text(), Value: value, Box: v.box(), Confidence: v.weakest()})
		}
	}
	switch known := slices.IndexFunc(found, func(f Found) bool { return f.Name == surname }); {
	case known >= 0: // the given names are the line below the surname
		for _, v := range column {
			if v.box().Min.Y > found[known].Box.Max.Y-h/3 && free(v.box(), found) {
				add(givenNames, v)
				break
			}
		}
	case len(column) >= 3:
		add(surname, column[0])
		add(givenNames, column[1])
	}
	return found
}

// numberAbove takes the uppermost number that looks like a passport's, above
// the date of birth and to the right of its column.
func numberAbove(found []Found, values []segment, birth image.Rectangle) []Found {
	if slices.ContainsFunc(found, func(f Found) bool { return f.Name == documentNumber }) {
		return found
	}
	for _, v := range values {
		b := v.box()
		value, ok := number(v.text(), 7, 10)
		if !ok || strings.Contains(value, "/") || b.Max.Y > birth.Min.Y || b.Min.X < birth.Min.X || !free(b, found) {
			continue
		}
		if _, date := ParseDate(v.text(), false); date {
			continue
		}
		return append(found, Found{Name: documentNumber, Raw: v.text(), Value: value, Box: b, Confidence: v.weakest()})
	}
	return found
}

// splitNames parts a whole name into surname and given names where it is
// printed so that they can be told: on two lines, or with a comma.
func splitNames(found []Found) []Found {
	i := slices.IndexFunc(found, func(f Found) bool { return f.Name == fullName })
	if i < 0 {
		return found
	}
	f := found[i]
	first, rest, ok := strings.Cut(f.Value, "\n")
	if !ok {
		first, rest, ok = strings.Cut(f.Value, ",")
	}
	if !ok {
		return found
	}
	one, two := f, f
	one.Name, two.Name = surname, givenNames
	one.Shared, two.Shared = true, true
	one.Value, one.Raw = strings.TrimSpace(strings.TrimSuffix(first, ",")), f.Raw
	two.Value = strings.TrimSpace(rest)
	return append(slices.Delete(found, i, i+1), one, two)
}
