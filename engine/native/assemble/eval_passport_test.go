package assemble_test

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"portico/engine/document"
	"portico/engine/document/mrz"
	"portico/engine/enginetest"
	"portico/engine/figures"
	"portico/engine/imaging"
)

// everything asks for all that can be read, as portico read does.
var everything = document.Options{Sources: append(document.AllSources(), document.SourceOCR)}

// agrees compares a printed field with the zone, nil-safe: what was not read
// does not agree.
func agrees(z *mrz.Document, name, printed string, now time.Time) bool {
	switch name {
	case document.Surname:
		return printed != "" && z.SameSurname(printed)
	case document.GivenNames:
		return printed != "" && z.SameGivenNames(printed)
	case document.DocumentNumber:
		return printed != "" && strings.ReplaceAll(printed, "/", "") == z.Number
	case document.DateOfBirth:
		date, ok := z.BirthDate(now)
		return ok && printed == date
	case document.DateOfExpiry:
		date, ok := z.ExpiryDate()
		return ok && printed == date
	}
	return false
}

var inZone = []string{document.Surname, document.GivenNames, document.DocumentNumber, document.DateOfBirth, document.DateOfExpiry}

// TestEvalPassports reads the visual zone of every TD3 picture, as it is and
// with the machine-readable zone painted over.
func TestEvalPassports(t *testing.T) {
	evaluation(t)
	r := documents(t)
	now := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	agree, read, same, wrong := figures.Tally{}, figures.Tally{}, figures.Tally{}, &figures.Errors{}
	truths := zoneTruths(t)
	for _, name := range slices.Sorted(maps.Keys(truths)) {
		lines := truths[name]
		if len(lines) != 2 || len(lines[0]) != 44 || lines[0][0] != 'P' {
			continue
		}
		truth, err := mrz.Parse(lines)
		if err != nil {
			t.Fatal(err)
		}
		img := enginetest.Picture(t, "mrz", name)
		got, err := r.Read(t.Context(), img, everything)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, field := range inZone {
			value := got.Visual[field].Value
			agree.At(field).Count(agrees(truth, field, value, now))
			agree.At("all").Count(agrees(truth, field, value, now))
			if !agrees(truth, field, value, now) {
				wrong.Add(fmt.Sprintf("%s: %s read as %q, the zone has %q", name, field, value, lines), img)
			}
			if value != "" {
				read.At(field).Count(agrees(truth, field, value, now))
			}
		}
		t.Logf("%s: %v", name, printedFields(got.Visual))
		if got.MRZ == nil {
			same.At("all").Unjudged++
			continue
		}
		painted, err := r.Read(t.Context(), paintedOver(img, got.MRZ.Zone), everything)
		if err != nil {
			t.Logf("%s painted over: %v", name, err)
			painted = &document.Reading{}
		}
		if painted.MRZ != nil {
			t.Logf("%s: a zone although painted over", name)
		}
		equal := maps.EqualFunc(got.Visual, painted.Visual, func(a, b document.Field) bool { return a.Value == b.Value })
		same.At("all").Count(equal)
		if !equal {
			t.Logf("%s painted over: %v", name, printedFields(painted.Visual))
		}
	}
	s := figures.New("document-passports", "Passports: the visual zone")
	s.Say("TD3 pictures of data/mrz, read without a template by labels and order. Five pictures print other dates or numbers than their zone, and cannot agree.")
	agree.Table(s, "Fields of the zone that the print, as read, agrees with; a field not read does not agree", "agree")
	read.Table(s, "The same among the fields that were read", "agree")
	same.Table(s, "Pictures whose visual zone reads the same with the machine-readable zone painted over", "same")
	if err := errors.Join(s.Close(), s.Errors(wrong)); err != nil {
		t.Fatal(err)
	}
}

// printedFields is for the eyes of who runs an evaluation on published specimens.
func printedFields(fields map[string]document.Field) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		out = append(out, name+"="+strings.ReplaceAll(fields[name].Value, "\n", "|"))
	}
	return out
}

// paintedOver covers q, and a quarter of a line around it, in the mean colour
// of its rim.
func paintedOver(img *image.RGBA, q imaging.Quad) *image.RGBA {
	out := imaging.Crop(img, img.Rect)
	margin := imaging.Dist(q[0], q[3]) / 8
	var mid imaging.Point
	for _, p := range q {
		mid.X, mid.Y = mid.X+p.X/4, mid.Y+p.Y/4
	}
	for i := range q {
		grow := 1 + margin/max(imaging.Dist(q[i], mid), 1)
		q[i] = imaging.Point{X: mid.X + (q[i].X-mid.X)*grow, Y: mid.Y + (q[i].Y-mid.Y)*grow}
	}
	m, err := imaging.Between(q, imaging.RectQuad(image.Rect(0, 0, 1, 1)))
	if err != nil {
		return out
	}
	inside := func(x, y int) bool {
		p := m.Apply(imaging.Point{X: float64(x) + .5, Y: float64(y) + .5})
		return p.X >= 0 && p.X <= 1 && p.Y >= 0 && p.Y <= 1
	}
	b := q.Bounds().Intersect(out.Rect)
	var sum [3]int
	n := 0
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if inside(x, y) && (!inside(x-2, y) || !inside(x+2, y) || !inside(x, y-2) || !inside(x, y+2)) {
				p := out.RGBAAt(x, y)
				sum[0], sum[1], sum[2], n = sum[0]+int(p.R), sum[1]+int(p.G), sum[2]+int(p.B), n+1
			}
		}
	}
	if n == 0 {
		return out
	}
	c := color.RGBA{uint8(sum[0] / n), uint8(sum[1] / n), uint8(sum[2] / n), 255}
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if inside(x, y) {
				out.SetRGBA(x, y, c)
			}
		}
	}
	return out
}
