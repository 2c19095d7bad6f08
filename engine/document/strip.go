package document

import (
	"context"
	"image"
	"slices"

	"portico/engine/imaging"
)

// readStrip reads a picture of nothing but a machine-readable zone, which is too
// slim for a page, where zones were asked for by name; nil when there is none.
func (r *Reader) readStrip(ctx context.Context, photo *image.RGBA, opt Options, w stopwatch) (*Reading, error) {
	if r.parts.Zones == nil || !slices.Contains(opt.Sources, SourceMRZ) || mayBePage(photo.Rect.Size()) {
		return nil, nil
	}
	defer w.time("mrz")()
	zone, s, err := r.readZone(ctx, unframed(photo), false)
	if err != nil || zone == nil {
		return nil, err
	}
	out := &Reading{Millis: w}
	out.MRZ = zone
	out.Type, out.Side = typeOf(zone, opt)
	return r.allOf(photo, s, out), nil
}

// unframed is a photo without a page to be seen in it, as a page.
func unframed(photo *image.RGBA) straightened {
	return straightened{page: photo, corners: imaging.RectQuad(photo.Rect), photo: photo}
}

// allOf completes what was read of a photo that is no page.
func (r *Reader) allOf(photo *image.RGBA, s straightened, out *Reading) *Reading {
	out.Rectified, out.Corners = s.page, s.corners
	out.Quality = r.quality.assess(photo, s.corners)
	return asFound(out, wholeConfidence, false)
}
