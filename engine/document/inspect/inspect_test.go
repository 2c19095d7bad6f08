package inspect_test

import (
	"encoding/json"
	"testing"
	"time"

	"portico/engine/document"
	"portico/engine/document/inspect"
	"portico/engine/document/mrz"
)

// now is a day in the life of the contract's sample card.
var now = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func field(value string, confidence float64) document.Field {
	return document.Field{Value: value, Raw: value, Confidence: confidence, Source: document.VisualZone}
}

// sample returns the contract's sample card as read: its zone is of SVK, its
// type of INO.
func sample(t testing.TB) map[document.Side]*document.Page {
	t.Helper()
	zone, err := mrz.Parse([]string{
		"ILSVKBB456987<3<<<<<<<<<<<<<<<",
		"8508063M3011249SVK<<<<<<<<<<<0",
		"BELL<<BRIAN<<<<<<<<<<<<<<<<<<<",
	})
	if err != nil {
		t.Fatal(err)
	}
	good, fair := .95, .7
	return map[document.Side]*document.Page{
		document.Front: {
			Type: &document.Type{Country: "ino"},
			Visual: map[string]document.Field{
				document.GivenNames: field("Brian", .96), document.Surname: field("Bell", .93),
				document.Nationality: field("SVK", .96), document.Gender: field("M", .92),
				document.DocumentNumber: field("BB456987", .90), document.DateOfBirth: field("1985-08-06", .96),
				document.DateOfExpiry: field("2030-11-24", .96), document.DateOfIssue: field("2020-11-24", .95),
			},
			Authenticity: map[string]document.Check{
				document.CheckColors: {Score: &good, Evaluated: true},
				document.CheckScreen: {Score: &fair, Evaluated: true},
			},
		},
		document.Back: {
			MRZ:    &mrz.Reading{Document: *zone, Confidence: .99},
			Visual: map[string]document.Field{document.PlaceOfBirth: field("Los Angeles", .95)},
			Authenticity: map[string]document.Check{
				document.CheckColors: {Score: &good, Evaluated: true},
				document.CheckScreen: {Score: &good, Evaluated: true},
			},
		},
	}
}

func TestTheSampleCardIsConsistent(t *testing.T) {
	got := inspect.Document(sample(t), now)
	if got.Expired == nil || *got.Expired {
		t.Errorf("expired %v, want false: valid until 2030", got.Expired)
	}
	if got.MRZ == nil || !got.MRZ.Valid {
		t.Errorf("zone %+v, want valid", got.MRZ)
	}
	if got.Visual.Text == nil || !got.Visual.Text.Consistent {
		t.Errorf("differing texts %+v", got.Visual.Text.With.MRZ)
	}
	if got.Visual.OCR.Confidence != .95 || len(got.Visual.OCR.Low) != 0 {
		t.Errorf("confidence %+v, want the median 0.95 and nothing doubtful", got.Visual.OCR)
	}
	if got.Genuine == nil || *got.Genuine != .7 {
		t.Errorf("genuine %v, want the worst evaluated check, 0.7", got.Genuine)
	}
}

func TestAPageThatWasNotCheckedLeavesTheDocumentUnjudged(t *testing.T) {
	pages := sample(t)
	pages[document.Back].Authenticity = map[string]document.Check{document.CheckColors: {}}
	got := inspect.Document(pages, now)
	if _, ok := got.Pages[document.Back]; ok {
		t.Error("the back has a judgement though nothing was evaluated on it")
	}
	if got.Genuine != nil {
		t.Errorf("genuine %v, want none: a page of an unknown type could be anything", *got.Genuine)
	}
}

// What was looked at beside colours and screen can only make a document worse.
func TestPrintAndTextsCanOnlyWorsen(t *testing.T) {
	low, high := .3, .99
	for name, check := range map[string]string{"a printed copy": document.CheckPrint, "an edited text": document.CheckTexts} {
		pages := sample(t)
		pages[document.Front].Authenticity[check] = document.Check{Score: &high, Evaluated: true}
		if got := inspect.Document(pages, now); got.Genuine == nil || *got.Genuine != .7 {
			t.Errorf("%s ruled out: genuine %v, want 0.7 as before", name, got.Genuine)
		}
		pages[document.Front].Authenticity[check] = document.Check{Score: &low, Flagged: true, Evaluated: true}
		got := inspect.Document(pages, now)
		if got.Genuine == nil || *got.Genuine != low {
			t.Errorf("%s: genuine %v, want %v", name, got.Genuine, low)
		}
		flag := got.Pages[document.Front].Print
		if check == document.CheckTexts {
			flag = got.Pages[document.Front].Texts
		}
		if flag == nil || !*flag {
			t.Errorf("%s is not flagged: %+v", name, got.Pages[document.Front])
		}
		delete(pages[document.Front].Authenticity, document.CheckColors)
		if got := inspect.Document(pages, now); got.Genuine != nil {
			t.Errorf("%s, colours not judged: genuine %v, want none", name, *got.Genuine)
		}
	}
}

func TestWhatDiffersIsNamed(t *testing.T) {
	for name, tc := range map[string]struct {
		field, value string
		differs      bool
	}{
		"another name":              {document.Surname, "Belle", true},
		"case, accents and hyphen":  {document.GivenNames, "BRÍ-AN", false},
		"another number":            {document.DocumentNumber, "BB456981", true},
		"number with spaces":        {document.DocumentNumber, "BB 456 987", false},
		"another birthday":          {document.DateOfBirth, "1985-08-07", true},
		"another expiry":            {document.DateOfExpiry, "2031-11-24", true},
		"another gender":            {document.Gender, "F", true},
		"another nationality":       {document.Nationality, "CZE", true},
		"nationality in words":      {document.Nationality, "Slovak", false},
		"issuing state, by design":  {document.IssuingState, "INO", false},
		"what the zone has nothing": {document.DateOfIssue, "1999-01-01", false},
	} {
		t.Run(name, func(t *testing.T) {
			pages := sample(t)
			pages[document.Front].Visual[tc.field] = field(tc.value, .95)
			text := inspect.Document(pages, now).Visual.Text
			if named := len(text.With.MRZ.Texts) == 1 && text.With.MRZ.Texts[0] == tc.field; named != tc.differs {
				t.Errorf("differing %v, want %s named = %v", text.With.MRZ.Texts, tc.field, tc.differs)
			}
			if text.Consistent == tc.differs {
				t.Errorf("consistent = %v", text.Consistent)
			}
		})
	}
}

func TestExpiry(t *testing.T) {
	for name, tc := range map[string]struct {
		day  time.Time
		want bool
	}{
		"on its last day": {time.Date(2030, 11, 24, 23, 0, 0, 0, time.UTC), false},
		"the day after":   {time.Date(2030, 11, 25, 1, 0, 0, 0, time.UTC), true},
	} {
		if got := inspect.Document(sample(t), tc.day).Expired; got == nil || *got != tc.want {
			t.Errorf("%s: expired %v, want %v", name, got, tc.want)
		}
	}
}

func TestDoubtfulTextsAreNamed(t *testing.T) {
	pages := sample(t)
	pages[document.Front].Visual[document.Surname] = field("Bell", .5)
	if low := inspect.Document(pages, now).Visual.OCR.Low; len(low) != 1 || low[0] != document.Surname {
		t.Errorf("doubtful %v, want the surname", low)
	}
}

// TestWhatACheckDigitConfirmsIsNoDoubt, unless it is another number or the
// digit is wrong.
func TestWhatACheckDigitConfirmsIsNoDoubt(t *testing.T) {
	for name, c := range map[string]struct {
		printed string
		right   bool
		low     int
	}{
		"the zone's own":   {"BB456987", true, 0},
		"another number":   {"BB456981", true, 1},
		"no right digit":   {"BB456987", false, 1},
		"neither the same": {"BB456981", false, 1},
	} {
		pages := sample(t)
		pages[document.Front].Visual[document.DocumentNumber] = field(c.printed, .5)
		pages[document.Back].MRZ.Checks[mrz.CheckNumber] = c.right
		if low := inspect.Document(pages, now).Visual.OCR.Low; len(low) != c.low {
			t.Errorf("%s: doubtful %v", name, low)
		}
	}
}

func TestNothingKnownIsNothingSaid(t *testing.T) {
	pages := map[document.Side]*document.Page{document.Unknown: {}}
	data, err := json.Marshal(inspect.Document(pages, now))
	if err != nil {
		t.Fatal(err)
	}
	if string(data) != "{}" {
		t.Errorf("%s, want {}: absent is not false", data)
	}
}
