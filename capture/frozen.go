package capture

import (
	"context"
	"fmt"
	"hash/maphash"
	"image"
	"time"
)

// NoticeFrozen makes the sources that open opens fail with ErrNoFrames once
// they have repeated the very same picture for so long: the noise of a sensor
// makes any two pictures differ, even of a scene that stands still. After such
// a failure a source that is opened again delivers nothing until its picture
// is another one. It is for live cameras, not for recordings, which may hold a
// picture. The opener that it returns serves one supervisor.
func NoticeFrozen(open Opener, patience time.Duration) Opener {
	mem := &memory{seed: maphash.MakeSeed()}
	return func(ctx context.Context) (Source, error) {
		src, err := open(ctx)
		if err != nil {
			return nil, err
		}
		return &watched{Source: src, memory: mem, patience: patience}, nil
	}
}

// memory outlives the sources of one opener.
type memory struct {
	seed   maphash.Seed
	frozen bool   // the last source ended so
	at     uint64 // fingerprint of the picture that it repeated
}

type watched struct {
	Source
	memory   *memory
	patience time.Duration

	begun bool
	last  uint64        // fingerprint of the newest picture
	since time.Duration // when it came first
}

func (w *watched) Read(ctx context.Context) (Frame, error) {
	for {
		f, err := w.Source.Read(ctx)
		if err != nil {
			return Frame{}, err
		}
		mark := w.memory.fingerprint(f.Image)
		switch {
		case !w.begun || mark != w.last:
			w.begun, w.last, w.since = true, mark, f.Time
		case f.Time-w.since >= w.patience:
			w.memory.frozen, w.memory.at = true, mark
			return Frame{}, fmt.Errorf("%w: the same picture for %v", ErrNoFrames, w.patience)
		}
		if w.memory.frozen && mark == w.memory.at {
			continue
		}
		w.memory.frozen = false
		return f, nil
	}
}

// fingerprint looks at every seventh line.
func (m *memory) fingerprint(img *image.RGBA) uint64 {
	var h maphash.Hash
	h.SetSeed(m.seed)
	for y := 0; y < img.Rect.Dy(); y += 7 {
		_, _ = h.Write(img.Pix[y*img.Stride : y*img.Stride+4*img.Rect.Dx()]) // never fails
	}
	return h.Sum64()
}
