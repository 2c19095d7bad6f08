package inspect_test

import (
	"slices"
	"strings"
	"testing"

	"portico/engine/document"
	"portico/engine/document/barcode"
	"portico/engine/document/inspect"
)

// licence is a licence whose front says what elements of the AAMVA standard
// (annex D) say on its back.
func licence(printed map[string]string, elements ...string) map[document.Side]*document.Page {
	payload := "@\n\x1e\rANSI 636000100101DL00310250DL" + strings.Join(elements, "\n") + "\r"
	front := &document.Page{Visual: map[string]document.Field{}}
	for name, value := range printed {
		front.Visual[name] = field(value, .95)
	}
	return map[document.Side]*document.Page{
		document.Front: front,
		document.Back:  {Barcodes: []barcode.Symbol{{Format: barcode.PDF417, Data: []byte(payload)}}},
	}
}

func TestThePrintAgreesWithTheBarcode(t *testing.T) {
	const long = "WOLFESCHLEGELSTEINHAUSENBERGERDORFFVORA"
	for name, tc := range map[string]struct {
		field, printed string
		elements       []string
		differs        bool
	}{
		"as coded":                   {document.Surname, "Sample", []string{"DCSSAMPLE", "DDEN"}, false},
		"another name":               {document.Surname, "Samples", []string{"DCSSAMPLE", "DDEN"}, true},
		"accents on the print":       {document.Surname, "Muñoz", []string{"DCSMUNOZ", "DDEN"}, false},
		"accents in both":            {document.Surname, "MUÑOZ", []string{"DCSMUÑOZ", "DDEN"}, false},
		"an umlaut, spelt out":       {document.Surname, "Müller", []string{"DCSMUELLER", "DDEN"}, false},
		"hyphen for space":           {document.Surname, "Smith-Jones", []string{"DCSSMITH JONES", "DDEN"}, false},
		"cut, and said so":           {document.Surname, "Wolfeschlegel", []string{"DCSWOLFESCH", "DDET"}, false},
		"cut, and denied":            {document.Surname, "Wolfeschlegel", []string{"DCSWOLFESCH", "DDEN"}, true},
		"cut elsewhere":              {document.Surname, "Wolfeschlegel", []string{"DCSWOLFSCH", "DDET"}, true},
		"full field, nothing said":   {document.Surname, long + "LTERN", []string{"DCS" + long, "DDEU"}, false},
		"second given name left out": {document.GivenNames, "Michael John", []string{"DACMICHAEL", "DDFT"}, false},
		"two given names":            {document.GivenNames, "Michael John", []string{"DACMICHAEL", "DADJOHN", "DDFN", "DDGN"}, false},
		"another given name":         {document.GivenNames, "Michelle", []string{"DACMICHAEL", "DDFN"}, true},
		"a date":                     {document.DateOfBirth, "1986-06-06", []string{"DBB06061986"}, false},
		"another date":               {document.DateOfBirth, "1986-06-07", []string{"DBB06061986"}, true},
		"another issue":              {document.DateOfIssue, "2019-06-06", []string{"DBD06062018"}, true},
		"number with spaces":         {document.DocumentNumber, "T64 235 789", []string{"DAQT64235789"}, false},
		"another number":             {document.DocumentNumber, "T64235788", []string{"DAQT64235789"}, true},
		"another sex":                {document.Gender, "F", []string{"DBC1"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			text := inspect.Document(licence(map[string]string{tc.field: tc.printed}, tc.elements...), now).Visual.Text
			if text == nil || text.With.Barcodes == nil || text.With.MRZ != nil {
				t.Fatalf("%+v, want a comparison with the barcode alone", text)
			}
			if named := slices.Contains(text.With.Barcodes.Texts, tc.field); named != tc.differs || text.Consistent == tc.differs {
				t.Errorf("differing %v, consistent %v, want %s named = %v", text.With.Barcodes.Texts, text.Consistent, tc.field, tc.differs)
			}
		})
	}
}

func TestNothingToCompareIsNotConsistent(t *testing.T) {
	got := inspect.Document(licence(map[string]string{document.Address: "1 Main Street"}, "DAG2 MAIN ST"), now)
	if got.Visual.Text != nil {
		t.Errorf("%+v, want nothing: addresses are not compared", got.Visual.Text)
	}
	pages := licence(map[string]string{document.Surname: "Sample"}, "DCSSAMPLE")
	pages[document.Back].Barcodes[0].Data = []byte("encrypted")
	if text := inspect.Document(pages, now).Visual.Text; text != nil {
		t.Errorf("%+v, want nothing: the barcode cannot be read", text)
	}
}

func TestTheBarcodesExpiryCounts(t *testing.T) {
	got := inspect.Document(licence(map[string]string{document.Surname: "Sample"}, "DCSSAMPLE", "DBA12102022"), now)
	if got.Expired == nil || !*got.Expired {
		t.Errorf("expired %v, want true: the barcode says 2022", got.Expired)
	}
}
