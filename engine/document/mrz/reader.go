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
	nets   Nets
	finder LineFinder
}

// Nets are the two readers of characters, which differ in what they see and in
// what they were trained on: where they disagree there is doubt.
type Nets struct {
	Glyphs  nn.Net // the model mrz-glyphs: a line at a time; it also fits the line
	Witness nn.Net // the model mrz-witness: a character at a time
}

// NewReader returns a Reader that lets nets judge the lines that finder
// proposes.
func NewReader(nets Nets, finder LineFinder) *Reader { return &Reader{nets, finder} }

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
	best, err := r.find(ctx, img, turned)
	if best == nil || err != nil {
		return nil, err
	}
	return &best.Reading, nil
}

// find returns the best zone in img, settled and credible, or nil.
func (r *Reader) find(ctx context.Context, img *image.RGBA, turned bool) (*candidate, error) {
	gray := imaging.Gray(img)
	if min(gray.Rect.Dx(), gray.Rect.Dy()) < stripRows {
		return nil, nil
	}
	p := newPage(ctx, r.nets, newPyramid(gray))
	best := p.best(r.level(p.pyramid, turned))
	for _, degrees := range []float64{-skew, skew} {
		if best == nil && turned && cmp.Or(p.err(), ctx.Err()) == nil {
			best = p.best(r.skewed(p.pyramid, degrees))
		}
	}
	if err := cmp.Or(p.err(), ctx.Err()); best == nil || err != nil {
		return nil, err
	}
	best = p.settle(best)
	if best == nil || !best.credible() {
		return nil, p.err()
	}
	return best, p.err()
}
