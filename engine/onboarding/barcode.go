package onboarding

import (
	"strings"

	"portico/engine/document"
	"portico/engine/document/barcode"
)

// BarcodeFields returns what the first licence among the symbols says, under
// the contract's names. Its error correction vouches for every letter.
func BarcodeFields(symbols []barcode.Symbol) map[string]document.Field {
	fields := map[string]document.Field{}
	for _, s := range symbols {
		l, p, err := barcode.ParseLicence(s.Data)
		if err != nil {
			continue
		}
		box := s.Corners
		put := func(name, value, element string) {
			if value != "" {
				raw := value
				if e := p.Elements[element]; e != "" {
					raw = e
				}
				fields[name] = document.Field{Value: value, Raw: raw, Confidence: 1, Source: document.Barcode, Box: &box}
			}
		}
		put(document.Surname, l.Surname, "")
		put(document.GivenNames, l.GivenNames, "")
		put(document.Gender, l.Sex, "DBC")
		put(document.DateOfBirth, l.DateOfBirth, "DBB")
		put(document.DateOfIssue, l.DateOfIssue, "DBD")
		put(document.DateOfExpiry, l.DateOfExpiry, "DBA")
		put(document.DocumentNumber, l.Number, "DAQ")
		put(document.IssuingState, l.Country, "DCG")
		put(document.IssuingAuthority, l.Jurisdiction, "")
		put(document.PlaceOfBirth, l.PlaceOfBirth, "DCI")
		put(document.Address, strings.Join(l.Address, "\n"), "")
		break
	}
	return fields
}
