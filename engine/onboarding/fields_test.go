package onboarding_test

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"portico/engine/document"
	"portico/engine/document/barcode"
	"portico/engine/document/mrz"
	"portico/engine/enginetest"
	"portico/engine/imaging"
	"portico/engine/onboarding"
)

func TestAgeAt(t *testing.T) {
	for _, c := range []struct {
		birth, at string
		years     int
		ok        bool
	}{
		{"1974-08-12", "2011-08-11", 36, true},
		{"1974-08-12", "2011-08-12", 37, true},
		{"1974-08-12", "2011-08-13", 37, true},
		{"1974-08-12", "2011-01-31", 36, true},
		{"2000-02-29", "2018-02-28", 17, true}, // of age on the day after, where there is no 29th
		{"2000-02-29", "2018-03-01", 18, true},
		{"2000-02-29", "2020-02-29", 20, true},
		{"2000-01-01", "2000-01-01", 0, true},
		{"2000-01-02", "2000-01-01", 0, false},
		{"2001-02-29", "2020-01-01", 0, false},
		{"", "2020-01-01", 0, false},
		{"12.08.1974", "2020-01-01", 0, false},
	} {
		at, err := time.Parse(time.DateOnly, c.at)
		if err != nil {
			t.Fatal(err)
		}
		if years, ok := onboarding.AgeAt(c.birth, at.Add(11*time.Hour)); years != c.years || ok != c.ok {
			t.Errorf("born %q, at %s: %d, %v, want %d, %v", c.birth, c.at, years, ok, c.years, c.ok)
		}
	}
}

func TestGenderLetter(t *testing.T) {
	for want, estimate := range map[string]*float64{"": nil, "M": ptr(.49), "F": ptr(.5)} {
		if got := onboarding.GenderLetter(estimate); got != want {
			t.Errorf("%v: %q, want %q", estimate, got, want)
		}
	}
}

// What ICAO Doc 9303 parts 4 to 7 print beside their specimens.
func TestZoneFieldsOfTheSpecimens(t *testing.T) {
	at := time.Date(2011, 6, 1, 0, 0, 0, 0, time.UTC)
	anna := map[string]string{
		document.Surname: "ERIKSSON", document.GivenNames: "ANNA MARIA", document.IssuingState: "UTO", document.Gender: "F",
		document.Nationality: "UTO", document.DateOfBirth: "1974-08-12", document.DateOfExpiry: "2012-04-15",
	}
	with := func(more map[string]string) map[string]string {
		all := maps.Clone(anna)
		maps.Copy(all, more)
		return all
	}
	for file, want := range map[string]map[string]string{
		"td1": with(map[string]string{document.DocumentNumber: "D23145890"}),
		"td2": with(map[string]string{document.DocumentNumber: "D23145890"}),
		"td3": with(map[string]string{document.DocumentNumber: "L898902C3", document.PersonalNumber: "ZE184226B"}),
	} {
		path := filepath.Join(enginetest.Root(t), "engine", "document", "mrz", "testdata", "specimens", file+".mrz")
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		zone, err := mrz.Parse(strings.Fields(string(data)))
		if err != nil {
			t.Fatal(err)
		}
		got := onboarding.ZoneFields(&mrz.Reading{Document: *zone, Confidence: .9, Zone: imaging.Quad{{X: 1}}}, at)
		if len(got) != len(want) {
			t.Errorf("%s: %d fields, want %d", file, len(got), len(want))
		}
		for name, value := range want {
			if f := got[name]; f.Value != value || f.Source != document.MRZone || f.Confidence != .9 || f.Box == nil {
				t.Errorf("%s: %s = %+v, want %q", file, name, f, value)
			}
		}
	}
	if got := onboarding.ZoneFields(nil, at); len(got) != 0 {
		t.Errorf("without a zone: %v", got)
	}
}

func TestPrintedFieldsGoBeforeTheZones(t *testing.T) {
	p := &document.Page{MRZ: specimen(t), Visual: map[string]document.Field{document.Surname: field("Eriksson"), document.PlaceOfBirth: field("Zenith")}}
	got := onboarding.PageFields(p, now)
	if got[document.Surname].Value != "Eriksson" || got[document.GivenNames].Source != document.MRZone || got[document.PlaceOfBirth].Value != "Zenith" {
		t.Errorf("%v", got)
	}
}

func TestFieldsOfALicencesBarcode(t *testing.T) {
	symbols := []barcode.Symbol{
		{Format: barcode.Code128, Data: []byte("0012345")},
		{Format: barcode.PDF417, Data: []byte("@\n\x1e\rANSI 636000100101DL00310016DLDAQT64235789\nDCGUSA\nDBB06061986\nDAG2300 WEST BROAD STREET\nDAIRICHMOND\nDAJVA\nDAK232690000  \r")},
	}
	got := onboarding.PageFields(&document.Page{
		Barcodes: symbols, Visual: map[string]document.Field{document.DocumentNumber: {Value: "T6423578", Source: document.VisualZone}},
	}, now)
	for name, want := range map[string]string{
		document.DateOfBirth: "1986-06-06", document.IssuingState: "USA", document.IssuingAuthority: "Virginia",
		document.Address: "2300 WEST BROAD STREET\nRICHMOND VA 23269",
	} {
		if f := got[name]; f.Value != want || f.Source != document.Barcode {
			t.Errorf("%s: %+v, want %q from the barcode", name, f, want)
		}
	}
	if f := got[document.DocumentNumber]; f.Source != document.VisualZone {
		t.Errorf("the print's own document number gave way to %+v", f)
	}
}
