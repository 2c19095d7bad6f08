package imaging_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"testing"

	"portico/engine/imaging"
)

func encode(t testing.TB, img image.Image, format string) []byte {
	t.Helper()
	var buf bytes.Buffer
	var err error
	if format == "png" {
		err = png.Encode(&buf, img)
	} else {
		err = jpeg.Encode(&buf, img, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// half is w×h with a white left half.
func half(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			v := uint8(0)
			if x < w/2 {
				v = 255
			}
			img.SetRGBA(x, y, color.RGBA{v, v, v, 255})
		}
	}
	return img
}

func TestDecodeSaysWhatIsWrong(t *testing.T) {
	whole := encode(t, half(64, 64), "jpeg")
	bomb := encode(t, image.NewGray(image.Rect(0, 0, 1, 1)), "png")
	copy(bomb[16:24], []byte{0, 0, 0x4e, 0x20, 0, 0, 0x4e, 0x20}) // IHDR: 20,000 × 20,000; its checksum is not looked at first
	for name, tc := range map[string]struct {
		data []byte
		want error
	}{
		"empty file":           {nil, imaging.ErrEmpty},
		"text named .jpg":      {[]byte("hello, I am a text"), imaging.ErrFormat},
		"truncated JPEG":       {whole[:len(whole)/2], imaging.ErrCorrupt},
		"header only":          {whole[:20], imaging.ErrCorrupt},
		"more bytes than meet": {append(whole, make([]byte, 100)...), imaging.ErrTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := imaging.Decode(tc.data, imaging.Limits{Bytes: len(whole) + 50})
			if !errors.Is(err, tc.want) {
				t.Errorf("Decode = %v, want %v", err, tc.want)
			}
		})
	}
	if _, err := imaging.Decode(bomb, imaging.Limits{}); !errors.Is(err, imaging.ErrTooLarge) && !errors.Is(err, imaging.ErrCorrupt) {
		t.Errorf("Decode(400 megapixels) = %v, want a refusal", err)
	}
}

func TestDecodeRefusesManyPixelsBeforeDecoding(t *testing.T) {
	data := encode(t, image.NewGray(image.Rect(0, 0, 400, 300)), "png")
	_, err := imaging.Decode(data, imaging.Limits{Pixels: 100_000})
	if !errors.Is(err, imaging.ErrTooLarge) {
		t.Errorf("Decode = %v, want ErrTooLarge", err)
	}
}

// exif inserts an APP1 segment with nothing but the orientation, byte by byte
// after Exif 2.32.
func exif(jpg []byte, o byte) []byte {
	tiff := []byte{
		'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8,
		0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, o, 0, 0, 0, 0, 0, 0,
	}
	seg := append([]byte{0xff, 0xe1, 0, byte(len(tiff) + 2)}, tiff...)
	return append(append(append([]byte{}, jpg[:2]...), seg...), jpg[2:]...)
}

func TestDecodeAppliesOrientation(t *testing.T) {
	jpg := encode(t, half(64, 32), "jpeg")
	for o, want := range map[byte]struct {
		w, h   int
		bright image.Point // a place that is white when displayed rightly
	}{
		1: {64, 32, image.Pt(4, 16)},
		2: {64, 32, image.Pt(60, 16)},
		3: {64, 32, image.Pt(60, 16)},
		6: {32, 64, image.Pt(16, 4)},
		8: {32, 64, image.Pt(16, 60)},
	} {
		img, err := imaging.Decode(exif(jpg, o), imaging.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if img.Rect.Dx() != want.w || img.Rect.Dy() != want.h {
			t.Errorf("orientation %d: %v, want %d×%d", o, img.Rect, want.w, want.h)
			continue
		}
		if v := img.RGBAAt(want.bright.X, want.bright.Y).R; v < 200 {
			t.Errorf("orientation %d: %v is dark (%d)", o, want.bright, v)
		}
	}
}

func TestTransparentPictureIsOnWhite(t *testing.T) {
	img, err := imaging.Decode(encode(t, image.NewNRGBA(image.Rect(0, 0, 8, 8)), "png"), imaging.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := img.RGBAAt(4, 4), (color.RGBA{255, 255, 255, 255}); got != want {
		t.Errorf("pixel = %v, want %v", got, want)
	}
}

func TestHomographyTakesCornersToCorners(t *testing.T) {
	from := imaging.Quad{{X: 10, Y: 20}, {X: 210, Y: 35}, {X: 190, Y: 170}, {X: 5, Y: 150}}
	to := imaging.RectQuad(image.Rect(0, 0, 856, 540))
	m, err := imaging.Between(from, to)
	if err != nil {
		t.Fatal(err)
	}
	for i := range from {
		if d := imaging.Dist(m.Apply(from[i]), to[i]); d > 1e-6 {
			t.Errorf("corner %d is %g pixels off", i, d)
		}
	}
	line := imaging.Quad{{X: 0, Y: 0}, {X: 1, Y: 1}, {X: 2, Y: 2}, {X: 3, Y: 3}}
	if _, err := imaging.Between(line, to); err == nil {
		t.Error("four corners on a line have no map, yet no error")
	}
}

func TestHomographyOverManyPoints(t *testing.T) {
	want := imaging.Homography{1.1, .2, .3, -.1, .9, -.2, .05, -.03, 1}
	var from, to []imaging.Point
	for i := range 30 {
		p := imaging.Point{X: math.Cos(float64(i)), Y: math.Sin(2.3 * float64(i))}
		from, to = append(from, p), append(to, want.Apply(p))
	}
	got, err := imaging.Over(from, to)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range from {
		if d := imaging.Dist(got.Apply(p), to[i]); d > 1e-9 {
			t.Errorf("point %d is %g off", i, d)
		}
	}
	for i := range from {
		from[i].Y = 2 * from[i].X
	}
	if _, err := imaging.Over(from, to); err == nil {
		t.Error("points on a line have a map")
	}
}

func TestWarpStraightens(t *testing.T) {
	img := half(200, 200)
	// The picture turned by a right angle: white must come out at the top.
	out, err := imaging.Warp(img, imaging.RectQuad(img.Rect).Rotate(3), 100, 100)
	if err != nil {
		t.Fatal(err)
	}
	if top, bottom := out.RGBAAt(50, 10).R, out.RGBAAt(50, 90).R; top != 255-bottom {
		t.Errorf("top %d, bottom %d; want one white, one black", top, bottom)
	}
}

func TestSharpnessFallsWithBlur(t *testing.T) {
	sharp := imaging.Gray(half(128, 128))
	blurred := imaging.Gray(imaging.Resize(imaging.Resize(half(128, 128), 16, 16), 128, 128))
	if a, b := imaging.Sharpness(sharp), imaging.Sharpness(blurred); !(a > 2*b) {
		t.Errorf("sharp %.3f, blurred %.3f; want a clear difference", a, b)
	}
	if s := imaging.Sharpness(image.NewGray(image.Rect(0, 0, 2, 2))); s != 0 || math.IsNaN(s) {
		t.Errorf("a tiny picture has sharpness %v, want 0", s)
	}
}

func FuzzDecode(f *testing.F) {
	jpg := encode(f, half(32, 16), "jpeg")
	f.Add(jpg)
	f.Add(exif(jpg, 6))
	f.Add(encode(f, half(16, 16), "png"))
	f.Add([]byte("GIF89a"))
	f.Fuzz(func(t *testing.T, data []byte) {
		img, err := imaging.Decode(data, imaging.Limits{Pixels: 1 << 20})
		if (img == nil) == (err == nil) {
			t.Fatalf("img %v with error %v", img, err)
		}
		if img != nil && (img.Rect.Min != image.Point{} || img.Rect.Empty()) {
			t.Fatalf("bounds %v", img.Rect)
		}
	})
}
