package mrz

import (
	"context"
	"image"
)

// Stream reads the frames of one document and averages what they say, so that
// what glare or movement hides in one is read from another. A frame of another
// document begins anew. It is for one goroutine; the zero value is not usable.
type Stream struct {
	reader *Reader
	sum    evidence
	frames int
}

// NewStream returns a Stream without frames.
func (r *Reader) NewStream() *Stream { return &Stream{reader: r} }

// Add reads one more frame and returns the zone as all frames of the document
// show it, its place as in this frame; nil when this one shows none.
func (s *Stream) Add(ctx context.Context, img *image.RGBA) (*Reading, error) {
	best, err := s.reader.find(ctx, img, true)
	if best == nil || err != nil {
		return nil, err
	}
	if s.frames > 0 && s.sum.fits(best.evidence) {
		s.sum = s.sum.mixed(s.frames, best.evidence)
		s.frames++
	} else {
		s.sum, s.frames = best.evidence, 1
	}
	d, ok := decode(s.sum)
	if !ok {
		return &best.Reading, nil
	}
	merged := d.reading()
	merged.Zone = best.Zone
	return merged, nil
}

// Frames is the number of frames that the last reading rests on.
func (s *Stream) Frames() int { return s.frames }
