package tamper_test

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"math/rand/v2"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"portico/engine/document/tamper"
)

// style is how a text is printed.
type style struct {
	font  []byte
	size  float64 // pixels
	ink   uint8
	lower int // pixels under the line
	twice int // pixels between two prints of it; 0: one
}

var usual = style{goregular.TTF, 40, 20, 0, 0}

// texts are the values of a card: accents, descenders, digits, single words.
var texts = map[string]string{
	"surname": "Ångström-Yang", "givenNames": "Jürgen Ági", "number": "K77410938",
	"birth": "12.08.1974", "issue": "15.04.2022", "place": "Zenith",
}

// card prints the texts in two columns, each in its style or the usual one, on
// paper with some noise, and says where.
func card(t *testing.T, styles map[string]style) (*image.Gray, []tamper.Line) {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 900, 400))
	draw.Draw(img, img.Rect, image.NewUniform(color.Gray{215}), image.Point{}, draw.Src)
	var lines []tamper.Line
	for i, name := range []string{"surname", "birth", "givenNames", "issue", "number", "place"} {
		s, other := styles[name]
		if !other {
			s = usual
		}
		f, err := opentype.Parse(s.font)
		if err != nil {
			t.Fatal(err)
		}
		face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: s.size, DPI: 72})
		if err != nil {
			t.Fatal(err)
		}
		box := image.Rect(20+450*(i%2), 40+110*(i/2), 440+450*(i%2), 110+110*(i/2))
		d := font.Drawer{Dst: img, Src: image.NewUniform(color.Gray{s.ink}), Face: face, Dot: fixed.P(box.Min.X+10, box.Min.Y+52+s.lower)}
		d.DrawString(texts[name])
		if s.twice > 0 {
			d.Dot = fixed.P(box.Min.X+10+s.twice, box.Min.Y+52+s.lower)
			d.DrawString(texts[name])
		}
		lines = append(lines, tamper.Line{Field: name, Box: box})
	}
	rnd := rand.New(rand.NewPCG(7, 7))
	for i, v := range img.Pix {
		img.Pix[i] = uint8(min(max(float64(v)+3*rnd.NormFloat64(), 0), 255))
	}
	return img, lines
}

func TestOneTextStandsOut(t *testing.T) {
	for name, tc := range map[string]struct {
		field  string // empty: none
		change func(*style)
	}{
		"all alike":          {"", func(*style) {}},
		"struck twice":       {"birth", func(s *style) { s.twice = 2 }},
		"a third larger":     {"number", func(s *style) { s.size = 54 }},
		"a third smaller":    {"surname", func(s *style) { s.size = 27 }},
		"paler ink":          {"issue", func(s *style) { s.ink = 110 }},
		"below its own line": {"givenNames", func(s *style) { s.lower = 10 }},
	} {
		t.Run(name, func(t *testing.T) {
			s := usual
			tc.change(&s)
			img, lines := card(t, map[string]style{tc.field: s})
			got := tamper.Texts(img, lines)
			if len(got) != len(texts) {
				t.Fatalf("%d texts judged, want %d", len(got), len(texts))
			}
			worst := ""
			for field, d := range got {
				if d.Limits() > 1 && (worst == "" || d.Limits() > got[worst].Limits()) {
					worst = field
				}
			}
			// Of two texts in one row that are not level, either may be the wrong one.
			sameRow := tc.field == "givenNames" && worst == "issue"
			if worst != tc.field && !sameRow {
				t.Errorf("%q stands out, want %q: %+v", worst, tc.field, got)
			}
		})
	}
}

func TestTooLittleIsNotJudged(t *testing.T) {
	img, lines := card(t, nil)
	if got := tamper.Texts(img, lines[:3]); got != nil {
		t.Errorf("three texts: %v, want nothing", got)
	}
	blank := image.NewGray(img.Rect)
	if got := tamper.Texts(blank, lines); got != nil {
		t.Errorf("a blank page: %v, want nothing", got)
	}
	for i := range lines {
		lines[i].Box = lines[i].Box.Add(image.Pt(5000, -5000))
	}
	if got := tamper.Texts(img, lines); got != nil {
		t.Errorf("lines outside the page: %v, want nothing", got)
	}
	if got := tamper.Texts(image.NewGray(image.Rectangle{}), lines); got != nil {
		t.Errorf("no page: %v, want nothing", got)
	}
}

func TestWhateverIsPrintedIsNoCrash(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		img := image.NewGray(image.Rect(0, 0, 240, 160))
		draw.Draw(img, img.Rect, image.NewUniform(color.Gray{230}), image.Point{}, draw.Src)
		for range 40 { // ink of any shape, in several rows
			at := image.Pt(rnd.IntN(240), rnd.IntN(160))
			draw.Draw(img, image.Rectangle{at, at.Add(image.Pt(1+rnd.IntN(9), 1+rnd.IntN(14)))}, image.Black, image.Point{}, draw.Src)
		}
		var lines []tamper.Line
		for y := 0; y < 160; y += 40 {
			lines = append(lines, tamper.Line{Field: "a", Box: image.Rect(0, y, 240, y+40+rnd.IntN(30))})
		}
		for field, d := range tamper.Texts(img, lines) {
			if l := d.Limits(); !(l >= 0) || math.IsInf(l, 0) {
				t.Fatalf("%s: %+v is no deviation", field, d)
			}
		}
	}
}

func TestTwoRowsInOneBoxAreNotJudged(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 200, 60))
	draw.Draw(img, img.Rect, image.NewUniform(color.Gray{230}), image.Point{}, draw.Src)
	for i := range 4 {
		for _, y := range []int{4, 36} {
			draw.Draw(img, image.Rect(20+40*i, y, 28+40*i, y+18), image.Black, image.Point{}, draw.Src)
		}
	}
	if p, ok := tamper.Measure(img, img.Rect); ok {
		t.Errorf("%+v, want nothing", p)
	}
}
