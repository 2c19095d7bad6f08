package viz

import (
	"slices"
	"strconv"
	"strings"
)

// printed is a value that is a date, or looks like one of which something was
// misread.
type printed struct {
	segment
	date  PrintedDate
	whole bool // date is all of it; else only the year is known
}

// datesOf returns all dates, top to bottom.
func datesOf(values []segment) []printed {
	var out []printed
	for _, v := range values {
		if d, ok := ParseDate(v.text(), false); ok {
			out = append(out, printed{v, d, true})
		} else if year, ok := yearOf(v.text()); ok && v.certainty() > leastCertainty {
			out = append(out, printed{v, PrintedDate{Year: year, Short: year < 100}, false})
		}
	}
	return out
}

// yearOf returns the year of what has a day, the name of a month and a year,
// one of the first two misread.
func yearOf(text string) (int, bool) {
	parts := dateParts(text)
	if len(parts) < 3 || len(parts) > 4 {
		return 0, false
	}
	last, ok := digits(parts[len(parts)-1])
	if !ok || len(last) != 2 && len(last) != 4 || !strings.ContainsAny(parts[0], "0123456789") {
		return 0, false
	}
	year, err := strconv.Atoi(last)
	return year, err == nil && (year < 100 || year > 1900 && year < 2100)
}

// byAge names dates without a label. With all three on the page, the earliest
// is that of birth and the latest that of expiry, and birth is printed first.
func byAge(found []Found, dates []printed) []Found {
	if len(dates) > 3 {
		dates = slices.DeleteFunc(slices.Clone(dates), func(d printed) bool { return !d.whole })
	}
	if len(dates) != 3 {
		return found
	}
	sorted := slices.Clone(dates)
	slices.SortStableFunc(sorted, func(a, b printed) int { return a.rank(dates) - b.rank(dates) })
	if sorted[0].box().Min.Y > sorted[2].box().Min.Y+sorted[0].box().Dy()/2 || sorted[0].rank(dates) == sorted[1].rank(dates) || sorted[1].rank(dates) == sorted[2].rank(dates) {
		return found
	}
	names := []string{dateOfBirth, dateOfIssue, dateOfExpiry}
	for i, d := range sorted { // a label that says otherwise is right
		for _, f := range found {
			if f.Box.Overlaps(d.box()) && f.Name != names[i] {
				return found
			}
		}
	}
	for i, d := range sorted {
		if d.whole && !has(found, names[i]) {
			found = append(found, Found{Name: names[i], Raw: d.text(), Value: d.date.String(), Box: d.box(), Confidence: d.weakest()})
		}
	}
	return found
}

// rank orders dates by age. Short years are put in a century by the page: the
// date printed first, the birth's, lies before the others, and expiry not a
// century from issue.
func (d printed) rank(all []printed) int {
	year := d.date.Year
	if d.date.Short {
		year += 2000
		if year%100 > 60 || d.box() == all[0].box() {
			year -= 100
		}
	}
	return (year*12+d.date.Month)*31 + d.date.Day
}
