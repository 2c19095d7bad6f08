package onboarding_test

import (
	"bytes"
	"testing"
	"time"

	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/document/mrz"
	"portico/engine/liveness"
	"portico/engine/onboarding"
)

// The pictures of a visit.
const (
	front uint8 = iota + 1
	back
	portrait
	selfie
	neutral
	smiling
	stranger
	empty
)

// now is a day on which the specimen of ICAO Doc 9303-5 was valid.
var now = time.Date(2011, 6, 1, 10, 0, 0, 0, time.UTC)

func field(value string) document.Field {
	return document.Field{Value: value, Raw: value, Confidence: .95, Source: document.VisualZone}
}

// specimen returns the zone of ICAO Doc 9303-5's example card.
func specimen(t testing.TB) *mrz.Reading {
	t.Helper()
	d, err := mrz.Parse([]string{"I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"})
	if err != nil {
		t.Fatal(err)
	}
	return &mrz.Reading{Document: *d, Confidence: .98}
}

// ready is a world in which Anna Maria Eriksson shows her valid card and her
// live face.
func ready(t testing.TB) *world {
	t.Helper()
	genuine := map[string]document.Check{
		document.CheckColors: {Score: ptr(.9), Evaluated: true}, document.CheckScreen: {Score: ptr(.8), Evaluated: true},
	}
	card := &document.Type{Country: "uto", Kind: "identity-card", Edition: "2002", MRTD: "TD1", Support: document.FullSupport}
	anna := func(smiling bool) look {
		return look{person: "anna", smiling: smiling, passive: ptr(.9), age: ptr(38.), gender: ptr(.95)}
	}
	young := anna(false)
	young.age = ptr(29.)
	return &world{
		looks: map[uint8]look{
			portrait: young, selfie: anna(false), neutral: anna(false), smiling: anna(true),
			stranger: {person: "stranger", passive: ptr(.9), age: ptr(38.), gender: ptr(.95)},
		},
		pages: map[uint8]*document.Reading{
			front: {
				Page: document.Page{
					Type: card, Side: document.Front, Confidence: .97, Authenticity: genuine,
					Visual: map[string]document.Field{
						document.Surname: field("Eriksson"), document.GivenNames: field("Anna Maria"), document.Gender: field("F"),
						document.DocumentNumber: field("D23145890"), document.Nationality: field("UTO"), document.DateOfBirth: field("1974-08-12"),
						document.DateOfIssue: field("2002-04-15"), document.DateOfExpiry: field("2012-04-15"),
					},
				},
				Rectified: shade(front), Face: shade(portrait), Millis: map[string]float64{"locate": 20, "viz": 80},
			},
			back: {
				Page:      document.Page{Type: card, Side: document.Back, Confidence: .97, Authenticity: genuine, MRZ: specimen(t)},
				Rectified: shade(back), Millis: map[string]float64{"mrz": 60},
			},
		},
	}
}

// shot is one picture of a challenge.
type shot struct {
	picture   uint8
	assertion liveness.Assertion
}

// visit is what the visitor does, in the kiosk's order.
type visit struct {
	pages   []uint8
	selfies []uint8
	shots   []shot
	kinds   []liveness.Kind
}

func whole() visit {
	return visit{
		pages: []uint8{front, back}, selfies: []uint8{selfie},
		shots: []shot{{neutral, liveness.Neutral}, {smiling, liveness.Smiling}}, kinds: []liveness.Kind{liveness.Smile},
	}
}

func (v visit) run(t testing.TB, w *world) (*onboarding.Engine, *customer.Customer) {
	t.Helper()
	e, c := w.engine(), customer.New("visit", now)
	e.StartDocument(c, customer.Advice{}, nil, nil)
	for _, p := range v.pages {
		if out, err := e.AddPage(t.Context(), c, photo(t, p), nil); err != nil || out.Code != "" {
			t.Fatalf("page: %q, %v", out.Code, err)
		}
	}
	for _, s := range v.selfies {
		if out, err := e.SetSelfie(t.Context(), c, photo(t, s)); err != nil || out.Code != "" {
			t.Fatalf("selfie: %q, %v", out.Code, err)
		}
	}
	if v.shots != nil || v.kinds != nil {
		e.StartLiveness(c)
	}
	for _, s := range v.shots {
		if out, err := e.AddLivenessSelfie(t.Context(), c, photo(t, s.picture), s.assertion); err != nil || out.Code != "" {
			t.Fatalf("liveness: %q, %v", out.Code, err)
		}
	}
	for _, k := range v.kinds {
		if _, err := e.EvaluateLiveness(t.Context(), c, k); err != nil {
			t.Fatal(err)
		}
	}
	return e, c
}

// unchanged fails the test when do changes what a store would keep of c.
func unchanged(t *testing.T, c *customer.Customer, do func()) {
	t.Helper()
	before, pending := record(t, c), len(c.Pending())
	do()
	if after := record(t, c); !bytes.Equal(before, after) || len(c.Pending()) != pending {
		t.Errorf("the customer became %s, want it as before: %s", after, before)
	}
}
