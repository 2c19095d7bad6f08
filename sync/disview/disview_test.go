package disview_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/document/mrz"
	"portico/engine/document/template"
	"portico/sync/disapi"
	"portico/sync/disview"
)

var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// withZone is a customer whose document has one page with a zone.
func withZone(t *testing.T, lines ...string) *customer.Customer {
	t.Helper()
	z, err := mrz.Parse(lines)
	if err != nil {
		t.Fatal(err)
	}
	c := customer.New("6f1c7c0e-9d1b-4c57-8a5e-3f0f6a4b2c11", now)
	c.Document = &customer.Document{Pages: map[document.Side]*customer.Page{
		document.Front: {Page: document.Page{Side: document.Front, MRZ: &mrz.Reading{Document: *z}}},
	}}
	return c
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// The zones are the specimens of ICAO Doc 9303 parts 4 to 7 (8th edition).
func TestZonesUnderTheContractsNames(t *testing.T) {
	common := `"documentNumberCheckDigitValid":true,"dateOfBirthCheckDigitValid":true,"dateOfExpiryCheckDigitValid":true,"compositeCheckDigitValid":true`
	person := `"surname":"ERIKSSON","givenNames":"ANNA MARIA"`
	for name, c := range map[string]struct {
		lines []string
		want  string // of mrz; empty: absent
	}{
		"TD1": {
			[]string{"I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"},
			`{"td1":{"documentCode":"I","issuingAuthority":"UTO","issuingState":"UTO",` + person + `,"documentNumber":"D23145890","nationality":"UTO","dateOfBirth":"740812","gender":"F","dateOfExpiry":"120415","checkDigitsValidity":{` + common + `}}}`,
		},
		"TD2": {
			[]string{"I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"},
			`{"td2":{"documentCode":"I","issuingAuthority":"UTO","issuingState":"UTO",` + person + `,"documentNumber":"D23145890","nationality":"UTO","dateOfBirth":"740812","gender":"F","dateOfExpiry":"120415","checkDigitsValidity":{` + common + `}}}`,
		},
		"TD3": {
			[]string{"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"},
			`{"td3":{"documentCode":"P","issuingAuthority":"UTO","issuingState":"UTO",` + person + `,"documentNumber":"L898902C3","nationality":"UTO","dateOfBirth":"740812","gender":"F","dateOfExpiry":"120415","personalNumberOrOptionalDataSecondLine":"ZE184226B","checkDigitsValidity":{` + common + `,"personalNumberCheckDigitValid":true}}}`,
		},
		"a visa, which the contract has no place for": {
			[]string{"V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"}, "",
		},
		"a small visa, which looks like a TD2": {
			[]string{"V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"}, "",
		},
		"the French card, which looks like a TD2": {
			[]string{"IDFRAERIKSSON<<<<<<<<<<<<<<<<<<<<<<<", "8806923102858CORINNE<<<<<<<6512068F1"}, "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := disview.Customer(withZone(t, c.lines...), now)
			if c.want == "" {
				if got.Document.MRZ != nil || got.Surname.MRZ != "ERIKSSON" {
					t.Errorf("zone %s, surname %+v", asJSON(t, got.Document.MRZ), got.Surname)
				}
				return
			}
			if s := asJSON(t, got.Document.MRZ); s != c.want {
				t.Errorf("got  %s\nwant %s", s, c.want)
			}
			if got.Age == nil || *got.Age.MRZ != "51" {
				t.Errorf("age %s, want 51 (born 1974-08-12)", asJSON(t, got.Age))
			}
		})
	}
}

func TestNothingKnownIsNothingShown(t *testing.T) {
	if s := asJSON(t, disview.Customer(customer.New("a", now), now)); s != "{}" {
		t.Errorf("a new customer shows %s", s)
	}
	c := customer.New("a", now)
	c.Document = &customer.Document{}
	if s := asJSON(t, disview.Customer(c, now)); s != `{"document":{"pageTypes":[],"links":{}}}` {
		t.Errorf("a document without pages shows %s", s)
	}
}

func TestADateThatIsNoneIsLeftOut(t *testing.T) {
	c := customer.New("a", now)
	c.Document = &customer.Document{Pages: map[document.Side]*customer.Page{document.Front: {Page: document.Page{
		Visual: map[string]document.Field{
			document.DateOfBirth: {Value: "6 AUG 85"}, document.DateOfExpiry: {Value: "2030-02-31"}, document.Gender: {Value: "X"},
		},
	}}}}
	got := disview.Customer(c, now)
	if got.DateOfBirth != nil || got.Age != nil || got.Document.DateOfExpiry != nil || got.Gender.VisualZone != "X" {
		t.Errorf("shows %s", asJSON(t, got))
	}
}

// TestTheBetterKnownPageNamesTheDocument: a front recognised by its template
// says more than a back recognised by its zone.
func TestTheBetterKnownPageNamesTheDocument(t *testing.T) {
	page := func(country string, s document.SupportLevel) *customer.Page {
		return &customer.Page{Page: document.Page{Type: &document.Type{Country: country, Support: s}}}
	}
	c := customer.New("a", now)
	c.Document = &customer.Document{Pages: map[document.Side]*customer.Page{
		document.Front: page("svk", document.MRZExtractionOnly), document.Back: page("ino", document.FullSupport),
	}}
	want := disapi.DocumentType{Country: "ino", SupportLevel: "FULL_SUPPORT", SupportMethod: disapi.FullTemplateSupport}
	if got := disview.Customer(c, now).Document.Type; got == nil || *got != want {
		t.Errorf("type %s", asJSON(t, got))
	}
}

func TestMetadataOfATemplate(t *testing.T) {
	got := disview.Metadata([]template.Template{{
		Country: "ino", Kind: "identity-card", Edition: "2020", MRTD: "TD1",
		Sides: map[string]template.Layout{
			"front": {Portrait: &template.Box{}, Fields: []template.Field{{Name: "surname", Label: "Surname"}, {Name: "dateOfBirth", Kind: template.Date}}},
			"back":  {MRZ: true},
		},
	}})
	want := disapi.DocumentMetadataResponse{Documents: []disapi.Document{{
		DocumentType: disapi.MetadataDocumentType{Country: "INO", Edition: "2020", Type: "identity-card", MachineReadableTravelDocument: "TD1"},
		Pages: map[string]disapi.PageMetadata{
			"front": {Portrait: &disapi.Portrait{Present: true}, VisualZone: map[string]disapi.TextField{
				"surname": {Label: "Surname"}, "dateOfBirth": {ValueNormalized: true},
			}},
			"back": {Portrait: &disapi.Portrait{}, VisualZone: map[string]disapi.TextField{"machineReadableZone": {}}},
		},
	}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %s\nwant %s", asJSON(t, got), asJSON(t, want))
	}
	if s := asJSON(t, disview.Metadata(nil)); s != `{"documents":[]}` {
		t.Errorf("without templates: %s", s)
	}
}
