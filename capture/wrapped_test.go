package capture_test

import (
	"context"
	"errors"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"portico/capture"
	"portico/capture/capturetest"
	"portico/capture/replay"
)

// A source stays one when it is turned and watched.
func TestWrappedConformance(t *testing.T) {
	path := filepath.Join(t.TempDir(), "1.png")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	img := image.NewRGBA(image.Rect(0, 0, 32, 20))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	if err := errors.Join(png.Encode(f, img), f.Close()); err != nil {
		t.Fatal(err)
	}
	capturetest.Run(t, func(t *testing.T) capture.Source {
		src, err := capture.NoticeFrozen(func(context.Context) (capture.Source, error) {
			return replay.Open(path, replay.Config{Rate: 50, End: replay.Hold})
		}, time.Hour)(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return capture.Rotate(src, 1)
	})
}
