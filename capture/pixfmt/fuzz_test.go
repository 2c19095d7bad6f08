package pixfmt_test

import (
	"image"
	"os"
	"path/filepath"
	"testing"

	"portico/capture/pixfmt"
)

func wellFormed(t *testing.T, img *image.RGBA) {
	t.Helper()
	if img.Rect.Min != (image.Point{}) || img.Rect.Empty() || !img.Opaque() {
		t.Errorf("picture %v, opaque %v", img.Rect, img.Opaque())
	}
}

func FuzzMJPEG(f *testing.F) {
	seeds, _ := filepath.Glob("testdata/frames/*.jpg")
	if len(seeds) == 0 {
		f.Fatal("no seeds: testdata/frames moved?")
	}
	for _, name := range seeds {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
		f.Add(data[:len(data)/2])
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if img, err := pixfmt.Decode(pixfmt.MJPEG, data, 0, 0); err == nil {
			wellFormed(t, img)
		}
	})
}

func FuzzRaw(f *testing.F) {
	f.Add([]byte{81, 90, 81, 240}, 2, 1, true)
	f.Add([]byte{81, 81, 81, 81, 90, 240}, 2, 2, false)
	f.Add([]byte{}, -2, 1<<40, true)
	f.Fuzz(func(t *testing.T, data []byte, w, h int, packed bool) {
		format := pixfmt.NV12
		if packed {
			format = pixfmt.YUYV
		}
		img, err := pixfmt.Decode(format, data, w, h)
		if (err == nil) != (len(data) > 0 && pixfmt.Length(format, w, h) == len(data)) {
			t.Fatalf("%d bytes as %d×%d %s: %v", len(data), w, h, format, err)
		}
		if err == nil {
			wellFormed(t, img)
		}
	})
}
