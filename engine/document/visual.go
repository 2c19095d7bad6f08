package document

import (
	"context"
	"fmt"
	"image"
	"strings"
	"sync"
	"time"

	"portico/engine/document/template"
	"portico/engine/document/viz"
	"portico/engine/imaging"
)

// readFields reads the fields of a recognised page, several at a time. A
// field without text is left out.
func (r *Reader) readFields(ctx context.Context, s straightened, m match) (map[string]Field, error) {
	fields := make([]Field, len(m.layout.Fields))
	errs := make([]error, len(fields))
	var wg sync.WaitGroup
	for i, f := range m.layout.Fields {
		wg.Go(func() { fields[i], errs[i] = r.readField(ctx, s, f, m.shift) })
	}
	wg.Wait()
	out := map[string]Field{}
	for i, f := range m.layout.Fields {
		if errs[i] != nil {
			return nil, fmt.Errorf("read field %s: %w", f.Name, errs[i])
		}
		if fields[i].Raw != "" {
			out[f.Name] = fields[i]
		}
	}
	completeYears(out)
	return out, nil
}

// completeYears puts dates with a short year into their century, in place.
func completeYears(fields map[string]Field) {
	var dates []viz.Found
	for _, name := range []string{DateOfBirth, DateOfIssue, DateOfExpiry} {
		f, ok := fields[name]
		raw := f.Raw
		if len(f.Value) == len(time.DateOnly) {
			raw = f.Value
		}
		if ok {
			dates = append(dates, viz.Found{Name: name, Raw: raw, Value: f.Value})
		}
	}
	viz.Complete(dates)
	for _, d := range dates {
		f := fields[d.Name]
		f.Value = d.Value
		fields[d.Name] = f
	}
}

// readField reads the lines of a field. Its confidence is that of its weakest
// line, its place that of the letters.
func (r *Reader) readField(ctx context.Context, s straightened, f template.Field, shift image.Point) (Field, error) {
	out := Field{Source: VisualZone, Confidence: 1}
	var lines []string
	var around image.Rectangle
	for _, b := range f.Lines {
		box := b.On(s.page.Rect.Dx(), s.page.Rect.Dy()).Add(shift).Intersect(s.page.Rect)
		text, err := r.readLine(ctx, s, box, f)
		if err != nil {
			return Field{}, err
		}
		if text.Value == "" {
			continue
		}
		lines = append(lines, text.Value)
		around = around.Union(text.Box.Add(box.Min))
		out.Confidence = min(out.Confidence, text.Confidence)
	}
	if len(lines) == 0 {
		return Field{}, nil
	}
	out.Confidence = calibrated(out.Confidence)
	out.Raw = strings.Join(lines, "\n")
	out.Value = normalise(out.Raw, f)
	place := s.onPhoto(imaging.RectQuad(around))
	out.Box = &place
	return out, nil
}

// Tries of a line: how much of the background is bleached before it is read.
// Little keeps thin strokes, much removes dark patterns.
var bleaching = [...]float64{.8, .5, .65, .9}

// sure is the confidence from which on no further try is made.
const sure = 0.88

// readLine reads the line of print in box and returns the best of its tries.
func (r *Reader) readLine(ctx context.Context, s straightened, box image.Rectangle, f template.Field) (Text, error) {
	var best Text
	for _, share := range bleaching {
		line := s.cut(box)
		if !bleach(line, share) {
			return best, nil
		}
		isolate(line)
		text, err := r.parts.Text.ReadLine(ctx, line)
		if err != nil {
			return Text{}, err
		}
		if !Plausible(text.Value, f) {
			text.Confidence /= 2
		}
		if best.Value == "" || text.Confidence > best.Confidence {
			best = text
		}
		if best.Confidence >= sure {
			break
		}
	}
	return best, nil
}
