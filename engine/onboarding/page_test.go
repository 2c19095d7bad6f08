package onboarding_test

import (
	"context"
	"errors"
	"image"
	"slices"
	"testing"

	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/liveness"
	"portico/engine/onboarding"
)

func TestUselessPicturesLeaveTheCustomerAsItWas(t *testing.T) {
	e, c := whole().run(t, ready(t))
	nothing := photo(t, empty)
	unchanged(t, c, func() {
		if out, err := e.AddPage(t.Context(), c, nothing, nil); err != nil || out.Code != onboarding.NoCard || out.Page != nil {
			t.Errorf("no card: %+v, %v", out, err)
		}
	})
	unchanged(t, c, func() {
		if out, err := e.SetSelfie(t.Context(), c, nothing); err != nil || out.Code != onboarding.NoFace {
			t.Errorf("no face: %+v, %v", out, err)
		}
	})
	unchanged(t, c, func() {
		if out, err := e.AddLivenessSelfie(t.Context(), c, nothing, liveness.Neutral); err != nil || out.Code != onboarding.NoFace {
			t.Errorf("no face: %+v, %v", out, err)
		}
	})
}

func TestWhatIsNoPictureIsAnErrorAndChangesNothing(t *testing.T) {
	e, c := whole().run(t, ready(t))
	good := photo(t, front)
	for name, f := range map[string]struct {
		data []byte
		want error
	}{
		"empty file":    {nil, imaging.ErrEmpty},
		"text":          {[]byte("Dear Sir or Madam"), imaging.ErrFormat},
		"truncated PNG": {good[:len(good)-20], imaging.ErrCorrupt},
	} {
		unchanged(t, c, func() {
			if _, err := e.AddPage(t.Context(), c, f.data, nil); !errors.Is(err, f.want) {
				t.Errorf("page, %s: %v, want %v", name, err, f.want)
			}
			if _, err := e.SetSelfie(t.Context(), c, f.data); !errors.Is(err, f.want) {
				t.Errorf("selfie, %s: %v, want %v", name, err, f.want)
			}
			if _, err := e.AddLivenessSelfie(t.Context(), c, f.data, liveness.None); !errors.Is(err, f.want) {
				t.Errorf("liveness, %s: %v, want %v", name, err, f.want)
			}
		})
	}
}

func TestPictureAboveTheLimitIsRefused(t *testing.T) {
	w := ready(t)
	e := onboarding.New(readerStub{w.read}, facesStub{w.find, w.template, w.attributes, compare}, passiveStub{w.passive}, imaging.Limits{Pixels: 63})
	c := customer.New("small", now)
	e.StartDocument(c, customer.Advice{}, nil, nil)
	if _, err := e.AddPage(t.Context(), c, photo(t, front), nil); !errors.Is(err, imaging.ErrTooLarge) {
		t.Errorf("64 pixels where 63 are allowed: %v", err)
	}
}

func TestBrokenPartsAreErrorsThatWrapTheirCause(t *testing.T) {
	w := ready(t)
	broken := errors.New("network gone")
	w2 := onboarding.New(readerStub{w.read}, facesStub{
		FindFn: w.find, AttributesFn: w.attributes, CompareFn: compare,
		TemplateFn: func(_ context.Context, _ *image.RGBA, _ face.Face) (face.Template, error) { return nil, broken },
	}, passiveStub{w.passive}, imaging.Limits{})
	c := customer.New("broken", now)
	w2.StartDocument(c, customer.Advice{}, nil, nil)
	if _, err := w2.SetSelfie(t.Context(), c, photo(t, selfie)); !errors.Is(err, broken) || c.Selfie != nil {
		t.Errorf("selfie: %v", err)
	}
	if _, err := w2.AddPage(t.Context(), c, photo(t, front), nil); !errors.Is(err, broken) || len(c.Blobs()) != 0 {
		t.Errorf("page: %v, the record names %v", err, c.Blobs())
	}
}

func TestRetakenPageReplacesTheFirst(t *testing.T) {
	w := ready(t)
	e, c := whole().run(t, w)
	before := c.Document.Pages[document.Front]
	again := *w.pages[front]
	again.Confidence = .5
	w.pages[stranger] = &again
	out, err := e.AddPage(t.Context(), c, photo(t, stranger), []document.Side{document.Front})
	if err != nil || out.Page == nil || out.Page.Photo == before.Photo {
		t.Fatalf("%+v, %v", out, err)
	}
	if got := c.Document.Pages[document.Front]; len(c.Document.Pages) != 2 || got.Confidence != .5 {
		t.Errorf("%d pages, the front's confidence %v", len(c.Document.Pages), got.Confidence)
	}
	if slices.Contains(c.Blobs(), before.Photo) {
		t.Error("the first photograph is still named")
	}
	if len(out.Warnings) != 0 {
		t.Errorf("warnings %v about the page that was replaced", out.Warnings)
	}
	e.StartDocument(c, customer.Advice{}, nil, nil)
	if len(c.Document.Pages) != 0 {
		t.Error("a fresh document still has pages")
	}
}

func TestWarningsOfPages(t *testing.T) {
	w := ready(t)
	other := *w.pages[back]
	other.Type = &document.Type{Country: "fra", Kind: "identity-card", Edition: "2021", MRTD: "TD1", Support: document.FullSupport}
	w.pages[stranger] = &other
	unknown := *w.pages[back]
	unknown.Type, unknown.Side = nil, document.Unknown
	w.pages[empty] = &unknown
	generic := unknown
	generic.Type = &document.Type{Support: document.GenericSupport}
	w.pages[smiling] = &generic
	byZone := *w.pages[back]
	byZone.Type = &document.Type{MRTD: "TD1", Support: document.MRZExtractionOnly}
	w.pages[selfie] = &byZone
	for name, c := range map[string]struct {
		pages []uint8
		want  []string // of the last page
	}{
		"front, then back":            {[]uint8{front, back}, nil},
		"back alone":                  {[]uint8{back}, []string{onboarding.MissingFront}},
		"another country's back":      {[]uint8{front, stranger}, []string{onboarding.TypeMismatch}},
		"not recognised":              {[]uint8{front, empty}, []string{onboarding.TypeNotRecognized}},
		"read, but not recognised":    {[]uint8{front, smiling}, []string{onboarding.TypeNotRecognized}},
		"back known by its zone only": {[]uint8{front, selfie}, nil},
	} {
		e, cust := w.engine(), customer.New("warn", now)
		e.StartDocument(cust, customer.Advice{}, nil, nil)
		var out onboarding.PageOutcome
		for _, p := range c.pages {
			var err error
			if out, err = e.AddPage(t.Context(), cust, photo(t, p), nil); err != nil {
				t.Fatal(err)
			}
		}
		if !slices.Equal(out.Warnings, c.want) {
			t.Errorf("%s: warnings %v, want %v", name, out.Warnings, c.want)
		}
	}
}

func TestAdviceReachesTheReader(t *testing.T) {
	w := ready(t)
	e, c := w.engine(), customer.New("advice", now)
	e.StartDocument(c, customer.Advice{Countries: []string{"uto"}, Types: []string{"identity-card"}, MRTDs: []string{"td1"}}, []string{"VIZ"}, []string{"SCREEN_ATTACK"})
	if _, err := e.AddPage(t.Context(), c, photo(t, front), []document.Side{document.Front}); err != nil {
		t.Fatal(err)
	}
	got := w.asked[0]
	if !slices.Equal(got.Countries, []string{"uto"}) || !slices.Equal(got.Kinds, []string{"identity-card"}) || !slices.Equal(got.MRTDs, []string{"td1"}) ||
		!slices.Equal(got.Sources, []string{"VIZ"}) || !slices.Equal(got.Checks, []string{"SCREEN_ATTACK"}) || !slices.Equal(got.Sides, []document.Side{document.Front}) {
		t.Errorf("the reader was asked for %+v", got)
	}
}

func TestOutcomesTellWhereTheTimeWent(t *testing.T) {
	w := ready(t)
	e, c := w.engine(), customer.New("time", now)
	e.StartDocument(c, customer.Advice{}, nil, nil)
	page, err := e.AddPage(t.Context(), c, photo(t, front), nil)
	if err != nil {
		t.Fatal(err)
	}
	face, err := e.SetSelfie(t.Context(), c, photo(t, selfie))
	if err != nil {
		t.Fatal(err)
	}
	for _, stage := range []string{"decode", "locate", "viz", "portrait"} {
		if _, ok := page.Millis[stage]; !ok {
			t.Errorf("page: no time of %s in %v", stage, page.Millis)
		}
	}
	for _, stage := range []string{"decode", "detect", "template", "attributes", "passive"} {
		if _, ok := face.Millis[stage]; !ok {
			t.Errorf("selfie: no time of %s in %v", stage, face.Millis)
		}
	}
}
