package onboarding

import (
	"maps"
	"time"

	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/document/mrz"
)

// ZoneFields returns what a machine-readable zone says, under the contract's
// names. A blank or unparsable value is left out.
func ZoneFields(z *mrz.Reading, now time.Time) map[string]document.Field {
	fields := map[string]document.Field{}
	if z == nil {
		return fields
	}
	put := func(name, value, raw string) {
		if value != "" {
			box := z.Zone
			fields[name] = document.Field{Value: value, Raw: raw, Confidence: z.Confidence, Source: document.MRZone, Box: &box}
		}
	}
	put(document.Surname, z.Surname, z.Surname)
	put(document.GivenNames, z.GivenNames, z.GivenNames)
	put(document.DocumentNumber, z.Number, z.Number)
	put(document.IssuingState, z.Issuer, z.Issuer)
	put(document.Nationality, z.Nationality, z.Nationality)
	put(document.Gender, z.Sex, z.Sex)
	if birth, ok := z.BirthDate(now); ok {
		put(document.DateOfBirth, birth, z.Birth)
	}
	if expiry, ok := z.ExpiryDate(); ok {
		put(document.DateOfExpiry, expiry, z.Expiry)
	}
	if z.Type == mrz.TD3 {
		put(document.PersonalNumber, z.Optional2, z.Optional2)
	}
	return fields
}

// PageFields returns one reading of each field of a page: the visual zone's
// where it has one, else the machine-readable zone's, else a barcode's.
func PageFields(p *document.Page, now time.Time) map[string]document.Field {
	fields := BarcodeFields(p.Barcodes)
	maps.Copy(fields, ZoneFields(p.MRZ, now))
	maps.Copy(fields, p.Visual)
	return fields
}

// FieldsOf returns what one source on a page says of each field.
func FieldsOf(p *document.Page, s document.Source, now time.Time) map[string]document.Field {
	switch s {
	case document.VisualZone:
		return p.Visual
	case document.MRZone:
		return ZoneFields(p.MRZ, now)
	case document.Barcode:
		return BarcodeFields(p.Barcodes)
	}
	return nil
}

// zone returns the document's machine-readable zone, nil when no page has one.
func zone(d *customer.Document) *mrz.Reading {
	for _, side := range document.Sides() {
		if p := d.Pages[side]; p != nil && p.MRZ != nil {
			return p.MRZ
		}
	}
	return nil
}

// visual returns the visual fields of all pages, the front's first.
func visual(d *customer.Document) map[string]document.Field {
	all := map[string]document.Field{}
	for _, side := range document.Sides() {
		if p := d.Pages[side]; p != nil {
			for name, f := range p.Visual {
				if _, have := all[name]; !have {
					all[name] = f
				}
			}
		}
	}
	return all
}

// portrait returns the page that carries the portrait, nil when none does.
func portrait(d *customer.Document) *customer.Page {
	for _, side := range document.Sides() {
		if p := d.Pages[side]; p != nil && p.Face != "" {
			return p
		}
	}
	return nil
}
