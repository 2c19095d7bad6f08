package assemble_test

import (
	"context"
	"errors"
	"image"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"portico/assets/specimen"
	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/enginetest"
	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/liveness"
	"portico/engine/native/assemble"
	"portico/engine/trust"
	"portico/models"
)

// day is one on which the cards of these tests are valid.
var day = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

var openParts = sync.OnceValues(func() (*assemble.Parts, error) { return assemble.Open(context.Background()) })

// parts returns the engine as both programs build it, opened once for all
// tests; without the models the test is skipped.
func parts(t testing.TB) *assemble.Parts {
	t.Helper()
	p, err := openParts()
	if errors.Is(err, models.ErrMissing) || errors.Is(err, models.ErrNoDir) {
		t.Skipf("SKIPPED: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// visit is the pictures of an onboarding, as files; what is nil was not taken.
type visit struct{ front, back, selfie, neutral, smile []byte }

// onboard takes the pictures to the engine in the kiosk's order.
func (v visit) onboard(t testing.TB, p *assemble.Parts) *customer.Customer {
	t.Helper()
	e, c := p.Engine, customer.New("visit", day)
	e.StartDocument(c, customer.Advice{}, nil, nil)
	for _, page := range []struct {
		data []byte
		side document.Side
	}{{v.front, document.Front}, {v.back, document.Back}} {
		if page.data == nil {
			continue
		}
		if out, err := e.AddPage(t.Context(), c, page.data, []document.Side{page.side}); err != nil || out.Code != "" {
			t.Fatalf("%s: %q, %v", page.side, out.Code, err)
		}
	}
	if out, err := e.SetSelfie(t.Context(), c, v.selfie); err != nil || out.Code != "" {
		t.Fatalf("selfie: %q, %v", out.Code, err)
	}
	if v.smile == nil {
		return c
	}
	e.StartLiveness(c)
	for assertion, data := range map[liveness.Assertion][]byte{liveness.Neutral: v.neutral, liveness.Smiling: v.smile} {
		if out, err := e.AddLivenessSelfie(t.Context(), c, data, assertion); err != nil || out.Code != "" {
			t.Fatalf("%s: %q, %v", assertion, out.Code, err)
		}
	}
	if _, err := e.EvaluateLiveness(t.Context(), c, liveness.Smile); err != nil {
		t.Fatal(err)
	}
	return c
}

func jpeg(t testing.TB, img *image.RGBA) []byte {
	t.Helper()
	data, err := imaging.EncodeJPEG(img, 92)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// rendered is the visit of a person who never lived, with a card of Utopia on
// a wooden desk, in the pictures of a common webcam.
func rendered(t testing.TB) visit {
	t.Helper()
	pictures := render()
	return visit{
		front: jpeg(t, pictures.front), back: jpeg(t, pictures.back),
		selfie: jpeg(t, pictures.selfie), neutral: jpeg(t, pictures.neutral), smile: jpeg(t, pictures.smile),
	}
}

var render = sync.OnceValue(func() (pictures struct{ front, back, selfie, neutral, smile *image.RGBA }) {
	person := specimen.Person{Seed: 4}
	card := specimen.Example(specimen.IDPhoto(person))
	lying := specimen.Pose{X: .5, Y: .5, Width: .64, Angle: .02}
	smiling := person
	smiling.Smile = 1
	pictures.front = specimen.OnDesk(card.Front(1280), 1280, 720, lying)
	pictures.back = specimen.OnDesk(card.Back(1280), 1280, 720, lying)
	pictures.selfie = specimen.InRoom(person, 1280, 720, 0, 0)
	pictures.neutral = specimen.InRoom(person, 1280, 720, .003, .002)
	pictures.smile = specimen.InRoom(smiling, 1280, 720, 0, 0)
	return pictures
})

// contracts is the visit of the man on the contract's sample card, without a
// challenge: there is no picture of his smile.
func contracts(t testing.TB) visit {
	t.Helper()
	file := func(elem ...string) []byte {
		data, err := os.ReadFile(enginetest.Data(t, append([]string{"dis"}, elem...)...))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	return visit{
		front: file("documents", "L2", "document-front.jpeg"), back: file("documents", "L2", "document-back.jpeg"),
		selfie: file("faces", "face.jpeg"), neutral: file("faces", "face-neutral.jpeg"), smile: file("faces", "face-smile.jpeg"),
	}
}

// against returns the factors that the reasons name.
func against(v trust.Verdict) []string {
	var names []string
	for _, reason := range v.Reasons {
		name, _, _ := strings.Cut(reason, ":")
		names = append(names, name)
	}
	return names
}

func TestRenderedVisitIsDecided(t *testing.T) {
	p := parts(t)
	c := rendered(t).onboard(t, p)
	for side, want := range map[document.Side]map[string]string{
		document.Front: {
			document.GivenNames: "Lars Erik", document.Surname: "Eriksson", document.Nationality: "UTO", document.Gender: "M",
			document.DocumentNumber: "D23145890", document.DateOfBirth: "1974-08-12",
			document.DateOfIssue: "2022-04-15", document.DateOfExpiry: "2032-04-15",
		},
		document.Back: {document.Address: "42 Island Road\nAmaurot", document.PlaceOfBirth: "Zenith"},
	} {
		page := c.Document.Pages[side]
		if page == nil || page.Type == nil || page.Type.Country != "uto" {
			t.Fatalf("%s: %+v, want the specimen card", side, page)
		}
		if len(page.Visual) != len(want) {
			t.Errorf("%s: %d fields, want %d", side, len(page.Visual), len(want))
		}
		for name, value := range want {
			if f := page.Visual[name]; f.Value != value {
				t.Errorf("%s: %s = %q, want %q", side, name, f.Value, value)
			}
		}
	}
	// Check digits by hand, after Doc 9303-3, 4.9.
	zone := []string{"I<UTOD231458907<<<<<<<<<<<<<<<", "7408122M3204153UTO<<<<<<<<<<<2", "ERIKSSON<<LARS<ERIK<<<<<<<<<<<"}
	if got := c.Document.Pages[document.Back].MRZ; got == nil || !got.Valid || !slices.Equal(got.Lines, zone) {
		t.Errorf("zone %+v, want %q", got, zone)
	}
	v := p.Engine.Decide(c, day)
	// A drawn face has no age that a network trained on people could tell, and
	// the portrait is the very drawing of the selfie.
	drawn := []string{trust.AgePlausible, "selfieIndependent"}
	for _, f := range v.Factors {
		if f.Result != trust.Pass && !slices.Contains(drawn, f.Name) {
			t.Errorf("%s: %s (%v)", f.Name, f.Result, f.Score)
		}
	}
	if v.Decision == trust.Reject {
		t.Errorf("%s: %q", v.Decision, v.Reasons)
	}
}

func TestRenderedVisitWithoutASmileIsNoAccept(t *testing.T) {
	p, v := parts(t), rendered(t)
	v.smile = v.neutral
	if got := p.Engine.Decide(v.onboard(t, p), day); got.Decision != trust.Reject || !slices.Contains(against(got), trust.ActiveLiveness) {
		t.Errorf("%s: %q, want REJECT for the challenge", got.Decision, got.Reasons)
	}
}

// What issue 3 asks of `portico verify` with the contract's sample card.
func TestContractsVisitIsReviewedForLackOfAChallenge(t *testing.T) {
	p, v := parts(t), contracts(t)
	v.smile = nil
	c := v.onboard(t, p)
	got := p.Engine.Decide(c, day)
	if got.Decision != trust.Review || !slices.Equal(against(got), []string{trust.ActiveLiveness}) {
		t.Errorf("%s: %q, want REVIEW for the challenge alone", got.Decision, got.Reasons)
	}
	if s := p.Engine.InspectCustomer(c, day); s.Portrait == nil || *s.Portrait < face.Threshold {
		t.Errorf("similarity with the portrait %v, want the same man", s.Portrait)
	}
	if d := p.Engine.InspectDocument(c, day); d.Visual == nil || d.Visual.Text == nil || !d.Visual.Text.Consistent || d.Expired == nil || *d.Expired {
		t.Errorf("document %+v", d.Findings)
	}
}

func TestContractsVisitOfAnotherManIsRejected(t *testing.T) {
	p, v := parts(t), contracts(t)
	v.selfie = v.neutral
	got := p.Engine.Decide(v.onboard(t, p), day)
	if got.Decision != trust.Reject || against(got)[0] != trust.PortraitMatch {
		t.Errorf("%s: %q, want REJECT for the portrait", got.Decision, got.Reasons)
	}
	// He passes the challenge: it is his own smile.
	for _, f := range got.Factors {
		if f.Name == trust.ActiveLiveness && f.Result != trust.Pass {
			t.Errorf("the man's own smile: %+v", f)
		}
	}
}
