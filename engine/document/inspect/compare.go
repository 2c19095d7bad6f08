package inspect

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"portico/engine/document"
	"portico/engine/document/barcode"
	"portico/engine/document/mrz"
)

// data is what all pages together say.
type data struct {
	fields  map[string]document.Field // printed
	zone    *mrz.Reading
	licence *barcode.Licence // what a barcode says
}

// gather takes each printed field from the first page that has it, the front
// before the others, and the zone and the barcode likewise.
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
		if d.licence == nil {
			d.licence = licence(p.Barcodes)
		}
	}
	return d
}

// licence returns what the first licence among the symbols says, nil for none;
// an encrypted payload is none.
func licence(symbols []barcode.Symbol) *barcode.Licence {
	for _, s := range symbols {
		if l, _, err := barcode.ParseLicence(s.Data); err == nil {
			return l
		}
	}
	return nil
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
	if d.licence != nil && isDate(d.licence.DateOfExpiry) {
		dates = append(dates, d.licence.DateOfExpiry)
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
	out := &Visual{OCR: d.confidence(now)}
	var with With
	if d.zone != nil {
		with.MRZ = d.differing(func(name, printed string) (bool, bool) { return withZone(&d.zone.Document, name, printed, now) })
	}
	if d.licence != nil {
		with.Barcodes = d.differing(func(name, printed string) (bool, bool) { return withBarcode(d.licence, name, printed) })
	}
	if with != (With{}) {
		out.Text = &Text{Consistent: with.MRZ.none() && with.Barcodes.none(), With: &with}
	}
	return out
}

// differing names the printed fields that differ from another zone, by what
// compares one; nil when that zone had nothing to compare any with.
func (d data) differing(compare func(name, printed string) (same, ok bool)) *Differing {
	compared, out := 0, &Differing{Texts: []string{}}
	for name, f := range d.fields {
		same, ok := compare(name, f.Value)
		if !ok {
			continue
		}
		compared++
		if !same {
			out.Texts = append(out.Texts, name)
		}
	}
	if compared == 0 {
		return nil
	}
	slices.Sort(out.Texts)
	return out
}

func (d *Differing) none() bool { return d == nil || len(d.Texts) == 0 }

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
