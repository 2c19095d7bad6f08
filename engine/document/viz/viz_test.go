package viz_test

import (
	"image"
	"strings"
	"testing"

	"portico/engine/document/viz"
)

// printed is a line of print: x, y, height of the letters and text, with
// letters 0.6 times as wide as high.
type printed struct {
	x, y, h int
	text    string
}

func words(lines ...printed) []viz.Word {
	var out []viz.Word
	for row, l := range lines {
		x := l.x
		for _, w := range strings.Fields(l.text) {
			width := len([]rune(w)) * l.h * 6 / 10
			out = append(out, viz.Word{Text: w, Confidence: .9, Box: image.Rect(x, l.y, x+width, l.y+l.h), Row: row})
			x += width + l.h*6/10
		}
	}
	return out
}

func values(found []viz.Found) map[string]string {
	viz.Complete(found)
	out := map[string]string{}
	for _, f := range found {
		out[f.Name] = f.Value
	}
	return out
}

// The data page of Doc 9303-4, appendix: labels above values, two languages.
var icao = []printed{
	{340, 90, 14, "Type/ Type"},
	{480, 90, 14, "Country code/ Code du pays"},
	{740, 90, 14, "Passport Number/ N° de passeport"},
	{350, 112, 20, "P"},
	{490, 112, 20, "UTO"},
	{760, 112, 20, "L898902C3"},
	{340, 142, 14, "Surname/ Nom"},
	{350, 164, 20, "ERIKSSON"},
	{340, 194, 14, "Given names/ Prénoms"},
	{350, 216, 20, "ANNA MARIA"},
	{340, 246, 14, "Nationality/ Staatsangehörigkeit"},
	{350, 268, 20, "UTOPIAN"},
	{340, 298, 14, "Date of birth/ Date de naissance"},
	{740, 298, 14, "Personal No./ N° personnel"},
	{350, 320, 20, "12 AUGUST/AOÛT 74"},
	{760, 320, 20, "Z E 184226 B"},
	{340, 350, 14, "Sex/ Sexe"},
	{540, 350, 14, "Place of birth/ Lieu de naissance"},
	{350, 372, 20, "F"},
	{560, 372, 20, "ZENITH"},
	{340, 402, 14, "Date of issue/ Date de délivrance"},
	{740, 402, 14, "Authority/ Autorité"},
	{350, 424, 20, "16 APR/AVR 07"},
	{760, 424, 20, "PASSPORT OFFICE"},
	{340, 454, 14, "Date of expiry/ Date d'expiration"},
	{350, 476, 20, "15 APR/AVR 12"},
	{60, 540, 20, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"},
}

var eriksson = map[string]string{
	"surname": "ERIKSSON", "givenNames": "ANNA MARIA", "nationality": "UTOPIAN", "gender": "F", "documentNumber": "L898902C3",
	"dateOfBirth": "1974-08-12", "dateOfIssue": "2007-04-16", "dateOfExpiry": "2012-04-15",
	"placeOfBirth": "ZENITH", "issuingAuthority": "PASSPORT OFFICE", "personalNumber": "ZE184226B",
}

func TestFieldsByTheirLabels(t *testing.T) {
	got := values(viz.Find(words(icao...)))
	for name, want := range eriksson {
		if got[name] != want {
			t.Errorf("%s = %q, want %q", name, got[name], want)
		}
	}
}

// TestFieldsByTheirOrder covers labels in a language that no dictionary has.
func TestFieldsByTheirOrder(t *testing.T) {
	var lines []printed
	for _, l := range icao {
		if l.h == 14 {
			l.text = "Qwzx vbnk"
		}
		lines = append(lines, l)
	}
	got := values(viz.Find(words(lines...)))
	for _, name := range []string{"surname", "givenNames", "documentNumber", "dateOfBirth", "dateOfIssue", "dateOfExpiry"} {
		if got[name] != eriksson[name] {
			t.Errorf("%s = %q, want %q", name, got[name], eriksson[name])
		}
	}
}

func TestLabelsBesideValues(t *testing.T) {
	got := values(viz.Find(words(
		printed{40, 40, 20, "Surname: SMITH"}, printed{40, 80, 20, "Given Name: JOHN DAVID"}, printed{40, 120, 20, "Geburtsdatum: 01.02.1980"},
		printed{40, 240, 20, "Date of expiry. 30-12-2031"}, printed{40, 160, 20, "Geschlecht"}, printed{400, 160, 20, "M"}, printed{40, 200, 20, "Document No:"}, printed{400, 200, 20, "A12345678"},
	)))
	for name, want := range map[string]string{
		"surname": "SMITH", "givenNames": "JOHN DAVID", "dateOfBirth": "1980-02-01", "gender": "M", "documentNumber": "A12345678", "dateOfExpiry": "2031-12-30",
	} {
		if got[name] != want {
			t.Errorf("%s = %q, want %q", name, got[name], want)
		}
	}
}

func TestAWholeNameIsParted(t *testing.T) {
	for name, lines := range map[string][]printed{
		"by a comma":   {{40, 40, 14, "Name (Surname, Given names)"}, {40, 62, 20, "LIN, MEI-HUA"}},
		"in columns":   {{40, 40, 14, "Name (Surname, Given names)"}, {40, 62, 20, "LIN,"}, {150, 62, 20, "MEI-HUA"}},
		"by two lines": {{40, 40, 14, "Name / Nom"}, {40, 60, 20, "LIN"}, {40, 86, 20, "MEI-HUA"}},
	} {
		got := values(viz.Find(words(lines...)))
		if got["surname"] != "LIN" || got["givenNames"] != "MEI-HUA" {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestADateInColumns covers what Canada prints.
func TestADateInColumns(t *testing.T) {
	got := values(viz.Find(words(
		printed{40, 40, 14, "Date of birth"}, printed{40, 60, 20, "14 JAN /JAN"}, printed{230, 60, 20, "43"},
	)))
	if got["dateOfBirth"] != "43-01-14" {
		t.Errorf("date of birth %q", got["dateOfBirth"])
	}
}

func TestNothingIsFoundInProse(t *testing.T) {
	if got := viz.Find(words(printed{40, 40, 20, "The quick brown fox jumps over"}, printed{40, 80, 20, "the lazy dog on 3 May"})); len(got) > 0 {
		t.Errorf("found %v", got)
	}
	if got := viz.Find(nil); len(got) > 0 {
		t.Errorf("found %v in nothing", got)
	}
}

func TestDates(t *testing.T) {
	for text, want := range map[string]string{
		"12 AUG/AOÛT 74": "74-08-12", "01.01.1911": "1911-01-01", "01 JAN 1976": "1976-01-01", "31 DES/DEC 66": "66-12-31",
		"30 MAR/MAR 1972": "1972-03-30", "13 LIP/JUL 2016": "2016-07-13", "1985-08-06": "1985-08-06", "O1 JAN 1976": "1976-01-01", "O01 JAN 1976": "1976-01-01",
		"24/11/2030": "2030-11-24", "11/24/2030": "2030-11-24", "22 FEB/FEB 78": "78-02-22", "14 JANUARY 2023": "2023-01-14",
		"29 FEB 2023": "", "32.01.2020": "", "Smith": "", "": "", "12": "", "A1234567": "",
	} {
		got, ok := viz.ParseDate(text, false)
		if ok != (want != "") || ok && got.String() != want {
			t.Errorf("ParseDate(%q) = %v, %v, want %q", text, got, ok, want)
		}
	}
	if got, _ := viz.ParseDate("03/04/2020", true); got.String() != "2020-03-04" {
		t.Errorf("month first: %v", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"12 AUG/AOÛT 74", "L898902C3", "K/F", "ERIKSSON\nANNA", "\xff/|", "////", "01JAN85"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for name := range eriksson {
			value, ok := viz.Parse(name, text)
			if again, still := viz.Parse(name, value); ok && strings.HasPrefix(name, "date") && len(value) == 10 && (!still || again != value) {
				t.Errorf("%s: %q becomes %q, which becomes %q", name, text, value, again)
			}
		}
		viz.Find(words(printed{10, 10, 20, "Surname: " + text}, printed{10, 40, 20, text}))
	})
}

// TestAMisreadLabelIsNoName: the label of the document's type, in two languages
// of which one was misread, stands where the names begin.
func TestAMisreadLabelIsNoName(t *testing.T) {
	got := values(viz.Find(words(
		printed{350, 90, 20, "Tyoe Type"},
		printed{350, 164, 20, "ERIKSSON"},
		printed{350, 216, 20, "ANNA MARIA"},
		printed{350, 268, 20, "UTOPIAN"},
		printed{350, 320, 20, "12 AUG 74"},
		printed{350, 372, 20, "16 APR 07"},
		printed{350, 424, 20, "15 APR 12"},
	)))
	if got["surname"] != "ERIKSSON" || got["givenNames"] != "ANNA MARIA" {
		t.Errorf("found %v", got)
	}
}
