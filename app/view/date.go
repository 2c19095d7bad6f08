package view

import (
	"time"

	"portico/engine/document"
)

// shown is a field's value as the language spoken writes it: a date in its own
// order. What is no date stays as it is.
func (k *Kit) shown(field, value string) string {
	return rewritten(field, value, time.DateOnly, k.dated("02", "01"))
}

// typed is the opposite of shown, for what somebody typed.
func (k *Kit) typed(field, value string) string {
	return rewritten(field, value, k.dated("2", "1"), time.DateOnly)
}

// dated is the layout of dates in the language spoken.
func (k *Kit) dated(day, month string) string {
	return k.Text("date", "day", day, "month", month, "year", "2006")
}

func rewritten(field, value, from, to string) string {
	switch field {
	case document.DateOfBirth, document.DateOfIssue, document.DateOfExpiry:
		if t, err := time.Parse(from, value); err == nil {
			return t.Format(to)
		}
	}
	return value
}
