package record

import (
	"fmt"
	"image"
	"math"
	"time"

	"golang.org/x/image/draw"

	"portico/engine/imaging"
)

// What is kept of a challenge while it runs: pictures large and clear enough to
// be measured again, and few enough to be sent over a thin line.
const (
	filmSide    = 960                    // pixels of the longer side, at most
	filmQuality = 90                     // of the JPEG
	filmEvery   = 100 * time.Millisecond // between two pictures, at least
)

// Film keeps a picture of the running challenge, made small, unless it comes too
// soon after the one before. Times must ascend; img is not kept.
func (r *Record) Film(img *image.RGBA, at time.Duration) error {
	if n := len(r.Frames); n > 0 && at-r.Frames[n-1].At < filmEvery {
		return nil
	}
	photo, err := imaging.EncodeJPEG(shrunk(img), filmQuality)
	if err != nil {
		return fmt.Errorf("film a challenge: %w", err)
	}
	r.Frames = append(r.Frames, Frame{at, photo})
	return nil
}

// shrunk returns img with its longer side at most filmSide pixels, halved as
// often as it can be. A pixel is made of four: a tenth of the time of
// imaging.Fit, without its buffer, which is 22 MB for one of 1280×720 pixels.
func shrunk(img *image.RGBA) *image.RGBA {
	for {
		size := img.Rect.Size()
		long := max(size.X, size.Y)
		if long <= filmSide {
			return img
		}
		f := min(float64(long)/filmSide, 2)
		scaled := func(n int) int { return max(int(math.Round(float64(n)/f)), 1) }
		small := image.NewRGBA(image.Rect(0, 0, scaled(size.X), scaled(size.Y)))
		draw.ApproxBiLinear.Scale(small, small.Rect, img, img.Rect, draw.Src, nil)
		img = small
	}
}

// Wipe overwrites the pictures and forgets them. What Seal returned stays.
func (r *Record) Wipe() {
	for _, f := range r.Frames {
		clear(f.Image)
	}
	r.Frames = nil
}
