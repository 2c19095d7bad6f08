package document

import (
	"context"
	"errors"
	"image"
	"slices"
	"time"
	"unicode"

	"portico/engine/document/template"
	"portico/engine/document/viz"
)

// Draft is a first guess at the template of one page, for an operator to
// correct.
type Draft struct {
	Whole   bool              // no outline was found: the picture is taken for the page
	Size    string            // ID-1, ID-2 or ID-3
	Zone    *Type             // what a machine-readable zone says of the type; nil: there is none
	Anchors []template.Anchor // labels, the longest first: the same on every document of the type
	Fields  []template.Field  // with the label and kind guessed
	Values  map[string]string // what is printed in each field here
	Other   []template.Anchor // print that may be either
	Portray *template.Box     // around the largest face
}

// With returns a Reader over the same parts that knows other types.
func (r *Reader) With(types []template.Template) *Reader {
	return &Reader{parts: r.parts, types: types, quality: r.quality}
}

// Draft looks for labels, values and a portrait on a page of an unknown type.
// Where no outline is found, the picture is the page, as a scanner makes it. It
// fails with ErrNoCard when it has not the shape of one.
func (r *Reader) Draft(ctx context.Context, photo *image.RGBA) (*Draft, error) {
	untaught, all := r.With(nil), Options{Sources: AllSources()}
	page, err := untaught.Read(ctx, photo, all)
	whole := errors.Is(err, ErrNoCard) && mayBePage(photo.Rect.Size())
	if whole {
		page, err = untaught.readPage(ctx, photo, wholeOf(photo), false, all, stopwatch{})
	}
	if err != nil {
		return nil, err
	}
	s, err := straighten(photo, page.Corners)
	if err != nil {
		return nil, err
	}
	words, err := r.readPrint(ctx, s)
	if err != nil {
		return nil, err
	}
	size := s.page.Rect.Size()
	d := &Draft{Whole: whole, Size: "ID-1", Values: map[string]string{}}
	if float64(size.X)/float64(size.Y) < (aspectID1+aspectID3)/2 {
		d.Size = "ID-3"
	}
	if page.MRZ != nil {
		d.Zone = page.Type
	}
	d.addFound(viz.Find(words), size)
	d.addOther(words, size)
	if page.Portrait != nil {
		b := share(*page.Portrait, size)
		d.Portray = &b
	}
	return d, nil
}

func (d *Draft) addFound(found []viz.Found, size image.Point) {
	for _, f := range found {
		if f.Shared {
			continue
		}
		h := f.Box.Dy()
		around := image.Rect(f.Box.Min.X-h/2, f.Box.Min.Y-h/3, f.Box.Max.X+max(f.Box.Dx()/2, h), f.Box.Max.Y+h/3)
		field := template.Field{Name: f.Name, Kind: kindOf(f.Name), Label: f.Label, Lines: []template.Box{share(around, size)}}
		switch f.Name {
		case Gender:
			field.Kind = template.Gender
		case DateOfBirth, DateOfIssue, DateOfExpiry:
			named, short := slices.ContainsFunc([]rune(f.Raw), unicode.IsLetter), len(f.Value) < len(time.DateOnly)
			field.Format = map[[2]bool]template.Format{
				{false, false}: template.DayFirst, {false, true}: template.ShortYear,
				{true, false}: template.DayName, {true, true}: template.ShortName,
			}[[2]bool{named, short}]
		}
		d.Fields = append(d.Fields, field)
		d.Values[f.Name] = f.Value
		if f.Label != "" {
			d.Anchors = append(d.Anchors, template.Anchor{Text: f.Label, Box: share(f.LabelBox, size)})
		}
	}
	slices.SortStableFunc(d.Anchors, func(a, b template.Anchor) int { return len(b.Text) - len(a.Text) })
}

// addOther keeps lines that were read well and belong to nothing yet.
func (d *Draft) addOther(words []viz.Word, size image.Point) {
	for _, l := range viz.Lines(words) {
		if l.Confidence < sure {
			continue
		}
		box := share(l.Box, size)
		covers := func(b template.Box) bool {
			return b[0] < box[2] && box[0] < b[2] && b[1] < box[3] && box[1] < b[3]
		}
		if slices.ContainsFunc(d.Fields, func(f template.Field) bool { return covers(f.Lines[0]) }) ||
			slices.ContainsFunc(d.Anchors, func(a template.Anchor) bool { return covers(a.Box) }) {
			continue
		}
		d.Other = append(d.Other, template.Anchor{Text: l.Text, Box: box})
	}
}

// share is r in fractions of the page, within it.
func share(r image.Rectangle, size image.Point) template.Box {
	r = r.Intersect(image.Rectangle{Max: size})
	w, h := float64(size.X), float64(size.Y)
	return template.Box{float64(r.Min.X) / w, float64(r.Min.Y) / h, float64(r.Max.X) / w, float64(r.Max.Y) / h}
}
