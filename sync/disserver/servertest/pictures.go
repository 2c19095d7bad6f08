package servertest

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"portico/engine/document"
	"portico/engine/document/mrz"
	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/liveness"
)

// Picture names what a picture shows.
type Picture string

// The pictures that the recognisers know.
const (
	Front    Picture = "front"    // of the contract's sample card, with Holder's portrait
	Back     Picture = "back"     // of the same card, with its machine-readable zone
	Holder   Picture = "holder"   // the card's holder, alone
	Smiling  Picture = "smiling"  // the holder, smiling
	Stranger Picture = "stranger" // somebody else
	Crowd    Picture = "crowd"    // the holder and others
	Nothing  Picture = "nothing"  // neither card nor face

	// The holder, looking at a corner of the screen: the holder's own left.
	TopLeft     Picture = "top left"
	TopRight    Picture = "top right"
	BottomLeft  Picture = "bottom left"
	BottomRight Picture = "bottom right"
)

var colours = map[Picture]color.RGBA{
	Front: {0, 160, 0, 255}, Back: {0, 0, 160, 255}, Holder: {200, 150, 120, 255}, Smiling: {250, 200, 170, 255},
	Stranger: {110, 70, 40, 255}, Crowd: {200, 0, 200, 255}, Nothing: {0, 0, 0, 255},
	TopLeft: {255, 0, 0, 255}, TopRight: {0, 255, 255, 255}, BottomLeft: {255, 255, 0, 255}, BottomRight: {90, 90, 255, 255},
}

// Size of all pictures, in pixels.
const width, height = 160, 100

func draw(p Picture) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for i := 0; i < len(img.Pix); i += 4 {
		c := colours[p]
		copy(img.Pix[i:], []byte{c.R, c.G, c.B, c.A})
	}
	return img
}

// JPEG returns the picture as a camera would.
func JPEG(t testing.TB, p Picture) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, draw(p), nil); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// PNG returns the picture without loss.
func PNG(t testing.TB, p Picture) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := png.Encode(&buf, draw(p)); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// See returns what a picture shows, whatever a JPEG did to its colour.
func See(img *image.RGBA) Picture {
	c := img.RGBAAt(img.Rect.Dx()/2, img.Rect.Dy()/2)
	best, least := Nothing, 1<<30
	for p, k := range colours {
		d := square(c.R, k.R) + square(c.G, k.G) + square(c.B, k.B)
		if d < least {
			best, least = p, d
		}
	}
	return best
}

func square(a, b uint8) int { return (int(a) - int(b)) * (int(a) - int(b)) }

// Documents reads the sample card.
type Documents struct{}

// Read implements onboarding.DocumentReader.
func (Documents) Read(_ context.Context, photo *image.RGBA, _ document.Options) (*document.Reading, error) {
	card := document.Type{Country: "ino", Kind: "identity-card", Edition: "2020", MRTD: "TD1", Support: document.FullSupport}
	r := &document.Reading{Rectified: photo, Page: document.Page{
		Type: &card, Corners: imaging.Quad{{X: 10.4, Y: 5}, {X: 150, Y: 5}, {X: 150, Y: 95.6}, {X: 10, Y: 95}}, Confidence: .98,
		Quality: document.Quality{
			Fine: true, Sharpness: document.Measure{Score: .9, Level: document.High},
			Brightness: document.Measure{Score: .5, Level: document.Medium}, Hotspots: document.Measure{Score: .1, Level: document.Low},
		},
	}}
	colors, screen := .95, .2
	switch See(photo) {
	case Front:
		r.Authenticity = map[string]document.Check{
			document.CheckColors: {Score: &colors, Evaluated: true},
			document.CheckScreen: {Score: &screen, Evaluated: true, Flagged: true},
		}
		r.Side, r.Visual, r.Face = document.Front, printed(front), draw(Holder)
		return r, nil
	case Back:
		zone, err := mrz.Parse(lines)
		if err != nil {
			return nil, fmt.Errorf("the sample card's own zone: %w", err)
		}
		r.Side, r.Visual, r.MRZ = document.Back, printed(back), &mrz.Reading{Document: *zone, Confidence: .99}
		return r, nil
	}
	return nil, document.ErrNoCard
}

// What the contract's sample card says; the person is fictional.
var (
	lines = []string{"ILSVKBB456987<3<<<<<<<<<<<<<<<", "8508063M3011249SVK<<<<<<<<<<<0", "BELL<<BRIAN<<<<<<<<<<<<<<<<<<<"}
	front = map[string]string{
		document.GivenNames: "Brian", document.Surname: "Bell", document.Nationality: "SVK", document.Gender: "M",
		document.DocumentNumber: "BB456987", document.DateOfBirth: "1985-08-06", document.DateOfIssue: "2020-11-24",
		document.DateOfExpiry: "2030-11-24",
	}
	back = map[string]string{document.Address: "5 4th Street\nNew York", document.PlaceOfBirth: "Los Angeles"}
)

func printed(values map[string]string) map[string]document.Field {
	fields := map[string]document.Field{}
	for name, v := range values {
		fields[name] = document.Field{Value: v, Raw: v, Confidence: .97, Source: document.VisualZone}
	}
	return fields
}

// Faces sees one face or several, and knows people by their colour.
type Faces struct{}

// Find implements onboarding.Faces.
func (Faces) Find(_ context.Context, img *image.RGBA) ([]face.Face, error) {
	f := face.Face{
		Box: imaging.RotatedRect(imaging.Point{X: 80, Y: 50}, 40, 50, .1), Confidence: .99,
		Landmarks:   [5]imaging.Point{{X: 70, Y: 40}, {X: 90, Y: 40}, {X: 80, Y: 50}, {X: 73, Y: 62}, {X: 87, Y: 62}},
		EyeDistance: 20, EyesOpen: [2]float64{.3, .3},
	}
	switch p := See(img); p {
	case Holder, Stranger:
		return []face.Face{f}, nil
	case TopLeft, TopRight, BottomLeft, BottomRight:
		f.Mesh = looking(p)
		return []face.Face{f}, nil
	case Smiling:
		f.Smile = .9
		return []face.Face{f}, nil
	case Crowd:
		return []face.Face{f, f}, nil
	}
	return nil, nil
}

// looking returns the vertices around eyes that look at a corner; the holder's
// left is the picture's right.
func looking(p Picture) []face.Point3 {
	across, below := .1, -.03
	if p == TopRight || p == BottomRight {
		across = -across
	}
	if p == BottomLeft || p == BottomRight {
		below = -below
	}
	mesh := make([]face.Point3, 478)
	for _, eye := range []struct {
		x                 float64
		from, to, irisMid int // vertices
	}{{62, 33, 133, 468}, {82, 362, 263, 473}} {
		const width, y = 16, 40
		mesh[eye.from] = face.Point3{X: eye.x, Y: y}
		mesh[eye.to] = face.Point3{X: eye.x + width, Y: y}
		mesh[eye.irisMid] = face.Point3{X: eye.x + width*(.5+across), Y: y + width*(below-.07)}
	}
	return mesh
}

// Template implements onboarding.Faces.
func (Faces) Template(_ context.Context, img *image.RGBA, _ face.Face) (face.Template, error) {
	if See(img) == Stranger {
		return face.Template("stranger"), nil
	}
	return face.Template("holder"), nil
}

// Attributes implements onboarding.Faces.
func (Faces) Attributes(context.Context, *image.RGBA, face.Face) (face.Attributes, error) {
	age, gender := 40.6, .1
	return face.Attributes{Age: &age, Gender: &gender}, nil
}

// Compare implements onboarding.Faces.
func (Faces) Compare(a, b face.Template) (face.Match, error) {
	if bytes.Equal(a, b) {
		return face.Match{Distance: .3, Score: .9, Same: true}, nil
	}
	return face.Match{Distance: .9, Score: .02}, nil
}

// Passive calls every face live.
type Passive struct{}

// Evaluate implements onboarding.PassiveCheck.
func (Passive) Evaluate(context.Context, *image.RGBA, face.Face) (liveness.Result, error) {
	score := .88
	return liveness.Result{Kind: liveness.Passive, Score: &score}, nil
}
