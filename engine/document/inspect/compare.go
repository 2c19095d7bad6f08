package inspect

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"portico/engine/document"
	"portico/engine/document/mrz"
)

// data is what all pages together say.
type data struct {
	fields map[string]document.Field // printed
	zone   *mrz.Reading
}

// gather takes each printed field from the first page that has it, the front
// before the others, and the zone likewise.
func gather(pages map[document.Side]*document.Page) data {
	d := data{fields: map[string]document.Field{}}
	for _, side := range []document.Side{document.Front, document.Back, document.Unknown} {
		p := pages[side]
		if p == nil {
			continue
		}
		for name, f := range p.Visual {
			if _, ok := d.fields[name]; !ok {
				d.fields[name] = f
			}
		}
		if d.zone == nil {
			d.zone = p.MRZ
		}
	}
	return d
}

// expired tells whether a date of expiry lies before the day of now; a
// document is valid on its last day.
func (d data) expired(now time.Time) *bool {
	var dates []string
	if f, ok := d.fields[document.DateOfExpiry]; ok && isDate(f.Value) {
		dates = append(dates, f.Value)
	}
	if d.zone != nil {
		if date, ok := d.zone.ExpiryDate(); ok {
			dates = append(dates, date)
		}
	}
	if len(dates) == 0 {
		return nil
	}
	gone := slices.Min(dates) < now.Format(time.DateOnly)
	return &gone
}

func (d data) visual(now time.Time) *Visual {
	if len(d.fields) == 0 {
		return nil
	}
	out := &Visual{OCR: confidence(d.fields)}
	if d.zone == nil {
		return out
	}
	compared, differing := 0, []string{}
	for name, f := range d.fields {
		same, ok := d.agrees(name, f.Value, now)
		if !ok {
			continue
		}
		compared++
		if !same {
			differing = append(differing, name)
		}
	}
	if compared > 0 {
		slices.Sort(differing)
		out.Text = &Text{Consistent: len(differing) == 0, With: &With{MRZ: &Differing{Texts: differing}}}
	}
	return out
}

// agrees compares one printed field with the zone; ok is false when the zone
// has nothing to compare it with. The issuing state is left out: a card of one
// state may carry a zone of another by design.
func (d data) agrees(name, printed string, now time.Time) (same, ok bool) {
	z := &d.zone.Document
	switch name {
	case document.Surname:
		return z.SameSurname(printed), z.Surname != ""
	case document.GivenNames:
		return z.SameGivenNames(printed), z.GivenNames != ""
	case document.Nationality:
		// Printed in words it would need a list of nationalities in all languages.
		return sameCode(printed, z.Nationality), z.Nationality != "" && len(printed) == 3
	case document.Gender:
		return strings.TrimLeft(strings.ToUpper(printed), "X") == z.Sex, true
	case document.DocumentNumber:
		return sameCode(printed, z.Number), z.Number != ""
	case document.PersonalNumber:
		optional := code(z.Optional1 + z.Optional2)
		return strings.Contains(optional, code(printed)), optional != ""
	case document.DateOfBirth:
		date, known := z.BirthDate(now)
		return printed == date, known
	case document.DateOfExpiry:
		date, known := z.ExpiryDate()
		return printed == date, known
	}
	return false, false
}

func sameCode(a, b string) bool { return code(a) == code(b) }

// code keeps letters and digits, in capitals.
func code(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, s)
}

func isDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}
