package mrz

import "time"

// BirthDate returns the date of birth as YYYY-MM-DD. Of the two centuries the
// later one that does not lie after now is taken. ok is false when the zone
// holds no date that the calendar has: unknown parts are printed as fillers.
func (d *Document) BirthDate(now time.Time) (date string, ok bool) {
	date, ok = calendar("20", d.Birth)
	if !ok || date > now.Format(time.DateOnly) {
		return calendar("19", d.Birth)
	}
	return date, ok
}

// ExpiryDate returns the date of expiry as YYYY-MM-DD, always in the century
// of 2000: machine-readable documents live ten years or so. ok is false as for
// BirthDate.
func (d *Document) ExpiryDate() (date string, ok bool) { return calendar("20", d.Expiry) }

func calendar(century, yymmdd string) (string, bool) {
	t, err := time.Parse("20060102", century+yymmdd)
	if err != nil {
		return "", false
	}
	return t.Format(time.DateOnly), true
}
