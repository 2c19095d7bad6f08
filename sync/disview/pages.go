package disview

import (
	"maps"
	"slices"
	"strconv"

	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/document/mrz"
	"portico/engine/face"
	"portico/sync/disapi"
)

// named are the fields that have a place of their own in the contract; any
// other printed text is additional.
var named = []string{
	document.GivenNames, document.Surname, document.FullName, document.DateOfBirth, document.PersonalNumber,
	document.Nationality, document.Gender, document.DateOfIssue, document.DateOfExpiry, document.DocumentNumber,
	document.IssuingAuthority, document.IssuingState,
}

func (s sources) document(c *customer.Customer) *disapi.CustomerDocument {
	out := &disapi.CustomerDocument{
		Type:             DocumentType(knownType(c.Document)),
		PageTypes:        []string{},
		DateOfIssue:      s.value(document.DateOfIssue),
		DateOfExpiry:     s.value(document.DateOfExpiry),
		DocumentNumber:   s.value(document.DocumentNumber),
		IssuingAuthority: s.value(document.IssuingAuthority),
		IssuingState:     s.value(document.IssuingState),
		MRZ:              zone(s.mrz),
		Barcodes:         barcodes(c.Document),
		Links:            links(c),
	}
	for _, side := range document.Sides() {
		if c.Document.Pages[side] != nil {
			out.PageTypes = append(out.PageTypes, string(side))
		}
	}
	out.AdditionalTexts = s.additional()
	return out
}

// additional are the texts that the contract has no name of its own for, nil
// without any.
func (s sources) additional() map[string]disapi.MultiValueAttributeWithoutMrz {
	var out map[string]disapi.MultiValueAttributeWithoutMrz
	for _, name := range append(slices.Collect(maps.Keys(s.visual)), slices.Collect(maps.Keys(s.barcode))...) {
		v := disapi.MultiValueAttributeWithoutMrz{VisualZone: s.visual[name], Barcode: s.barcode[name].Value}
		if v == (disapi.MultiValueAttributeWithoutMrz{}) || slices.Contains(named, name) {
			continue
		}
		if out == nil {
			out = map[string]disapi.MultiValueAttributeWithoutMrz{}
		}
		out[name] = v
	}
	return out
}

// barcodes shows the barcodes of every page, nil without any.
func barcodes(d *customer.Document) map[string]map[string]disapi.Barcode {
	var out map[string]map[string]disapi.Barcode
	n := 0
	for _, side := range document.Sides() {
		p := d.Pages[side]
		if p == nil || len(p.Barcodes) == 0 {
			continue
		}
		if out == nil {
			out = map[string]map[string]disapi.Barcode{}
		}
		out[string(side)] = map[string]disapi.Barcode{}
		for _, b := range p.Barcodes {
			n++
			out[string(side)]["barcode"+strconv.Itoa(n)] = disapi.Barcode{Data: b.Data, Type: string(b.Format)}
		}
	}
	return out
}

// knownType returns the type of the page about which most is known.
func knownType(d *customer.Document) *document.Type {
	var best *document.Type
	for _, side := range document.Sides() {
		if p := d.Pages[side]; p != nil && p.Type != nil && (best == nil || best.Support != document.FullSupport && p.Type.Support == document.FullSupport) {
			best = p.Type
		}
	}
	return best
}

// portrait returns the estimates of the first portrait that has some.
func portrait(c *customer.Customer) *face.Attributes {
	if c.Document == nil {
		return nil
	}
	for _, side := range document.Sides() {
		if p := c.Document.Pages[side]; p != nil && p.About != nil {
			return p.About
		}
	}
	return nil
}

// zone shows a machine-readable zone of a format that the contract knows.
func zone(z *mrz.Reading) *disapi.Mrz {
	if z == nil {
		return nil
	}
	fields := disapi.MrzFields{
		DocumentCode: z.Code, IssuingAuthority: z.Issuer, IssuingState: z.Issuer, Surname: z.Surname,
		GivenNames: z.GivenNames, DocumentNumber: z.Number, Nationality: z.Nationality, DateOfBirth: z.Birth,
		Gender: z.Sex, DateOfExpiry: z.Expiry,
	}
	checks := disapi.MrzChecks{
		DocumentNumber: z.Checks[mrz.CheckNumber], DateOfBirth: z.Checks[mrz.CheckBirth],
		DateOfExpiry: z.Checks[mrz.CheckExpiry], Composite: z.Checks[mrz.CheckComposite],
	}
	switch z.Type {
	case mrz.TD1:
		return &disapi.Mrz{TD1: &disapi.Td1Mrz{
			MrzFields: fields, OptionalDataFirstLine: z.Optional1, OptionalDataSecondLine: z.Optional2,
			CheckDigitsValidity: disapi.Td1MrzCheckDigitsValidity{MrzChecks: checks},
		}}
	case mrz.TD2:
		return &disapi.Mrz{TD2: &disapi.Td2Mrz{
			MrzFields: fields, OptionalDataSecondLine: z.Optional2,
			CheckDigitsValidity: disapi.Td2MrzCheckDigitsValidity{MrzChecks: checks},
		}}
	case mrz.TD3:
		return &disapi.Mrz{TD3: &disapi.Td3Mrz{
			MrzFields: fields, PersonalNumberOrOptionalDataSecondLine: z.Optional2,
			CheckDigitsValidity: disapi.Td3MrzCheckDigitsValidity{MrzChecks: checks, PersonalNumber: z.Checks[mrz.CheckPersonal]},
		}}
	}
	return nil
}
