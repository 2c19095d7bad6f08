package disview

import (
	"math"
	"slices"
	"strconv"
	"time"

	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/document/mrz"
	"portico/engine/onboarding"
	"portico/sync/disapi"
)

// Customer shows what is known of c at now, as GET customer answers it.
func Customer(c *customer.Customer, now time.Time) disapi.Customer {
	s := sourcesOf(c, now)
	out := disapi.Customer{
		GivenNames:     s.value(document.GivenNames),
		Surname:        s.value(document.Surname),
		FullName:       s.value(document.FullName),
		DateOfBirth:    s.value(document.DateOfBirth),
		PersonalNumber: s.value(document.PersonalNumber),
		Nationality:    s.value(document.Nationality),
		Age:            s.age(c, now),
		Gender:         s.gender(c),
	}
	if c.Document != nil {
		out.Document = s.document(c)
	}
	return out
}

// sources are a customer's values by field name, dates as YYYY-MM-DD.
type sources struct {
	visual  map[string]string
	zone    map[string]document.Field // machine-readable
	chip    map[string]document.Field // of the chip's DG1
	barcode map[string]document.Field
	mrz     *mrz.Reading
}

// dates are shown only when they are one; what could not be read as a date is
// no date.
var dates = []string{document.DateOfBirth, document.DateOfIssue, document.DateOfExpiry}

// sourcesOf collects the values of all pages; the first page that has one wins.
func sourcesOf(c *customer.Customer, now time.Time) sources {
	s := sources{visual: map[string]string{}}
	if c.Document == nil {
		return s
	}
	if read := c.Document.Chip; read != nil && read.Zone != nil {
		s.chip = onboarding.ZoneFields(&mrz.Reading{Document: *read.Zone}, now)
	}
	for _, side := range document.Sides() {
		p := c.Document.Pages[side]
		if p == nil {
			continue
		}
		for name, f := range p.Visual {
			if s.visual[name] == "" && (!slices.Contains(dates, name) || isDate(f.Value)) {
				s.visual[name] = f.Value
			}
		}
		if len(s.barcode) == 0 {
			s.barcode = onboarding.BarcodeFields(p.Barcodes)
		}
		if s.mrz == nil && p.MRZ != nil {
			s.mrz, s.zone = p.MRZ, onboarding.ZoneFields(p.MRZ, now)
		}
	}
	return s
}

func isDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// value returns a field from all its sources, nil when none has it.
func (s sources) value(name string) *disapi.MultiValueAttribute {
	v := disapi.MultiValueAttribute{VisualZone: s.visual[name], MRZ: s.zone[name].Value, Chip: s.chip[name].Value, Barcode: s.barcode[name].Value}
	if v == (disapi.MultiValueAttribute{}) {
		return nil
	}
	return &v
}

func (s sources) age(c *customer.Customer, now time.Time) *disapi.BiometricMultiValueAttribute {
	years := func(birth string) string {
		if n, ok := onboarding.AgeAt(birth, now); ok {
			return strconv.Itoa(n)
		}
		return ""
	}
	v := disapi.BiometricMultiValueAttribute{
		VisualZone: years(s.visual[document.DateOfBirth]), Chip: years(s.chip[document.DateOfBirth].Value),
	}
	if n := years(s.zone[document.DateOfBirth].Value); n != "" {
		v.MRZ = &n
	}
	estimate := func(age *float64) string {
		if age == nil {
			return ""
		}
		return strconv.Itoa(int(math.Round(*age)))
	}
	if c.Selfie != nil {
		v.Selfie = estimate(c.Selfie.About.Age)
	}
	if about := portrait(c); about != nil {
		v.DocumentPortrait = estimate(about.Age)
	}
	return orNil(v)
}

func (s sources) gender(c *customer.Customer) *disapi.BiometricMultiValueAttribute {
	v := disapi.BiometricMultiValueAttribute{VisualZone: s.visual[document.Gender], Chip: s.chip[document.Gender].Value}
	if s.mrz != nil {
		v.MRZ = &s.mrz.Sex
	}
	if c.Selfie != nil {
		v.Selfie = onboarding.GenderLetter(c.Selfie.About.Gender)
	}
	if about := portrait(c); about != nil {
		v.DocumentPortrait = onboarding.GenderLetter(about.Gender)
	}
	return orNil(v)
}

func orNil(v disapi.BiometricMultiValueAttribute) *disapi.BiometricMultiValueAttribute {
	if v == (disapi.BiometricMultiValueAttribute{}) {
		return nil
	}
	return &v
}
