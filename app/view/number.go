package view

import (
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"portico/app/screen"
)

// decimal writes a number as the language spoken does, with so many digits
// after its decimal mark.
func (k *Kit) decimal(v float64, digits int) string { return k.number(v, number.Scale(digits)) }

// brief writes a number as the language spoken does, with as few digits as tell
// limits apart.
func (k *Kit) brief(v float64) string { return k.number(v, number.MaxFractionDigits(limitDigits)) }

// limitDigits is how finely somebody sets a limit, in digits after the mark.
const limitDigits = 6

func (k *Kit) number(v float64, how number.Option) string {
	spoken := language.Make(screen.Get(k.Model.Language))
	return message.NewPrinter(spoken).Sprint(number.Decimal(v, how, number.NoSeparator()))
}
