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
	"iter"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"portico/assets/specimen"
	"portico/capture"
	"portico/capture/replay"
	"portico/engine/imaging"
	"portico/engine/liveness"
)

// Frames are pictures that follow each other. Each is made when it is asked for:
// one takes up to 4 MB.
type Frames = iter.Seq[*image.RGBA]

// Holder is who shows the card.
type Holder struct {
	Portrait image.Image // as printed on the card, about 5 : 7
	Neutral  Frames      // of the face, looking at the camera
	Smiling  Frames      // that go over into a smile, which lasts
}

// The size of the rendered pictures: that of a common webcam.
const width, height = 1280, 720

// frameTime is the time between the recording's frames.
const frameTime = 120 * time.Millisecond

// Rendered is the holder who is drawn.
func Rendered() Holder {
	p := specimen.Person{Seed: 4}
	room := func(smile, sway float64) *image.RGBA {
		p := p
		p.Smile = smile
		return specimen.InRoom(p, width, height, sway, sway/2)
	}
	neutral := sync.OnceValue(func() []*image.RGBA { // for two stations
		still, swayed, farther := room(0, 0), room(0, .002), room(0, .003)
		return []*image.RGBA{still, swayed, farther, swayed}
	})
	return Holder{
		Portrait: specimen.IDPhoto(p),
		Neutral:  func(yield func(*image.RGBA) bool) { slices.Values(neutral())(yield) },
		Smiling: func(yield func(*image.RGBA) bool) {
			if yield(neutral()[0]) && yield(room(.4, 0)) && yield(room(.8, 0)) {
				smile := room(1, 0)
				again(yield, smile, 2)
			}
		},
	}
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
	var neutral, smiling []*image.RGBA
	for n := 0; n <= franck.smiling[1]; n++ {
		if err := ctx.Err(); err != nil {
			return h, err
		}
		if _, err := reel.Next(); errors.Is(err, io.EOF) {
			return h, fmt.Errorf("the video ends after %d frames", n)
		} else if err != nil {
			return h, err
		}
		calm := n >= franck.neutral[0] && n <= franck.neutral[1]
		smiles := n >= franck.smiling[0] && n <= franck.smiling[1]
		if !calm && !smiles {
			continue
		}
		img, err := reel.Picture()
		if err != nil {
			return h, err
		}
		if smiles {
			smiling = append(smiling, img)
			continue
		}
		neutral = append(neutral, img)
		h.Portrait = imaging.Crop(img, franck.portrait)
	}
	h.Neutral, h.Smiling = enlarged(neutral), enlarged(smiling)
	return h, nil
}

// enlarged are frames twice as wide and high.
func enlarged(frames []*image.RGBA) Frames {
	return func(yield func(*image.RGBA) bool) {
		for _, img := range frames {
			if !yield(imaging.Resize(img, 2*img.Rect.Dx(), 2*img.Rect.Dy())) {
				return
			}
		}
	}
}

// Record writes the recording to the folder dir, which must be empty or absent.
func Record(ctx context.Context, dir string, h Holder) error {
	return RecordCard(ctx, dir, h, specimen.Example(h.Portrait))
}

// RecordCard is Record with a card of another kind, or of somebody else.
func RecordCard(ctx context.Context, dir string, h Holder, card specimen.Card) error {
	for _, err := range Stations(ctx, dir, h, card) {
		if err != nil {
			return err
		}
	}
	return nil
}

// Stations records one station after the other, in the order in which a visitor
// meets them, and yields the name of each once it is there. An error is the last
// that it yields.
func Stations(ctx context.Context, dir string, h Holder, card specimen.Card) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, s := range []struct {
			name   string
			frames Frames
		}{
			{replay.DocumentFront, laidDown(card.Front)},
			{replay.DocumentBack, laidDown(card.Back)},
			{replay.Selfie, h.Neutral},
			{filepath.Join(replay.Liveness, string(liveness.Neutral)), h.Neutral},
			{filepath.Join(replay.Liveness, string(liveness.Smiling)), h.Smiling},
		} {
			err := ctx.Err()
			if err == nil {
				err = record(filepath.Join(dir, s.name), s.frames)
			}
			if err != nil {
				yield(s.name, fmt.Errorf("record %s: %w", s.name, err))
				return
			}
			if !yield(s.name, nil) {
				return
			}
		}
	}
}

// laidDown shows a page of a card that is moved into place and then lies still.
func laidDown(page func(width int) *image.RGBA) Frames {
	return func(yield func(*image.RGBA) bool) {
		card := page(width)
		place := func(p specimen.Pose) *image.RGBA { return specimen.OnDesk(card, width, height, p) }
		if yield(place(specimen.Pose{X: .62, Y: .58, Width: .56, Angle: .10})) &&
			yield(place(specimen.Pose{X: .54, Y: .53, Width: .60, Angle: .05})) {
			still := place(specimen.Pose{X: .50, Y: .50, Width: .64, Angle: .02})
			again(yield, still, 3)
		}
	}
}

// again shows a picture so many times.
func again(yield func(*image.RGBA) bool, img *image.RGBA, times int) {
	for range times {
		if !yield(img) {
			return
		}
	}
}

func record(dir string, frames Frames) error {
	r, err := replay.NewRecorder(dir, nil)
	if err != nil {
		return err
	}
	var seq uint64
	for img := range frames {
		if err := r.Add(capture.Frame{Image: img, Seq: seq + 1, Time: time.Duration(seq) * frameTime}); err != nil {
			return err
		}
		seq++
	}
	return r.Close()
}
