// Package demo makes the demonstration: a recording of a whole onboarding
// that a replay camera plays. The card is drawn; the holder is a person who
// never lived, or a face from a video where one is at hand. The recording goes
// through the same engine and thresholds as a visitor.
package demo

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"path/filepath"
	"time"

	"portico/assets/specimen"
	"portico/capture"
	"portico/capture/replay"
	"portico/engine/imaging"
	"portico/engine/liveness"
)

// Holder is who shows the card.
type Holder struct {
	Portrait image.Image   // as printed on the card, about 5 : 7
	Neutral  []*image.RGBA // frames of the face, looking at the camera
	Smiling  []*image.RGBA // frames that go over into a smile, which lasts
}

// The size of the rendered pictures: that of a common webcam.
const width, height = 1280, 720

// frameTime is the time between the recording's frames.
const frameTime = 120 * time.Millisecond

// Rendered is the holder who is drawn.
func Rendered() Holder {
	p := specimen.Person{Seed: 4}
	h := Holder{Portrait: specimen.IDPhoto(p)}
	sway := []float64{0, .002, .003, .002}
	for _, d := range sway {
		h.Neutral = append(h.Neutral, specimen.InRoom(p, width, height, d, d/2))
	}
	for _, smile := range []float64{0, .4, .8, 1, 1} {
		p.Smile = smile
		h.Smiling = append(h.Smiling, specimen.InRoom(p, width, height, 0, 0))
	}
	return h
}

// franck are the frames of data/video/franck.mp4 that show the man neutral
// and smiling, after its manifest, and where his portrait is cut from.
var franck = struct {
	neutral, smiling [2]int // first and last
	portrait         image.Rectangle
}{[2]int{600, 606}, [2]int{2092, 2108}, image.Rect(95, 5, 274, 255)}

// Filmed is the holder in data/video/franck.mp4, whose frames reel gives.
func Filmed(ctx context.Context, reel replay.Reel) (Holder, error) {
	var h Holder
	for n := 0; n <= franck.smiling[1]; n++ {
		if err := ctx.Err(); err != nil {
			return h, err
		}
		if _, err := reel.Next(); errors.Is(err, io.EOF) {
			return h, fmt.Errorf("the video ends after %d frames", n)
		} else if err != nil {
			return h, err
		}
		neutral := n >= franck.neutral[0] && n <= franck.neutral[1]
		smiling := n >= franck.smiling[0] && n <= franck.smiling[1]
		if !neutral && !smiling {
			continue
		}
		img, err := reel.Picture()
		if err != nil {
			return h, err
		}
		large := imaging.Resize(img, 2*img.Rect.Dx(), 2*img.Rect.Dy())
		if smiling {
			h.Smiling = append(h.Smiling, large)
			continue
		}
		h.Neutral = append(h.Neutral, large)
		h.Portrait = imaging.Crop(img, franck.portrait)
	}
	return h, nil
}

// Record writes the recording to the folder dir, which must be empty or absent.
func Record(ctx context.Context, dir string, h Holder) error {
	return RecordCard(ctx, dir, h, specimen.Example(h.Portrait))
}

// RecordCard is Record with a card of another kind, or of somebody else.
func RecordCard(ctx context.Context, dir string, h Holder, card specimen.Card) error {
	for station, frames := range map[string][]*image.RGBA{
		replay.DocumentFront: laidDown(card.Front(width)),
		replay.DocumentBack:  laidDown(card.Back(width)),
		replay.Selfie:        h.Neutral,
		filepath.Join(replay.Liveness, string(liveness.Neutral)): h.Neutral,
		filepath.Join(replay.Liveness, string(liveness.Smiling)): h.Smiling,
	} {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := record(filepath.Join(dir, station), frames); err != nil {
			return fmt.Errorf("record %s: %w", station, err)
		}
	}
	return nil
}

// laidDown shows a card that is moved into place and then lies still.
func laidDown(card *image.RGBA) []*image.RGBA {
	var frames []*image.RGBA
	for _, p := range []specimen.Pose{
		{X: .62, Y: .58, Width: .56, Angle: .10}, {X: .54, Y: .53, Width: .60, Angle: .05}, {X: .50, Y: .50, Width: .64, Angle: .02},
	} {
		frames = append(frames, specimen.OnDesk(card, width, height, p))
	}
	still := frames[len(frames)-1]
	return append(frames, still, still)
}

func record(dir string, frames []*image.RGBA) error {
	r, err := replay.NewRecorder(dir, nil)
	if err != nil {
		return err
	}
	for i, img := range frames {
		if err := r.Add(capture.Frame{Image: img, Seq: uint64(i + 1), Time: time.Duration(i) * frameTime}); err != nil {
			return err
		}
	}
	return r.Close()
}
