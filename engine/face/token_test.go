package face_test

import (
	"image"
	"math"
	"testing"

	"portico/engine/face"
	"portico/engine/imaging"
)

// The example of ISO/IEC 19794-5:2005: 240×320 pixels with the eyes at (90,
// 144) and (150, 144).
func TestTokenBoxIsTheStandards(t *testing.T) {
	var f face.Face
	f.Landmarks[0], f.Landmarks[1] = imaging.Point{X: 90, Y: 144}, imaging.Point{X: 150, Y: 144}
	want := imaging.RectQuad(image.Rect(0, 0, 240, 320))
	for i, p := range face.TokenBox(f) {
		if imaging.Dist(p, want[i]) > 1e-9 {
			t.Errorf("corner %d at %v, want %v", i, p, want[i])
		}
	}
	// The same head lying on its side, its right eye above.
	f.Landmarks[0], f.Landmarks[1] = imaging.Point{X: -144, Y: 90}, imaging.Point{X: -144, Y: 150}
	if got := face.TokenBox(f)[0]; imaging.Dist(got, imaging.Point{}) > 1e-9 {
		t.Errorf("the turned head's top left is %v, want the origin", got)
	}
}

func TestVisibleShare(t *testing.T) {
	picture := image.Rect(0, 0, 100, 100)
	for name, c := range map[string]struct {
		box  imaging.Quad
		want float64
	}{
		"inside":             {imaging.RectQuad(image.Rect(10, 10, 60, 90)), 1},
		"half left":          {imaging.RectQuad(image.Rect(-20, 10, 20, 90)), .5},
		"a corner":           {imaging.RectQuad(image.Rect(50, 50, 150, 150)), .25},
		"outside":            {imaging.RectQuad(image.Rect(200, 200, 300, 300)), 0},
		"around the picture": {imaging.RectQuad(image.Rect(-50, -50, 150, 150)), .25},
		"a point":            {imaging.Quad{}, 0},
		// A square on its corner around the top left one of the picture.
		"turned": {imaging.RotatedRect(imaging.Point{}, 20, 20, math.Pi/4), .25},
	} {
		if got := face.Visible(c.box, picture); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
