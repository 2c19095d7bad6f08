package pixfmt_test

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"

	"portico/capture/pixfmt"
)

func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "frames", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// The two files hold one picture, the second without its DHT segments.
func TestMJPEGWithoutHuffmanTables(t *testing.T) {
	bare := read(t, "without-tables.jpg")
	if _, err := jpeg.Decode(bytes.NewReader(bare)); err == nil {
		t.Fatal("image/jpeg decodes the sample by itself: it has tables")
	}
	got, err := pixfmt.Decode(pixfmt.MJPEG, bare, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	want, err := pixfmt.Decode(pixfmt.MJPEG, read(t, "with-tables.jpg"), 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got.Rect.Size() != image.Pt(48, 32) || !bytes.Equal(got.Pix, want.Pix) {
		t.Errorf("the picture differs from the one with tables; size %v", got.Rect.Size())
	}
}

func TestMJPEGPaddedFrame(t *testing.T) {
	padded := append(read(t, "with-tables.jpg"), make([]byte, 5000)...)
	if _, err := pixfmt.Decode(pixfmt.MJPEG, padded, 0, 0); err != nil {
		t.Errorf("zeros after the picture: %v", err)
	}
}

func TestMJPEGTruncatedAnywhere(t *testing.T) {
	for _, name := range []string{"with-tables.jpg", "without-tables.jpg"} {
		whole := read(t, name)
		for n := range len(whole) - 2 { // all but the end marker is needed
			if _, err := pixfmt.Decode(pixfmt.MJPEG, whole[:n], 0, 0); !errors.Is(err, pixfmt.ErrCorrupt) {
				t.Fatalf("%s cut to %d of %d bytes: %v, want ErrCorrupt", name, n, len(whole), err)
			}
		}
	}
}

func TestMJPEGBombCostsNothing(t *testing.T) {
	bomb := bytes.Clone(read(t, "with-tables.jpg"))
	at := bytes.Index(bomb, []byte{0xff, 0xc0})
	copy(bomb[at+5:], []byte{0xff, 0xff, 0xff, 0xff})
	if _, err := pixfmt.Decode(pixfmt.MJPEG, bomb, 0, 0); !errors.Is(err, pixfmt.ErrSize) {
		t.Errorf("65535×65535: %v, want ErrSize", err)
	}
}
