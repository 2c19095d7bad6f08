package mrz

import (
	"cmp"
	"context"
	"image"

	"portico/engine/imaging"
	"portico/engine/nn"
)

// Reader reads machine-readable zones from pictures. It is safe for
// concurrent use.
type Reader struct {
	net    nn.Net
	finder LineFinder
}

// NewReader returns a Reader that lets net, the model mrz-glyphs, judge the
// lines that finder proposes.
func NewReader(net nn.Net, finder LineFinder) *Reader { return &Reader{net, finder} }

// Read returns the zone in img, whichever way the picture is turned; nil
// without an error when there is none. An error is a failure of the network
// or the end of ctx.
func (r *Reader) Read(ctx context.Context, img *image.RGBA) (*Reading, error) {
	return r.read(ctx, img, true)
}

// ReadLevel is Read for a picture whose lines are known to be level, upright
// or upside down, such as a rectified card. It saves most of the time on a
// card that has no zone.
func (r *Reader) ReadLevel(ctx context.Context, img *image.RGBA) (*Reading, error) {
	return r.read(ctx, img, false)
}

func (r *Reader) read(ctx context.Context, img *image.RGBA, turned bool) (*Reading, error) {
	gray := imaging.Gray(img)
	if min(gray.Rect.Dx(), gray.Rect.Dy()) < stripRows {
		return nil, nil
	}
	p := newPage(ctx, r.net, newPyramid(gray))
	var best *candidate
	for b := range r.candidates(p.pyramid, turned, func() bool { return best != nil }) {
		if c := p.zone(b); c != nil && (best == nil || c.rank > best.rank) {
			best = c
		}
		if err := cmp.Or(p.err, ctx.Err()); err != nil {
			return nil, err
		}
		if best != nil && best.convincing() {
			break
		}
	}
	if best == nil {
		return nil, nil
	}
	return &best.Reading, nil
}
