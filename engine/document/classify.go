package document

import (
	"context"
	"fmt"
	"image"
	"iter"
	"slices"
	"strings"
	"unicode"

	"portico/engine/document/mrz"
	"portico/engine/document/template"
)

// match is a page's type and where its print lies; the zero value is no match.
type match struct {
	template *template.Template
	layout   *template.Layout
	name     string      // of the side
	turned   bool        // the page lies upside down
	weak     bool        // one label only: the zone must confirm it
	shift    image.Point // of the print against the template, in pixels of the page
}

func (m match) kind() *Type {
	if m.template == nil {
		return nil
	}
	t := m.template
	return &Type{Country: t.Country, Kind: t.Kind, Edition: t.Edition, MRTD: t.MRTD, Support: FullSupport, Method: TemplateSupport}
}

func (m match) side() Side {
	if m.template == nil {
		return Unknown
	}
	return Side(m.name)
}

// classify looks for the labels of every advised type and side, the page
// upright and upside down. A match by one label of a side with a
// machine-readable zone is weak.
func (r *Reader) classify(ctx context.Context, s straightened, opt Options) (match, error) {
	var weak match
	for _, turned := range []bool{false, true} {
		if turned {
			s = s.turn(2)
		}
		for m := range r.layouts(opt) {
			labels, shift, err := r.anchored(ctx, s, *m.layout)
			if err != nil {
				return match{}, err
			}
			m.turned, m.shift = turned, shift
			if labels >= enoughLabels {
				return m, nil
			}
			if labels > 0 && m.layout.MRZ && weak.layout == nil {
				weak, weak.weak = m, true
			}
		}
	}
	return weak, nil
}

// layouts are the sides of the advised types, in the order of the types.
func (r *Reader) layouts(opt Options) iter.Seq[match] {
	return func(yield func(match) bool) {
		for i := range r.types {
			t := &r.types[i]
			if !opt.admits(Type{Country: t.Country, Kind: t.Kind, Edition: t.Edition, MRTD: t.MRTD}) {
				continue
			}
			for _, name := range []string{string(Front), string(Back)} {
				layout, ok := t.Sides[name]
				if ok && opt.admitsSide(Side(name)) && !yield(match{template: t, layout: &layout, name: name}) {
					return
				}
			}
		}
	}
}

// How much of a type's labels must be read. Two texts at their very places are
// no accident. A label counts from 70 % of its letters on: it is the smallest
// print of a card.
const (
	likeLabel    = 0.70
	enoughLabels = 2
	plentyLabels = 3 // no more are read
)

// anchored reads the layout's labels where they should be, says how many are
// there and how far the print is shifted: none without those that are needed. It
// gives up when neither of the first two is there, so that a foreign page costs
// little.
func (r *Reader) anchored(ctx context.Context, s straightened, l template.Layout) (labels int, shift image.Point, err error) {
	w, h := s.page.Rect.Dx(), s.page.Rect.Dy()
	if !s.likely(l) {
		return 0, shift, nil
	}
	var dx, dy []int
	for i, a := range l.Anchors {
		if !a.Needed && (i >= 2 && labels == 0 || labels >= plentyLabels) {
			continue
		}
		around := slack(a.Box.On(w, h).Add(shift), w).Intersect(s.page.Rect)
		line := s.cut(around)
		there, err := r.reads(ctx, line, a, h)
		if err != nil {
			return 0, shift, fmt.Errorf("read a label: %w", err)
		}
		if !there && a.Needed {
			return 0, shift, nil
		}
		if !there {
			continue
		}
		labels++
		box := a.Box.On(w, h)
		if at, ok := printed(line, box.Size()); ok {
			at = at.Add(around.Min)
			dx = append(dx, (at.Min.X+at.Max.X-box.Min.X-box.Max.X)/2)
			dy = append(dy, (at.Min.Y+at.Max.Y-box.Min.Y-box.Max.Y)/2)
			shift = image.Pt(median(dx), median(dy))
		}
	}
	return labels, shift, nil
}

// reads tells whether the label is printed in line, and bleaches it. The page
// is so many pixels high.
func (r *Reader) reads(ctx context.Context, line *image.Gray, a template.Anchor, height int) (bool, error) {
	if !bleach(line, labelBleach) || !lettered(line, a.Box.On(height, height).Dy(), len(a.Text)) {
		return false, nil
	}
	text, err := r.parts.Text.ReadLine(ctx, line)
	return err == nil && likeness(text.Value, a.Text) >= likeLabel, err
}

// likely tells whether something like letters is printed where half of the
// layout's labels should be. It reads nothing, so that a page of another type
// costs milliseconds.
func (s straightened) likely(l template.Layout) bool {
	hits := 0
	for _, a := range l.Anchors {
		box := a.Box.On(s.page.Rect.Dx(), s.page.Rect.Dy())
		line := s.cut(slack(box, s.page.Rect.Dx()))
		if bleach(line, labelBleach) && lettered(line, box.Dy(), len(a.Text)) {
			hits++
		}
	}
	return 2*hits >= len(l.Anchors)
}

// slack widens the box of a label by what its print may be shifted: 8 ‰ of
// the page's width sideways, 3 ‰ up and down. More lets other print in, which
// costs a third of the labels in small or soft pictures.
func slack(box image.Rectangle, width int) image.Rectangle {
	x, y := 8*width/1000, 3*width/1000
	return image.Rect(box.Min.X-x, box.Min.Y-y, box.Max.X+x, box.Max.Y+y)
}

// median returns the middle value, the mean of both for an even number, and 0
// for none.
func median(v []int) int {
	if len(v) == 0 {
		return 0
	}
	slices.Sort(v)
	return (v[(len(v)-1)/2] + v[len(v)/2]) / 2
}

// likeness returns the share of letters and digits that two texts have in
// common, in order: one less the edit distance (Levenshtein) over the length.
func likeness(a, b string) float64 {
	fold := func(s string) []rune {
		return slices.DeleteFunc([]rune(strings.ToLower(s)), func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r)
		})
	}
	x, y := fold(a), fold(b)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i, c := range x {
		last := row[0]
		row[0] = i + 1
		for j, d := range y {
			cost := last
			if c != d {
				cost++
			}
			last = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return 1 - float64(row[len(y)])/float64(max(len(x), len(y)))
}

// typeOf derives what a zone alone says of a type. Advice that excludes it
// leaves the type unknown.
func typeOf(z *mrz.Reading, opt Options) (*Type, Side) {
	t := Type{Country: strings.ToLower(z.Issuer), MRTD: string(z.Type), Support: MRZExtractionOnly}
	side := Front
	switch {
	case strings.HasPrefix(z.Code, "P"):
		t.Kind = "passport"
	case strings.HasPrefix(z.Code, "V"):
		t.Kind, t.MRTD = "visa", ""
	default:
		t.Kind = "identity-card"
	}
	switch z.Type {
	case mrz.TD1:
		side = Back
	case mrz.FRA:
		t.MRTD = ""
	}
	if !opt.admits(t) || !opt.admitsSide(side) {
		return nil, Unknown
	}
	return &t, side
}

// admits tells whether the advice allows t. What t leaves open is allowed.
func (o Options) admits(t Type) bool {
	allows := func(advice []string, value string) bool {
		return len(advice) == 0 || value == "" ||
			slices.ContainsFunc(advice, func(a string) bool { return strings.EqualFold(a, value) })
	}
	return allows(o.Countries, t.Country) && allows(o.Kinds, t.Kind) &&
		allows(o.Editions, t.Edition) && allows(o.MRTDs, t.MRTD)
}

func (o Options) admitsSide(s Side) bool {
	return len(o.Sides) == 0 || slices.Contains(o.Sides, s)
}
