package document

import (
	"context"
	"image"

	"portico/engine/document/locate"
	"portico/engine/imaging"
)

// Location is where a page is in a live frame and how well it is seen.
type Location struct {
	Corners          imaging.Quad // in the frame; which is the page's own top left is not known
	Confidence       float64      // that this is a card, 0..1
	CornerOutOfImage bool
	Share            float64 // of the frame that the page covers, 0..1
	Quality          Quality // as Read would grade it
}

// Locate finds the page in a live frame, without reading anything, in
// about a tenth of the time of Read. It reports false when there is none.
func (r *Reader) Locate(frame *image.RGBA) (Location, bool) {
	card, ok, err := r.locate(context.Background(), frame)
	if err != nil || !ok {
		return Location{}, false
	}
	return Location{
		Corners:          card.Corners,
		Confidence:       card.Confidence,
		CornerOutOfImage: outside(card.Corners, frame.Rect),
		Share:            card.Corners.Area() / float64(frame.Rect.Dx()*frame.Rect.Dy()),
		Quality:          assess(frame, card.Corners),
	}, true
}

func (r *Reader) locate(ctx context.Context, photo *image.RGBA) (locate.Card, bool, error) {
	small, factor := locate.Shrink(photo, locate.Side)
	small = locate.Expose(small)
	candidates := r.parts.Cards.Candidates(small)
	card, ok := locate.Card{}, false
	if r.parts.Segments == nil {
		card, ok = locate.Best(small, candidates)
	} else {
		seen, err := r.parts.Segments.Look(ctx, small)
		if err != nil {
			return card, false, err
		}
		card, ok = locate.Choose(small, candidates, seen)
	}
	if !ok {
		return card, false, nil
	}
	return locate.Sharpen(photo, card, factor), true, nil
}
