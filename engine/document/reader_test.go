package document_test

import (
	"context"
	"errors"
	"image"
	"image/color"
	"math"
	"strings"
	"testing"

	"portico/engine/document"
	"portico/engine/document/documenttest"
	"portico/engine/document/mrz"
	"portico/engine/document/template"
	"portico/engine/face"
	"portico/engine/imaging"
)

// known is a type whose print is tally marks: see tally.
const known = `
country = "uto"
type = "identity-card"
edition = "1"
size = "ID-1"
machine-readable-travel-document = "TD1"

[[page]]
side = "front"
portrait = [0.05, 0.2, 0.35, 0.8]
anchor = [
  {text = "Republic", box = [0.40, 0.06, 0.60, 0.12]},
  {text = "Surname", box = [0.70, 0.30, 0.86, 0.36]},
]
field = [
  {name = "surname", kind = "name", lines = [[0.38, 0.38, 0.66, 0.46]]},
  {name = "dateOfBirth", kind = "date", format = "DD.MM.YYYY", lines = [[0.38, 0.52, 0.66, 0.60]]},
  {name = "documentNumber", kind = "number", lines = [[0.38, 0.66, 0.66, 0.74]]},
  {name = "address", kind = "text", lines = [[0.70, 0.52, 0.96, 0.60], [0.70, 0.66, 0.96, 0.74]]},
]
`

// marks says what so many strokes spell.
var marks = map[int]string{
	3: "Republic", 4: "Surname", 5: "Eriksson", 6: "12.08.1974", 7: "D23 1458 907", 8: "5  4th Street", 9: "New York",
}

// tally reads strokes: the number of dark runs along the middle of the crop.
type tally struct{}

func (tally) ReadLine(_ context.Context, g *image.Gray) (document.Text, error) {
	n, dark := 0, false
	box := image.Rectangle{}
	y := g.Rect.Dy() / 2
	for x := range g.Rect.Dx() {
		now := g.Pix[y*g.Stride+x] < 100
		if now {
			box = box.Union(image.Rect(x, y-4, x+1, y+5))
		}
		if now && !dark {
			n++
		}
		dark = now
	}
	return document.Text{Value: marks[n], Confidence: .9, Box: box}, nil
}

// offered proposes a rough guess of one place.
type offered struct{ q imaging.Quad }

func (o offered) Candidates(*image.RGBA) []imaging.Quad {
	q := o.q.Scale(1 / math.Ceil(1200.0/480))
	q[0].X += 2
	q[2].Y -= 2
	return []imaging.Quad{q}
}

type zones struct{ reading *mrz.Reading }

func (z zones) Read(context.Context, *image.RGBA) (*mrz.Reading, error) { return z.reading, nil }

func (z zones) ReadLevel(context.Context, *image.RGBA) (*mrz.Reading, error) { return z.reading, nil }

type portraits []face.Face

func (p portraits) Find(context.Context, *image.RGBA) ([]face.Face, error) { return p, nil }

func types(t testing.TB) []template.Template {
	t.Helper()
	parsed, err := template.Parse([]byte(known), nil)
	if err != nil {
		t.Fatal(err)
	}
	return []template.Template{parsed}
}

// knownCard draws a card of the known type.
func knownCard() *image.RGBA {
	card := documenttest.Desk(1014, 640, color.RGBA{200, 205, 225, 255}, 9)
	for n, b := range map[int]template.Box{
		3: {.40, .06, .60, .12}, 4: {.70, .30, .86, .36}, 5: {.39, .39, .60, .45}, 6: {.39, .53, .60, .59},
		7: {.39, .67, .60, .73}, 8: {.71, .53, .90, .59}, 9: {.71, .67, .90, .73},
	} {
		r := b.On(1014, 640)
		for k := range n {
			x := r.Min.X + k*(r.Dx()-8)/(n-1)
			for y := r.Min.Y; y < r.Max.Y; y++ {
				for dx := range 8 {
					card.SetRGBA(x+dx, y, color.RGBA{25, 25, 35, 255})
				}
			}
		}
	}
	return card
}

// photo lays card on a desk, turned by angle.
func photo(t testing.TB, card *image.RGBA, angle float64) (*image.RGBA, imaging.Quad) {
	t.Helper()
	img := documenttest.Desk(1200, 1200, color.RGBA{120, 90, 60, 255}, 5)
	q := documenttest.Place(1200, 1200, 900, angle, .06)
	if err := documenttest.Paste(img, card, q); err != nil {
		t.Fatal(err)
	}
	return img, q
}

func TestReadsAKnownCardHoweverItLies(t *testing.T) {
	for name, angle := range map[string]float64{"upright": 0, "askew": .4, "on its side": math.Pi / 2, "upside down": math.Pi, "almost": 3.4} {
		t.Run(name, func(t *testing.T) {
			img, q := photo(t, knownCard(), angle)
			r := document.NewReader(document.Parts{Cards: offered{q}, Text: tally{}}, types(t))
			got, err := r.Read(t.Context(), img, document.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got.Type == nil || got.Type.Country != "uto" || got.Type.Support != document.FullSupport || got.Side != document.Front {
				t.Fatalf("type %+v, side %s", got.Type, got.Side)
			}
			for i, p := range got.Corners {
				if d := imaging.Dist(p, q[i]); d > 9 {
					t.Errorf("corner %d is %.1f pixels off", i, d)
				}
			}
			for field, want := range map[string]string{
				document.Surname: "Eriksson", document.DateOfBirth: "1974-08-12",
				document.DocumentNumber: "D231458907", document.Address: "5 4th Street\nNew York",
			} {
				f := got.Visual[field]
				if f.Value != want {
					t.Errorf("%s = %q, want %q", field, f.Value, want)
				}
				if f.Box == nil || !f.Box.Bounds().In(q.Bounds()) {
					t.Errorf("%s lies at %v, outside the card", field, f.Box)
				}
			}
			if !got.Quality.Fine {
				t.Errorf("issues %v", got.Quality.Issues)
			}
			if got.Rectified.Rect.Dx() < 1014 || got.Rectified.Rect.Dx() < got.Rectified.Rect.Dy() {
				t.Errorf("the straightened page has %v pixels", got.Rectified.Rect.Size())
			}
		})
	}
}

func TestAdviceAndSourcesNarrow(t *testing.T) {
	for name, tc := range map[string]struct {
		opt        document.Options
		recognised bool
	}{
		"right, in another case": {document.Options{Countries: []string{"UTO"}, MRTDs: []string{"td1"}}, true},
		"another country":        {document.Options{Countries: []string{"svk"}}, false},
		"another side":           {document.Options{Sides: []document.Side{document.Back}}, false},
		"another edition":        {document.Options{Editions: []string{"2"}}, false},
		"machine-readable only":  {document.Options{Sources: []string{document.SourceMRZ}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			img, q := photo(t, knownCard(), 0)
			got, err := document.NewReader(document.Parts{Cards: offered{q}, Text: tally{}}, types(t)).Read(t.Context(), img, tc.opt)
			if err != nil {
				t.Fatal(err)
			}
			if (got.Type != nil) != tc.recognised || (got.Visual != nil) != tc.recognised {
				t.Errorf("type %+v with %d fields, want recognised = %v", got.Type, len(got.Visual), tc.recognised)
			}
			if !tc.recognised && got.Side != document.Unknown {
				t.Errorf("side %s of an unknown page", got.Side)
			}
		})
	}
}

func TestAZoneAloneGivesTypeAndOrientation(t *testing.T) {
	doc := mrz.Document{Type: mrz.TD1, Code: "I", Issuer: "D"}
	upsideDown := imaging.Quad{{X: 900, Y: 200}, {X: 100, Y: 200}, {X: 100, Y: 60}, {X: 900, Y: 60}}
	img, q := photo(t, documenttest.Card(1014, 640), 0)
	parts := document.Parts{Cards: offered{q}, Text: tally{}, Zones: zones{&mrz.Reading{Document: doc, Zone: upsideDown}}}
	got, err := document.NewReader(parts, types(t)).Read(t.Context(), img, document.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got.Type == nil || got.Type.Support != document.MRZExtractionOnly || got.Type.MRTD != "TD1" || got.Type.Country != "d" {
		t.Errorf("type %+v", got.Type)
	}
	if got.Side != document.Back {
		t.Errorf("side %s, want back: TD1 has its zone there", got.Side)
	}
	if d := imaging.Dist(got.Corners[0], q[2]); d > 9 {
		t.Errorf("the page's top left is %.0f pixels from the photograph's bottom right of the card", d)
	}
	if y := got.MRZ.Zone[0].Y; y > 600 {
		t.Errorf("the zone lies at y = %.0f, want it in the upper half of the photograph", y)
	}
	if got.Visual != nil {
		t.Error("fields of an unknown type")
	}
}

func TestPortraitIsTheFaceWhereThePortraitIs(t *testing.T) {
	ghost := face.Face{Box: imaging.RectQuad(image.Rect(700, 100, 950, 400))}
	holder := face.Face{Box: imaging.RectQuad(image.Rect(120, 200, 220, 320))}
	img, q := photo(t, knownCard(), 0)
	parts := document.Parts{Cards: offered{q}, Text: tally{}, Portraits: portraits{ghost, holder}}
	got, err := document.NewReader(parts, types(t)).Read(t.Context(), img, document.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got.Portrait == nil || !image.Pt(170, 260).In(*got.Portrait) || got.Portrait.Max.X > 500 {
		t.Errorf("portrait %v, want the face on the left with some room", got.Portrait)
	}
	if got.Face == nil || got.Face.Rect.Size() != got.Portrait.Size() {
		t.Error("the cut-out differs from its place")
	}
}

func TestNoCard(t *testing.T) {
	for name, img := range map[string]*image.RGBA{
		"an empty desk":    documenttest.Desk(800, 600, color.RGBA{120, 90, 60, 255}, 1),
		"one pixel":        image.NewRGBA(image.Rect(0, 0, 1, 1)),
		"nothing":          image.NewRGBA(image.Rectangle{}),
		"a ribbon":         image.NewRGBA(image.Rect(0, 0, 4000, 3)),
		"black":            image.NewRGBA(image.Rect(0, 0, 640, 480)),
		"a narrow picture": image.NewRGBA(image.Rect(0, 0, 3, 4000)),
	} {
		t.Run(name, func(t *testing.T) {
			r := document.NewReader(document.Parts{Cards: offered{imaging.RectQuad(img.Rect)}, Text: tally{}, Zones: zones{}}, types(t))
			_, err := r.Read(t.Context(), img, document.Options{})
			if !errors.Is(err, document.ErrNoCard) || !strings.Contains(err.Error(), "lay it flat") {
				t.Errorf("Read = %v, want ErrNoCard that says what to do", err)
			}
			if at, ok := r.Locate(img); ok {
				t.Errorf("Locate = %+v", at)
			}
		})
	}
}
