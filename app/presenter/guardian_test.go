package presenter

import (
	"testing"
	"time"

	"portico/engine/customer"
	"portico/engine/document"
)

// The rule is reached only through an engine that reads dates; here it is
// asked directly.
func TestWhoNeedsAGuardian(t *testing.T) {
	now := time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)
	shows := func(births ...string) *customer.Document {
		d := &customer.Document{Pages: map[document.Side]*customer.Page{}}
		for i, birth := range births {
			d.Pages[document.Sides()[i]] = &customer.Page{Page: document.Page{
				Visual: map[string]document.Field{document.DateOfBirth: {Value: birth}},
			}}
		}
		return d
	}
	for name, c := range map[string]struct {
		document *customer.Document
		least    int
		want     bool
	}{
		"no limit":                      {shows("2020-01-01"), 0, false},
		"eighteen tomorrow":             {shows("2008-11-29"), 18, true},
		"eighteen today":                {shows("2008-11-28"), 18, false},
		"one of two dates is too late":  {shows("1974-08-12", "2014-08-12"), 18, true},
		"no date was read":              {shows("1974-08-"), 18, true},
		"the back has none":             {shows("1974-08-12", ""), 18, false},
		"nothing was read":              {nil, 18, true},
		"a date of birth in the future": {shows("2036-01-01"), 18, true},
	} {
		if got := needsGuardian(c.document, c.least, now); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
