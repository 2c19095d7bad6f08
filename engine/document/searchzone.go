package document

import (
	"context"
	"fmt"
	"image"

	"portico/engine/document/mrz"
	"portico/engine/document/template"
	"portico/engine/document/viz"
	"portico/engine/imaging"
)

// How far from its place a label is read where a zone of the type tells about
// where the page is, in shares of the page's width: about as far as a corner
// moves by the perspective that a zone alone does not tell. Wider windows let
// the values in.
const (
	looseAside = .04
	looseAbove = .025
)

// searchedByZone looks for the labels of the types that have a zone like this in
// windows around their places: on the page as it is, then on one that the zone
// outlines. Print so small that its letters run together is no line of its own,
// so that searched does not see it.
func (r *Reader) searchedByZone(ctx context.Context, s straightened, zone *mrz.Reading, opt Options) (match, straightened, error) {
	pages := []straightened{s}
	if q, _ := pageOf(zone, s.photo.Rect); q != (imaging.Quad{}) {
		around, err := straighten(s.photo, q)
		if err != nil {
			return match{}, s, fmt.Errorf("straighten the page around its zone: %w", err)
		}
		pages = append(pages, around)
	}
	for _, page := range pages {
		for m := range r.layouts(opt) {
			if !m.layout.MRZ || m.template.MRTD != string(zone.Type) {
				continue
			}
			labels, err := r.labelsInWindows(ctx, page, m.layout.Anchors)
			if err != nil {
				return match{}, s, err
			}
			if len(labels) < enoughLabels {
				continue
			}
			size := page.page.Rect.Size()
			found, err := cutOut(page.photo, page.onPhoto(corrected(size, labels, near)), size)
			if err != nil {
				return match{}, s, fmt.Errorf("straighten the page by its labels: %w", err)
			}
			return m, found, nil
		}
	}
	return match{}, s, nil
}

// labelsInWindows returns the anchors that are read around their places; none
// without those that are needed.
func (r *Reader) labelsInWindows(ctx context.Context, s straightened, anchors []template.Anchor) ([]label, error) {
	if r.parts.Words == nil {
		return nil, nil
	}
	size := s.page.Rect.Size()
	x, y := int(looseAside*float64(size.X)), int(looseAbove*float64(size.X))
	var found []label
	for i, a := range anchors {
		if i >= 2 && len(found) == 0 {
			break
		}
		want := a.Box.On(size.X, size.Y)
		window := image.Rect(want.Min.X-x, want.Min.Y-y, want.Max.X+x, want.Max.Y+y).Intersect(s.page.Rect)
		crop := s.cut(window)
		var words []viz.Word
		if bleach(crop, labelBleach) {
			var err error
			if words, err = r.parts.Words.ReadWords(ctx, crop); err != nil {
				return nil, fmt.Errorf("read a label: %w", err)
			}
		}
		at := phrase(words, a.Text)
		if at.Empty() && a.Needed {
			return nil, nil
		}
		if !at.Empty() {
			found = append(found, label{want: want, at: at.Add(window.Min)})
		}
	}
	return found, nil
}

// phrase returns the box around the words in a row that are most like text;
// empty where none are like it.
func phrase(words []viz.Word, text string) (best image.Rectangle) {
	most := likeLabel
	for i := range words {
		var said string
		var box image.Rectangle
		for _, w := range words[i:] {
			said, box = said+w.Text, box.Union(w.Box)
			if l := likeness(said, text); l >= most && box.Dy() < 2*w.Box.Dy() {
				most, best = l, box
			}
		}
	}
	return best
}
