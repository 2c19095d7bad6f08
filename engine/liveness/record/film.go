package record

import (
	"fmt"
	"image"
	"time"

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
	small, _ := imaging.Fit(img, filmSide)
	photo, err := imaging.EncodeJPEG(small, filmQuality)
	if err != nil {
		return fmt.Errorf("film a challenge: %w", err)
	}
	r.Frames = append(r.Frames, Frame{at, photo})
	return nil
}

// Wipe overwrites the pictures and forgets them. What Seal returned stays.
func (r *Record) Wipe() {
	for _, f := range r.Frames {
		clear(f.Image)
	}
	r.Frames = nil
}
