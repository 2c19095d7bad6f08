package palette_test

import (
	"errors"
	"image/color"
	"math"
	"testing"

	"portico/app/palette"
)

// Contrasts from WCAG 2.2 (black on white, success criterion 1.4.6) and from
// its understanding document: #767676 on white is the lightest grey at 4.5:1.
func TestContrastIsThatOfWCAG(t *testing.T) {
	white := color.NRGBA{255, 255, 255, 255}
	for hex, want := range map[string]float64{"#000000": 21, "#FFFFFF": 1, "#767676": 4.54, "#595959": 7.0} {
		c, err := palette.Parse(hex)
		if err != nil {
			t.Fatal(err)
		}
		if got := palette.Contrast(c, white); math.Abs(got-want) > .01 {
			t.Errorf("%s on white: %.3f, want %.2f", hex, got, want)
		}
	}
}

func TestPoorColoursAreNamed(t *testing.T) {
	if poor := palette.Usual().Poor(); len(poor) > 0 {
		t.Errorf("ours: %v", poor)
	}
	poor := palette.Colours{palette.Brand: {0x5B, 0xA0, 0xE0, 255}}.Poor()
	if len(poor) != 3 { // on ground, on surface, and text on it
		t.Errorf("a light brand: %v", poor)
	}
}

func TestColoursInFiles(t *testing.T) {
	own := palette.Colours{palette.Brand: {0x6A, 0x1B, 0x4D, 255}}
	back, err := palette.FromTexts(own.Texts())
	if err != nil || len(back) != 1 || back[palette.Brand] != own[palette.Brand] || back.All()[palette.Ink] != palette.Usual()[palette.Ink] {
		t.Errorf("%v, %v", back, err)
	}
	for name, c := range map[string]struct {
		texts map[palette.Role]string
		want  error
	}{
		"no colour":    {map[palette.Role]string{"brand": "blue"}, palette.ErrColour},
		"short":        {map[palette.Role]string{"brand": "#123"}, palette.ErrColour},
		"signs":        {map[palette.Role]string{"brand": "#-1-1-1"}, palette.ErrColour},
		"no such role": {map[palette.Role]string{"shoes": "#123456"}, palette.ErrColour},
		"unreadable":   {map[palette.Role]string{"ink": "#BBBBBB"}, palette.ErrContrast},
	} {
		if _, err := palette.FromTexts(c.texts); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}
