package zxing_test

import (
	"image"
	"os"
	"strings"
	"testing"

	"portico/engine/document/barcode"
	"portico/engine/imaging"
	"portico/engine/native/zxing"
)

// TestPicturesWithoutAnythingInThem hands over the sizes at which a native
// reader would stumble.
func TestPicturesWithoutAnythingInThem(t *testing.T) {
	whole := image.NewGray(image.Rect(0, 0, 64, 48))
	for name, img := range map[string]*image.Gray{
		"empty":         image.NewGray(image.Rectangle{}),
		"one pixel":     image.NewGray(image.Rect(0, 0, 1, 1)),
		"a long stripe": image.NewGray(image.Rect(0, 0, 9000, 20)),
		"black":         whole,
		"a part of one": whole.SubImage(image.Rect(40, 20, 64, 48)).(*image.Gray),
	} {
		for _, threshold := range []barcode.Threshold{barcode.Local, barcode.Global} {
			if got, err := (zxing.Decoder{}).Decode(img, threshold); err != nil || len(got) != 0 {
				t.Errorf("%s: %v, %v", name, got, err)
			}
		}
	}
}

// TestEverySymbology reads symbols that another version's writer made, the
// linear ones twice in a picture, too, which ended the process.
func TestEverySymbology(t *testing.T) {
	for file, want := range map[string]string{
		"pdf_417": "Utopia 0123456789 specimen", "qr_code": "https://example.org/utopia?id=42",
		"data_matrix": "UTOPIA-000123", "aztec": "Utopia 2026-11-29",
		"code_39": "UTOPIA-39", "code_39-twice": "UTOPIA-39", "code_128": "Utopia-128-0042", "code_128-twice": "Utopia-128-0042",
	} {
		img := symbol(t, file)
		format, _, _ := strings.Cut(file, "-")
		for size, img := range map[string]*image.RGBA{"as it is": img, "at twice the size": imaging.Resize(img, 2*img.Rect.Dx(), 2*img.Rect.Dy())} {
			got, err := barcode.NewReader(zxing.Decoder{}).Read(t.Context(), img, false)
			if err != nil || len(got) != 1 {
				t.Errorf("%s, %s: %+v, %v, want one symbol", file, size, got, err)
				continue
			}
			middle := image.Rectangle{Max: img.Rect.Size()}.Inset(img.Rect.Dy() / 16)
			if s := got[0]; string(s.Format) != format || s.Text != want || !s.Corners.Bounds().In(middle) {
				t.Errorf("%s, %s: %s %q at %v, want %s %q", file, size, s.Format, s.Text, s.Corners, format, want)
			}
		}
	}
}

// TestALicenceIsReadFromItsPicture has the person of the AAMVA standard's
// examples, version 10.
func TestALicenceIsReadFromItsPicture(t *testing.T) {
	got, err := barcode.NewReader(zxing.Decoder{}).Read(t.Context(), symbol(t, "aamva-10"), false)
	if err != nil || len(got) != 1 || got[0].Format != barcode.PDF417 {
		t.Fatalf("%+v, %v, want one PDF417", got, err)
	}
	l, p, err := barcode.ParseLicence(got[0].Data)
	if err != nil || p.Version != 10 || l.Surname != "SAMPLE" || l.GivenNames != "MICHAEL JOHN" || l.DateOfBirth != "1986-06-06" || l.Number != "T64235789" {
		t.Errorf("%+v, %v", l, err)
	}
}

func symbol(t *testing.T, file string) *image.RGBA {
	t.Helper()
	data, err := os.ReadFile("testdata/" + file + ".png")
	if err != nil {
		t.Fatal(err)
	}
	img, err := imaging.Decode(data, imaging.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return img
}
