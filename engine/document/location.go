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

	// Page is the page straightened, in grey and 640 pixels wide, by which Quality
	// was graded; nil where the corners are no quadrilateral.
	Page *image.Gray
}

// Locate finds the page in a live frame, without reading anything, in
// about a tenth of the time of Read. It reports false when there is none.
func (r *Reader) Locate(frame *image.RGBA) (Location, bool) {
	card, ok, err := r.outline(context.Background(), frame)
	if err != nil || !ok {
		return Location{}, false
	}
	return r.locationOf(frame, card), true
}

// LocateStill finds the page in a still picture as Read does, with a closer
// look than Locate takes.
func (r *Reader) LocateStill(ctx context.Context, photo *image.RGBA) (Location, bool, error) {
	card, _, ok, err := r.locate(ctx, photo)
	if err != nil || !ok {
		return Location{}, false, err
	}
	return r.locationOf(photo, card), true, nil
}

func (r *Reader) locationOf(img *image.RGBA, card locate.Card) Location {
	page := greyPage(img, card.Corners)
	return Location{
		Corners:          card.Corners,
		Confidence:       card.Confidence,
		CornerOutOfImage: outside(card.Corners, img.Rect),
		Share:            card.Corners.Area() / float64(img.Rect.Dx()*img.Rect.Dy()),
		Quality:          r.quality.grade(img, card.Corners, page),
		Page:             page,
	}
}

// outline finds the card in a live frame. The network's outlines suffice: of 250
// cards drawn before photographs, they outline 197 to 0.95; with those of edges
// it is 200, in two and a half times the processor time.
func (r *Reader) outline(ctx context.Context, frame *image.RGBA) (locate.Card, bool, error) {
	v, err := r.view(ctx, frame, r.glance)
	if err != nil {
		return locate.Card{}, false, err
	}
	if !v.segmented {
		v.candidates = r.parts.Cards.Candidates(v.small)
	}
	card, ok := v.choose(v.seen)
	return locate.Sharpen(frame, card, v.factor), ok, nil
}

// closerLooks is how often a still picture is looked at again, each time at the
// surroundings of what the look before took for a card.
const closerLooks = 2

// locate finds the largest card in a still picture, with closer looks at what
// the first suggests, and says whether there are several.
func (r *Reader) locate(ctx context.Context, photo *image.RGBA) (card locate.Card, several, found bool, err error) {
	v, err := r.view(ctx, photo, r.study)
	if err != nil {
		return card, false, false, err
	}
	v.candidates = r.parts.Cards.Candidates(v.small)
	closer := v.seen
	for range closerLooks {
		part := closer.Around(v.small.Rect)
		if part.Empty() {
			break
		}
		if closer, err = r.parts.Segments.Closer(ctx, v.small, part); err != nil {
			return card, false, false, err
		}
	}
	if card, found, err = r.settle(ctx, v, closer); err != nil || !found {
		return card, false, false, err
	}
	if other, ok := v.another(card); ok {
		several = true
		if other.Corners.Area() > card.Corners.Area() {
			card = other
		}
	}
	return locate.Sharpen(photo, card, v.factor), several, true, nil
}

// view is a picture as it is searched for cards.
type view struct {
	small      *image.RGBA
	factor     float64        // from small's pixels to the picture's
	candidates []imaging.Quad // by edges
	seen       locate.Seen
	segmented  bool
}

// look is how the network looks at a whole picture.
type look func(ctx context.Context, small *image.RGBA) (locate.Seen, error)

func (r *Reader) glance(ctx context.Context, small *image.RGBA) (locate.Seen, error) {
	return r.parts.Segments.Look(ctx, small)
}

func (r *Reader) study(ctx context.Context, small *image.RGBA) (locate.Seen, error) {
	return r.parts.Segments.Closer(ctx, small, small.Rect)
}

// view prepares img and has the network look at it, where there is one.
func (r *Reader) view(ctx context.Context, img *image.RGBA, look look) (view, error) {
	v := view{segmented: r.parts.Segments != nil}
	v.small, v.factor = locate.Shrink(img, locate.Side)
	v.small = locate.Expose(v.small)
	if !v.segmented {
		return v, nil
	}
	var err error
	v.seen, err = look(ctx, v.small)
	return v, err
}

// settle chooses in a still picture.
func (r *Reader) settle(ctx context.Context, v view, seen locate.Seen) (locate.Card, bool, error) {
	if !v.segmented {
		card, ok := locate.Best(v.small, v.candidates)
		return card, ok, nil
	}
	return r.parts.Segments.Settle(ctx, v.small, v.candidates, seen)
}

func (v view) choose(seen locate.Seen) (locate.Card, bool) {
	if !v.segmented {
		return locate.Best(v.small, v.candidates)
	}
	return locate.Choose(v.small, v.candidates, seen)
}

// another finds a second card beside the first; edges alone cannot tell it
// from what is printed on that.
func (v view) another(first locate.Card) (locate.Card, bool) {
	if !v.segmented {
		return locate.Card{}, false
	}
	return locate.Choose(v.small, v.candidates, v.seen.Without(first.Corners))
}
