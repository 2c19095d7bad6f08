package document_test

import (
	"image"
	"image/color"
	"math"
	"slices"
	"testing"

	"portico/engine/document"
	"portico/engine/document/documenttest"
	"portico/engine/document/template"
	"portico/engine/imaging"
)

// times multiplies all colours.
func times(img *image.RGBA, gain float64) *image.RGBA {
	return documenttest.Map(img, func(c color.RGBA) color.RGBA {
		f := func(v uint8) uint8 { return uint8(min(float64(v)*gain, 255)) }
		return color.RGBA{f(c.R), f(c.G), f(c.B), 255}
	})
}

// lamp adds a reflection of the given radius in the middle.
func lamp(img *image.RGBA, radius float64) *image.RGBA {
	out := imaging.Crop(img, img.Rect)
	m := image.Pt(img.Rect.Dx()/2, img.Rect.Dy()/2)
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			d := math.Hypot(float64(x-m.X), float64(y-m.Y)) / radius
			c := out.RGBAAt(x, y)
			f := func(v uint8) uint8 { return uint8(min(float64(v)+400*math.Exp(-d*d), 255)) }
			out.SetRGBA(x, y, color.RGBA{f(c.R), f(c.G), f(c.B), 255})
		}
	}
	return out
}

func TestQualityOfALiveFrame(t *testing.T) {
	good, q := photo(t, knownCard(), .2)
	cut := imaging.Crop(good, image.Rect(0, 0, q.Bounds().Max.X-25, 1200))
	tiny := imaging.Resize(good, 480, 480)
	for name, tc := range map[string]struct {
		img   *image.RGBA
		q     imaging.Quad
		issue string // empty: fine
	}{
		"good":             {good, q, ""},
		"a little soft":    {documenttest.Blur(good, 1), q, ""},
		"dim":              {times(good, .6), q, ""},
		"blurred":          {documenttest.Blur(good, 6), q, document.SharpnessLow},
		"dark":             {times(good, .2), q, document.BrightnessLow},
		"burnt out":        {times(good, 3), q, document.BrightnessHigh},
		"a lamp on it":     {lamp(good, 200), q, document.HotspotsHigh},
		"far away":         {tiny, q.Scale(.4), document.Small},
		"a corner cut off": {cut, q, document.OutOfImage},
	} {
		t.Run(name, func(t *testing.T) {
			finder := fixed{tc.q, float64(max(tc.img.Rect.Dx(), tc.img.Rect.Dy()))}
			at, ok := document.NewReader(document.Parts{Cards: finder, Text: tally{}}, nil).Locate(tc.img)
			if !ok {
				t.Fatal("not located")
			}
			issues := at.Quality.Issues
			if at.Quality.Fine != (len(issues) == 0) {
				t.Errorf("fine = %v with issues %v", at.Quality.Fine, issues)
			}
			if tc.issue == "" && len(issues) > 0 || tc.issue != "" && !slices.Contains(issues, tc.issue) {
				t.Errorf("issues %v, want %q (sharpness %+v, brightness %+v, hotspots %+v)", issues, tc.issue,
					at.Quality.Sharpness, at.Quality.Brightness, at.Quality.Hotspots)
			}
		})
	}
}

func TestQualityByAnotherDesksLimits(t *testing.T) {
	good, q := photo(t, knownCard(), .2)
	strict := document.NewReader(document.Parts{Cards: offered{q}, Text: tally{}}, nil).WithQuality(document.QualityLimits{LeastWidth: 5000, Border: .4})
	at, ok := strict.Locate(good)
	if !ok {
		t.Fatal("not located")
	}
	if got := at.Quality; !slices.Equal(got.Issues, []string{document.Small}) || !slices.Equal(got.Warnings, []string{document.CloseToBorder}) {
		t.Errorf("issues %v and warnings %v, want a page that is small and close to the border", got.Issues, got.Warnings)
	}
	for name, l := range map[string]document.QualityLimits{
		"upside down": {Dark: .9, Bright: .1}, "beyond the scale": {HighSharpness: 1.5}, "no picture left": {Border: .5}, "negative": {LeastWidth: -1},
	} {
		if l.Check() == nil {
			t.Errorf("%s: %+v passes", name, l)
		}
	}
	if err := (document.QualityLimits{}).Check(); err != nil {
		t.Errorf("the limits that are built in: %v", err)
	}
}

// fixed proposes exactly one place in a picture of the given longer side.
type fixed struct {
	q    imaging.Quad
	side float64
}

func (f fixed) Candidates(*image.RGBA) []imaging.Quad {
	return []imaging.Quad{f.q.Scale(1 / math.Max(1, math.Ceil(f.side/480)))}
}

func TestLocateTellsPlaceAndSize(t *testing.T) {
	img, q := photo(t, knownCard(), .2)
	at, ok := document.NewReader(document.Parts{Cards: offered{q}, Text: tally{}}, nil).Locate(img)
	if !ok {
		t.Fatal("not found")
	}
	want := q.Area() / (1200 * 1200)
	if math.Abs(at.Share-want) > .01 || at.CornerOutOfImage || at.Confidence < .6 {
		t.Errorf("share %.3f (want %.3f), out of image %v, confidence %.2f", at.Share, want, at.CornerOutOfImage, at.Confidence)
	}
}

func TestAuthenticity(t *testing.T) {
	tinted := types(t)
	front := tinted[0].Sides["front"]
	page, q := photo(t, colourful(), 0)
	straight, err := imaging.Warp(page, q, 1014, 640)
	if err != nil {
		t.Fatal(err)
	}
	tints := template.TintsOf(straight)
	front.Tints = &tints
	tinted[0].Sides["front"] = front

	read := func(img *image.RGBA, opt document.Options) map[string]document.Check {
		t.Helper()
		got, err := document.NewReader(document.Parts{Cards: offered{q}, Text: tally{}}, tinted).Read(t.Context(), img, opt)
		if err != nil {
			t.Fatal(err)
		}
		return got.Authenticity
	}
	grey := documenttest.Map(page, func(c color.RGBA) color.RGBA {
		y := uint8((19595*int(c.R) + 38470*int(c.G) + 7471*int(c.B)) >> 16)
		return color.RGBA{y, y, y, 255}
	})
	warm := documenttest.Map(page, func(c color.RGBA) color.RGBA {
		return color.RGBA{c.R, uint8(int(c.G) * 9 / 10), uint8(int(c.B) * 7 / 10), 255}
	})
	screen := documenttest.Map(page, func(c color.RGBA) color.RGBA { return c })
	for y := range screen.Rect.Dy() {
		for x := range screen.Rect.Dx() {
			if (x+y/9)%4 == 0 || y%4 == 0 {
				c := screen.RGBAAt(x, y)
				screen.SetRGBA(x, y, color.RGBA{c.R / 2, c.G / 2, c.B / 2, 255})
			}
		}
	}
	dots := documenttest.Map(page, func(c color.RGBA) color.RGBA { return c })
	for y := range dots.Rect.Dy() {
		for x := range dots.Rect.Dx() {
			shade := .85 + .07*(math.Sin(2*math.Pi*float64(x+y)/6)+math.Sin(2*math.Pi*float64(x-y)/6))
			c := dots.RGBAAt(x, y)
			dots.SetRGBA(x, y, color.RGBA{uint8(shade * float64(c.R)), uint8(shade * float64(c.G)), uint8(shade * float64(c.B)), 255})
		}
	}
	for name, tc := range map[string]struct {
		img     *image.RGBA
		check   string
		flagged bool
	}{
		"the card, no dots": {page, document.CheckPrint, false},
		"a printer's dots":  {dots, document.CheckPrint, true},
		"texts all alike":   {page, document.CheckTexts, false},
		"the card itself":   {page, document.CheckColors, false},
		"under a warm lamp": {warm, document.CheckColors, false},
		"a grey copy":       {grey, document.CheckColors, true},
		"the card, no grid": {page, document.CheckScreen, false},
		"a screen's raster": {screen, document.CheckScreen, true},
	} {
		t.Run(name, func(t *testing.T) {
			c := read(tc.img, document.Options{})[tc.check]
			if !c.Evaluated || c.Score == nil || c.Flagged != tc.flagged {
				t.Errorf("%s: %+v, want evaluated and flagged = %v", tc.check, c, tc.flagged)
			}
			if c.Box == nil || !c.Box.Bounds().In(q.Bounds().Inset(-2)) {
				t.Errorf("%s: judged at %v, want a place on the page", tc.check, c.Box)
			}
		})
	}
	t.Run("only what was asked for", func(t *testing.T) {
		got := read(page, document.Options{Checks: []string{document.ScreenAttack}})
		if _, ok := got[document.CheckColors]; ok || len(got) != 1 {
			t.Errorf("checks %v, want the screen's alone", got)
		}
	})
	t.Run("an exchanged portrait is not evaluated", func(t *testing.T) {
		if c := read(page, document.Options{})[document.CheckPortrait]; c.Evaluated || c.Score != nil || c.Flagged {
			t.Errorf("%+v, want not evaluated", c)
		}
	})
	t.Run("colours of an unknown type", func(t *testing.T) {
		got := read(page, document.Options{Countries: []string{"xxx"}})[document.CheckColors]
		if got.Evaluated || got.Score != nil || got.Flagged {
			t.Errorf("%+v, want not evaluated", got)
		}
	})
}

// colourful is the known card on paper whose tint changes from left to right.
func colourful() *image.RGBA {
	card := knownCard()
	for y := range card.Rect.Dy() {
		for x := range card.Rect.Dx() {
			c := card.RGBAAt(x, y)
			if c.R > 100 {
				u := float64(x) / float64(card.Rect.Dx())
				card.SetRGBA(x, y, color.RGBA{uint8(float64(c.R) * (1 - .25*u)), c.G, uint8(float64(c.B) * (.8 + .2*u)), 255})
			}
		}
	}
	return card
}
