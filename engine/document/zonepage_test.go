package document

import (
	"image"
	"testing"

	"portico/engine/document/mrz"
	"portico/engine/imaging"
)

// TestAZoneTellsWhereThePageIs turns a page of 1250×880 pixels, ten a
// millimetre, in a photograph.
func TestAZoneTellsWhereThePageIs(t *testing.T) {
	page := imaging.Quad{{X: 0, Y: 0}, {X: 1250, Y: 0}, {X: 1250, Y: 880}, {X: 0, Y: 880}}
	zone := imaging.Quad{{X: 50.2, Y: 706.5}, {X: 1199.8, Y: 706.5}, {X: 1199.8, Y: 802}, {X: 50.2, Y: 802}}
	turned := imaging.RotatedRect(imaging.Point{X: 1000, Y: 800}, 1250, 880, .2)
	m, err := imaging.Between(page, turned)
	if err != nil {
		t.Fatal(err)
	}
	for i := range zone {
		zone[i] = m.Apply(zone[i])
	}
	photo := image.Rect(0, 0, 2000, 1600)
	got, ok := pageOf(&mrz.Reading{Document: mrz.Document{Type: mrz.TD3}, Zone: zone}, photo)
	if !ok {
		t.Fatal("the page is not told")
	}
	for i, p := range got {
		if imaging.Dist(p, turned[i]) > 10 { // a millimetre
			t.Errorf("corner %d at %v, want %v", i, p, turned[i])
		}
	}
	if _, ok := pageOf(&mrz.Reading{Document: mrz.Document{Type: mrz.TD1}, Zone: zone}, photo); ok {
		t.Error("a card's zone tells a passport's page")
	}
}
