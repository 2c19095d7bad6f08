package customer_test

import (
	"bytes"
	"encoding/json"
	"image"
	"log/slog"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/document/mrz"
	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/liveness"
	"portico/engine/trust"
)

var created = time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC)

const id = "6f0a3c52-0c4e-4a39-9c1e-2f6f5a3b7d10"

// filled is a customer with everything a customer can have. Its holder is the
// one of the ICAO Doc 9303 specimens.
func filled(t testing.TB) *customer.Customer {
	t.Helper()
	zone, err := mrz.Parse([]string{"I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"})
	if err != nil {
		t.Fatal(err)
	}
	score, years := .9, 41.
	portrait := image.Rect(10, 20, 110, 150)
	box := imaging.RectQuad(image.Rect(1, 2, 30, 40))
	c := customer.New(id, created)
	c.Consents = []customer.Consent{{Purpose: "onboarding", Text: "2026-11", Language: "en", Given: created}}
	c.Selfie = &customer.Selfie{
		Image: c.Attach([]byte("selfie")), Face: face.Face{Box: box, Confidence: .99, Smile: .2, Mesh: []face.Point3{{X: 1}}},
		Template: face.Template("PFT1 selfie"), About: face.Attributes{Age: &years},
		Passive: &liveness.Result{Kind: liveness.Passive, Score: &score},
	}
	c.Liveness = &customer.Liveness{
		Selfies: []customer.LivenessSelfie{
			{Assertion: liveness.Neutral, Image: c.Attach([]byte("neutral")), Template: face.Template("PFT1 neutral")},
			{Assertion: liveness.Smiling, Image: c.Attach([]byte("smile"))},
		},
		Results: map[liveness.Kind]liveness.Result{liveness.Smile: {Kind: liveness.Smile, Score: &score, Cues: map[string]float64{"smile": .9}}},
	}
	c.Document = &customer.Document{
		Advice: customer.Advice{Countries: []string{"uto"}},
		Pages: map[document.Side]*customer.Page{
			document.Front: {
				Page: document.Page{
					Type: &document.Type{Country: "uto", Kind: "identity-card", MRTD: "TD1", Support: document.FullSupport},
					Side: document.Front, Corners: box, Confidence: .97, Portrait: &portrait,
					Visual: map[string]document.Field{document.Surname: {Value: "Eriksson", Raw: "ERIKSSON", Confidence: .95, Source: document.VisualZone, Box: &box}},
				},
				Photo: c.Attach([]byte("front")), Normalized: c.Attach([]byte("front, cut out")), Face: c.Attach([]byte("portrait")),
				Template: face.Template("PFT1 portrait"), About: &face.Attributes{Age: &years},
			},
			document.Back: {
				Page:  document.Page{Side: document.Back, MRZ: &mrz.Reading{Document: *zone, Confidence: .98}},
				Photo: c.Attach([]byte("back")), Normalized: c.Attach([]byte("back, cut out")),
			},
		},
	}
	v := trust.Decide(nil, trust.Standard(true))
	c.Verdict = &v
	c.Review = &customer.Review{Decision: trust.Accept, Role: "clerk", Note: "Eriksson known in person", At: created.Add(time.Hour)}
	c.State = customer.Finished
	return c
}

func TestBlobsAreWhatTheRecordNames(t *testing.T) {
	c := filled(t)
	named := c.Blobs()
	slices.Sort(named)
	if len(slices.Compact(slices.Clone(named))) != len(named) {
		t.Errorf("one name twice in %v", named)
	}
	for _, b := range named {
		if _, ok := c.Pending()[b]; !ok {
			t.Errorf("%s is named and was never attached", b)
		}
	}
	if len(named) != len(c.Pending()) || len(named) != 8 {
		t.Errorf("%d named of %d attached, want all 8", len(named), len(c.Pending()))
	}
	c.Selfie, c.Liveness = nil, nil
	delete(c.Document.Pages, document.Front)
	if left := c.Blobs(); len(left) != 2 {
		t.Errorf("%v are named, want the back's two", left)
	}
	if empty := customer.New(id, created).Blobs(); len(empty) != 0 {
		t.Errorf("a new customer names %v", empty)
	}
}

// A blob's name must never stand for another picture, also after a save and a
// return from the store.
func TestBlobNamesAreNeverReused(t *testing.T) {
	c := filled(t)
	seen := map[customer.Blob]bool{}
	for b := range c.Pending() {
		seen[b] = true
	}
	c.Selfie = nil
	c.Saved()
	if len(c.Pending()) != 0 {
		t.Fatal("saved and still pending")
	}
	back := stored(t, c)
	for range 3 {
		if b := back.Attach([]byte("another")); seen[b] {
			t.Errorf("%s names a second picture", b)
		} else {
			seen[b] = true
		}
	}
}

// TestWhatWasTakenAgainIsOverwritten: of a page or a challenge that was taken
// again nothing waits to be saved.
func TestWhatWasTakenAgainIsOverwritten(t *testing.T) {
	c := filled(t)
	before := maps.Clone(c.Pending())
	c.Prune()
	if len(c.Pending()) != len(before) {
		t.Errorf("%d of %d pictures left though all are named", len(c.Pending()), len(before))
	}
	again := c.Selfie.Image
	c.Selfie.Image = c.Attach([]byte("another selfie"))
	c.Prune()
	if _, ok := c.Pending()[again]; ok || len(c.Pending()) != len(before) {
		t.Errorf("%d pictures left, want %d without the first selfie", len(c.Pending()), len(before))
	}
	for name, data := range before {
		if wiped := !bytes.ContainsFunc(data, func(r rune) bool { return r != 0 }); wiped != (name == again) {
			t.Errorf("%s is overwritten: %v", name, wiped)
		}
	}
}

// stored returns c as it comes back from a store.
func stored(t *testing.T, c *customer.Customer) *customer.Customer {
	t.Helper()
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	back := &customer.Customer{}
	if err := json.Unmarshal(data, back); err != nil {
		t.Fatal(err)
	}
	return back
}

func TestNothingIsLostInTheStore(t *testing.T) {
	c := filled(t)
	c.Saved()
	if back := stored(t, c); !reflect.DeepEqual(back, c) {
		got, _ := json.Marshal(back)
		want, _ := json.Marshal(c)
		t.Errorf("came back as\n%s, want\n%s", got, want)
	}
}

func TestLogsShowNobody(t *testing.T) {
	c := filled(t)
	for name, handler := range map[string]func(*bytes.Buffer) slog.Handler{
		"text": func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
		"JSON": func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
	} {
		var out bytes.Buffer
		log := slog.New(handler(&out))
		log.Info("pointer", "customer", c)
		log.Info("value", "customer", *c)
		log.Info("group", slog.Group("onboarding", "customer", c))
		line := strings.ToUpper(out.String())
		for _, secret := range []string{"ERIKSSON", "ANNA", "D23145890", "740812", "7408122F", "1974", "PFT1", "CLERK", "KNOWN IN PERSON", "SELFIE", "UTO"} {
			if strings.Contains(line, secret) {
				t.Errorf("%s log shows %q: %s", name, secret, out.String())
			}
		}
		if strings.Count(out.String(), id) != 3 {
			t.Errorf("%s log does not name the customer by id: %s", name, out.String())
		}
	}
}

func TestClerksDecisionStandsOverTheEngines(t *testing.T) {
	c := customer.New(id, created)
	if d := c.Decision(); d != "" {
		t.Errorf("undecided customer: %q", d)
	}
	c.Verdict = &trust.Verdict{Decision: trust.Review}
	if d := c.Decision(); d != trust.Review {
		t.Errorf("the engine's: %q, want REVIEW", d)
	}
	for _, want := range []trust.Decision{trust.Accept, trust.Reject} {
		c.Review = &customer.Review{Decision: want}
		if d := c.Decision(); d != want {
			t.Errorf("the clerk's: %q, want %s", d, want)
		}
	}
}
