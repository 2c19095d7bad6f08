package template

import "slices"

// Format is how a date is printed, in letters an operator knows: DD.MM.YYYY.
// Separators do not count; MMM is a month's name in any of the languages that
// package viz knows.
type Format string

// The formats a template can name.
const (
	DayFirst   Format = "DD.MM.YYYY"
	MonthFirst Format = "MM/DD/YYYY"
	YearFirst  Format = "YYYY-MM-DD"
	DayName    Format = "DD MMM YYYY"
	ShortYear  Format = "DD.MM.YY" // the century follows from the other dates
	ShortName  Format = "DD MMM YY"
)

// Formats lists them.
func Formats() []Format {
	return []Format{DayFirst, MonthFirst, YearFirst, DayName, ShortYear, ShortName}
}

func (f Format) known() bool { return slices.Contains(Formats(), f) }
