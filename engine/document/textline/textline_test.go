package textline_test

import (
	"image"
	"image/color"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"portico/engine/document/textline"
)

// page prints lines at their places on a grey that brightens to the right, with
// a fine pattern behind, as security paper has.
func page(t testing.TB, lines map[image.Point]string) *image.Gray {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 1000, 640))
	for y := range 640 {
		for x := range 1000 {
			v := 150 + x/15
			if (x+2*y)%11 == 0 {
				v -= 14
			}
			img.SetGray(x, y, color.Gray{uint8(v)})
		}
	}
	parsed, err := opentype.Parse(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: 28, DPI: 72})
	if err != nil {
		t.Fatal(err)
	}
	for at, text := range lines {
		d := font.Drawer{Dst: img, Src: image.NewUniform(color.Gray{40}), Face: face, Dot: fixed.P(at.X, at.Y)}
		d.DrawString(text)
	}
	return img
}

func TestEveryLineIsFoundAlone(t *testing.T) {
	want := map[image.Point]string{{100, 100}: "Surname", {100, 150}: "ERIKSSON", {600, 150}: "L898902C3", {100, 400}: "12 AUG 1974"}
	found := textline.Find(page(t, want))
	if len(found) != len(want) {
		t.Fatalf("%d lines %v, want %d", len(found), found, len(want))
	}
	for at := range want {
		hits := 0
		for _, l := range found {
			if at.Add(image.Pt(20, -8)).In(l.Box) && l.Height > 10 && l.Height < 26 {
				hits++
			}
		}
		if hits != 1 {
			t.Errorf("%d lines at %v, want one", hits, at)
		}
	}
}

// TestALineDoesNotDependOnOthers is why a painted-over zone changes nothing.
func TestALineDoesNotDependOnOthers(t *testing.T) {
	alone := textline.Find(page(t, map[image.Point]string{{100, 150}: "ERIKSSON"}))
	both := textline.Find(page(t, map[image.Point]string{{100, 150}: "ERIKSSON", {60, 560}: "P<UTOERIKSSON<<ANNA<MARIA<<<<<<"}))
	if len(alone) != 1 || len(both) < 2 || both[0] != alone[0] {
		t.Errorf("%v beside %v", alone, both)
	}
}

func TestNoLines(t *testing.T) {
	for name, img := range map[string]*image.Gray{
		"nothing": image.NewGray(image.Rectangle{}), "a speck": image.NewGray(image.Rect(0, 0, 3, 3)), "empty paper": page(t, nil),
	} {
		if got := textline.Find(img); len(got) > 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
}
