package document

import (
	"context"
	"fmt"
	"image"

	"portico/engine/imaging"
)

// headroom is what is kept around a face, as a share of its size: hair, chin
// and ears, which the face template needs.
const headroom = 0.6

// findPortrait cuts the holder's portrait out of the page: the largest face,
// and where the template says where the portrait is, the largest there.
func (r *Reader) findPortrait(ctx context.Context, out *Reading, m match, opt Options, w stopwatch) error {
	if r.parts.Portraits == nil || !opt.source(SourcePortrait) || m.layout != nil && m.layout.Portrait == nil {
		return nil
	}
	defer w.time("portrait")()
	faces, err := r.parts.Portraits.Find(ctx, out.Rectified)
	if err != nil {
		return fmt.Errorf("find the portrait: %w", err)
	}
	for _, f := range faces {
		box := f.Box.Bounds()
		if m.layout != nil {
			size := out.Rectified.Rect
			middle := box.Min.Add(box.Max).Div(2)
			if !middle.In(m.layout.Portrait.On(size.Dx(), size.Dy())) {
				continue
			}
		}
		x, y := int(headroom*float64(box.Dx())), int(headroom*float64(box.Dy()))
		crop := image.Rect(box.Min.X-x, box.Min.Y-y, box.Max.X+x, box.Max.Y+y).Intersect(out.Rectified.Rect)
		out.Portrait = &crop
		out.Face = imaging.Crop(out.Rectified, crop)
		return nil
	}
	return nil
}
