package document

import (
	"context"
	"errors"
	"fmt"
	"image"
	"maps"
	"slices"
	"strings"
	"sync"

	"portico/engine/document/mrz"
	"portico/engine/document/template"
	"portico/engine/document/textline"
	"portico/engine/document/viz"
	"portico/engine/imaging"
)

// enoughFields is how many labels make an unknown page a document that can be
// read, and say which way up it lies.
const enoughFields = 2

// fullPage is how many fields do so without labels, by their order.
const fullPage = 4

// readUnknown reads the visual zone of a page without a template into out: of
// every passport, and of any other page where generic reading was asked for. Of
// a passport it sees nothing of the machine-readable zone.
func (r *Reader) readUnknown(ctx context.Context, s straightened, out *Reading, m match, opt Options) (straightened, error) {
	if m.layout != nil || r.parts.Words == nil {
		return s, nil
	}
	if opt.source(SourceVIZ) && out.Type != nil && out.MRZ != nil && out.MRZ.Type == mrz.TD3 {
		fields, err := r.readBlind(ctx, s.photo, out.MRZ.Zone)
		if len(fields) > 0 {
			out.Visual, out.Type.Support, out.Type.Method = fields, FullSupport, GlobalPassportSupport
		}
		return s, err
	}
	if !slices.Contains(opt.Sources, SourceOCR) {
		return s, nil
	}
	fields, labelled, err := r.readFree(ctx, s)
	if err != nil {
		return s, err
	}
	if out.MRZ != nil {
		out.Visual = fields
		return s, nil
	}
	if labelled < enoughFields && len(fields) < fullPage {
		over := s.turn(2)
		other, more, err := r.readFree(ctx, over)
		if err != nil {
			return s, err
		}
		if more > labelled {
			s, fields, labelled = over, other, more
		}
	}
	if (labelled >= enoughFields || len(fields) >= fullPage) && !opt.advised() {
		out.Type, out.Visual = &Type{Support: GenericSupport}, fields
	}
	return s, nil
}

// readFree finds the fields of a page, where some of a passport's are missing
// at a second size too: small print that is lost at one is often read at
// another. It says how many a label gave away.
func (r *Reader) readFree(ctx context.Context, s straightened) (map[string]Field, int, error) {
	fields, labelled, err := r.readSized(ctx, s)
	if err != nil || len(fields) == 0 || complete(fields) {
		return fields, labelled, err
	}
	width := mostWidth
	if s.page.Rect.Dx() > (leastWidth+mostWidth)/2 {
		width = leastWidth
	}
	other, err := s.sized(width)
	if err != nil {
		return nil, 0, fmt.Errorf("straighten the page to another size: %w", err)
	}
	more, n, err := r.readSized(ctx, other)
	if err != nil {
		return nil, 0, err
	}
	for _, name := range slices.Sorted(maps.Keys(more)) {
		if _, known := fields[name]; !known && !taken(fields, more[name]) {
			fields[name] = more[name]
		}
	}
	return fields, max(labelled, n), nil
}

// complete tells whether fields hold what every passport has.
func complete(fields map[string]Field) bool {
	for _, name := range []string{Surname, GivenNames, DocumentNumber, DateOfBirth, DateOfExpiry} {
		if _, ok := fields[name]; !ok {
			return false
		}
	}
	return true
}

// taken tells whether another field was read where f was, or what f is a part of.
func taken(fields map[string]Field, f Field) bool {
	for name, o := range fields {
		if o.Box.Bounds().Overlaps(f.Box.Bounds()) || name == FullName && strings.Contains(o.Value, f.Value) {
			return true
		}
	}
	return false
}

// readSized finds the fields of a page by its labels and reads each once more,
// alone. It says how many a label gave away.
func (r *Reader) readSized(ctx context.Context, s straightened) (map[string]Field, int, error) {
	words, err := r.readPrint(ctx, s)
	if err != nil {
		return nil, 0, fmt.Errorf("read the words of a page: %w", err)
	}
	found := viz.Find(words)
	for i := range found {
		if err := r.readAgain(ctx, s, &found[i]); err != nil {
			return nil, 0, err
		}
	}
	viz.Complete(found)
	out := map[string]Field{}
	for _, f := range found {
		if f.Value == "" {
			continue
		}
		place := s.onPhoto(imaging.RectQuad(f.Box))
		out[f.Name] = Field{Value: f.Value, Raw: f.Raw, Confidence: freely * calibrated(f.Confidence), Source: VisualZone, Box: &place}
	}
	return out, viz.Labelled(found), nil
}

// mostGlyphs is how many letters a line may have: more are a machine-readable
// zone or a pattern.
const mostGlyphs = 60

// unsure is the confidence of the best word of a line that is no print.
const unsure = .5

// readPrint reads every line of print on the page, several at a time.
func (r *Reader) readPrint(ctx context.Context, s straightened) ([]viz.Word, error) {
	lines := textline.Find(s.gray)
	words, errs := make([][]viz.Word, len(lines)), make([]error, len(lines))
	var wg sync.WaitGroup
	for i, l := range lines {
		if l.Glyphs > mostGlyphs || zoneLike(l, s.page.Rect.Dx()) {
			continue
		}
		wg.Go(func() {
			around := l.Box.Inset(-max(l.Height/3, 3)).Intersect(s.page.Rect)
			words[i], errs[i] = r.readWords(ctx, s, around)
			for k := range words[i] {
				words[i][k].Box, words[i][k].Row = words[i][k].Box.Add(around.Min).Intersect(l.Box.Inset(-2)), i
			}
		})
	}
	wg.Wait()
	return slices.Concat(words...), errors.Join(errs...)
}

// readWords reads one line, a second time with more of the background bleached
// where some words were read well and others badly.
func (r *Reader) readWords(ctx context.Context, s straightened, around image.Rectangle) ([]viz.Word, error) {
	var best []viz.Word
	var most float64
	for _, share := range bleaching {
		crop := s.cut(around)
		if !bleach(crop, share) {
			break
		}
		words, err := r.parts.Words.ReadWords(ctx, crop)
		if err != nil {
			return nil, err
		}
		var sum, weakest, strongest float64 = 0, 1, 0
		for _, w := range words {
			sum += w.Confidence
			weakest, strongest = min(weakest, w.Confidence), max(strongest, w.Confidence)
		}
		if mean := sum / max(float64(len(words)), 1); best == nil || mean > most {
			best, most = words, mean
		}
		if weakest > sure || strongest < unsure {
			break
		}
	}
	return best, nil
}

// zoneLike tells a line that is as long as those of a machine-readable zone.
func zoneLike(l textline.Line, width int) bool {
	return l.Glyphs >= 24 && 10*l.Box.Dx() > 7*width
}

// readAgain reads the one line of a field alone, which is surer than among all
// others, and keeps the reading that has more confidence.
func (r *Reader) readAgain(ctx context.Context, s straightened, f *viz.Found) error {
	if strings.Contains(f.Raw, "\n") || f.Shared {
		return nil
	}
	h := f.Box.Dy()
	box := image.Rect(f.Box.Min.X-h/2, f.Box.Min.Y-h/4, f.Box.Max.X+h/2, f.Box.Max.Y+h/4).Intersect(s.page.Rect)
	text, err := r.readLine(ctx, s, box, template.Field{Kind: kindOf(f.Name), Format: template.DayFirst})
	if err != nil {
		return fmt.Errorf("read field %s: %w", f.Name, err)
	}
	value, ok := viz.Parse(f.Name, text.Value)
	switch {
	case ok && value == f.Value:
		f.Confidence = max(f.Confidence, text.Confidence)
	case ok && text.Confidence > f.Confidence:
		f.Raw, f.Value, f.Confidence = text.Value, value, text.Confidence
	}
	return nil
}

func kindOf(field string) template.Kind {
	switch field {
	case Surname, GivenNames, FullName:
		return template.Name
	case DateOfBirth, DateOfIssue, DateOfExpiry:
		return template.Date
	case DocumentNumber:
		return template.Code
	}
	return template.Words
}

// advised tells whether the classification was narrowed.
func (o Options) advised() bool {
	return len(o.Countries)+len(o.Kinds)+len(o.Editions)+len(o.MRTDs)+len(o.Sides) > 0
}
