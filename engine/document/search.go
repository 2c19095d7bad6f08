package document

import (
	"context"
	"fmt"
	"image"

	"portico/engine/document/mrz"
	"portico/engine/document/template"
	"portico/engine/document/textline"
)

// Limits of the search for labels, of pages whose outline is far off.
const (
	around         = .12 // of the page's width, from a label's place
	askew          = .3  // by which share a label's width may differ
	searchedLabels = 3   // that must agree; two where a zone of the type is there too
)

// searched looks for the labels of every advised type among the lines of print
// around their places: it finds what classify misses where the outline is off,
// and costs more. It cuts the page out again by the labels that it found. Types
// that the zone, or its absence, excludes are not looked for; a zone has turned
// the page upright already.
func (r *Reader) searched(ctx context.Context, s straightened, zone *mrz.Reading, opt Options) (match, straightened, error) {
	upright := s
	for _, turned := range []bool{false, true} {
		if turned && zone != nil {
			break
		}
		if turned {
			s = s.turn(2)
		}
		p := pagePrint{page: s, lines: textline.Find(s.gray), texts: map[int]string{}}
		for m := range r.layouts(opt) {
			if m.layout.MRZ != (zone != nil) || zone != nil && m.template.MRTD != string(zone.Type) {
				continue
			}
			labels, err := r.labelsAmong(ctx, p, m.layout.Anchors)
			if err != nil {
				return match{}, upright, err
			}
			need := searchedLabels
			if zone != nil {
				need = enoughLabels
			}
			if len(labels) < need {
				continue
			}
			size := s.page.Rect.Size()
			if s, err = cutOut(s.photo, s.onPhoto(corrected(size, labels, near)), size); err != nil {
				return match{}, upright, fmt.Errorf("straighten the page by its labels: %w", err)
			}
			return m, s, nil
		}
	}
	if zone != nil {
		return r.searchedByZone(ctx, upright, zone, opt)
	}
	return match{}, upright, nil
}

// pagePrint is the lines of a page, and what was read of them.
type pagePrint struct {
	page  straightened
	lines []textline.Line
	texts map[int]string
}

// labelsAmong returns the anchors that are read around their places and agree
// with each other about where the page is; none without those that are needed.
func (r *Reader) labelsAmong(ctx context.Context, p pagePrint, anchors []template.Anchor) ([]label, error) {
	size := p.page.page.Rect.Size()
	var found []label
	for i, a := range anchors {
		if i >= 2 && len(found) == 0 && !a.Needed {
			break
		}
		want := a.Box.On(size.X, size.Y)
		at, err := r.labelAround(ctx, p, a.Text, want)
		if err != nil {
			return nil, err
		}
		if at.Empty() && a.Needed {
			return nil, nil
		}
		if !at.Empty() {
			found = append(found, label{want: want, at: at})
		}
	}
	return agreeing(size, found, near), nil
}

// labelAround returns where text is printed around want; empty where it is not.
func (r *Reader) labelAround(ctx context.Context, p pagePrint, text string, want image.Rectangle) (image.Rectangle, error) {
	size := p.page.page.Rect.Size()
	for i, l := range p.lines {
		if apart(l.Box, want) > around*float64(size.X) || !sameSize(l.Box, want, askew) {
			continue
		}
		if _, known := p.texts[i]; !known {
			crop := p.page.cut(l.Box.Inset(-max(l.Height/3, 3)))
			bleach(crop, labelBleach)
			read, err := r.parts.Text.ReadLine(ctx, crop)
			if err != nil {
				return image.Rectangle{}, fmt.Errorf("read a label: %w", err)
			}
			p.texts[i] = read.Value
		}
		if likeness(p.texts[i], text) >= likeLabel {
			return l.Box, nil
		}
	}
	return image.Rectangle{}, nil
}
