package document

import (
	"image"
	"testing"

	"portico/engine/document/mrz"
	"portico/engine/imaging"
)

// TestAZoneTellsWhereThePageIs turns pages of ten pixels a millimetre in a
// photograph. Those of cards are measured: the contract's sample card.
func TestAZoneTellsWhereThePageIs(t *testing.T) {
	for name, c := range map[string]struct {
		kind       mrz.Type
		page, zone image.Rectangle
	}{
		"passport": {mrz.TD3, image.Rect(0, 0, 1250, 880), image.Rect(50, 706, 1200, 802)},
		"card":     {mrz.TD1, image.Rect(0, 0, 856, 540), image.Rect(43, 360, 832, 488)},
	} {
		turned := imaging.RotatedRect(imaging.Point{X: 1000, Y: 800}, float64(c.page.Dx()), float64(c.page.Dy()), .2)
		m, err := imaging.Between(imaging.RectQuad(c.page), turned)
		if err != nil {
			t.Fatal(err)
		}
		zone := imaging.RectQuad(c.zone)
		for i := range zone {
			zone[i] = m.Apply(zone[i])
		}
		got, ok := pageOf(&mrz.Reading{Document: mrz.Document{Type: c.kind}, Zone: zone}, image.Rect(0, 0, 2000, 1600))
		if !ok {
			t.Fatalf("%s: the page is not told", name)
		}
		for i, p := range got {
			if imaging.Dist(p, turned[i]) > 15 { // a millimetre and a half
				t.Errorf("%s: corner %d at %v, want %v", name, i, p, turned[i])
			}
		}
	}
}

func TestAVisasZoneTellsNoPage(t *testing.T) {
	zone := imaging.RectQuad(image.Rect(50, 706, 1200, 802))
	if q, ok := pageOf(&mrz.Reading{Document: mrz.Document{Type: mrz.MRVA}, Zone: zone}, image.Rect(0, 0, 2000, 1600)); ok {
		t.Errorf("a visa's zone tells a page at %v", q)
	}
}
