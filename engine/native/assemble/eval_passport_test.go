package assemble_test

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"maps"
	"slices"
	"strings"
	"sync"
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

// passport is a TD3 picture, and what was read of it as it is and with its
// zone painted over.
type passport struct {
	name         string
	lines        []string
	img          *image.RGBA
	got, painted *document.Reading
}

// readPassports reads every TD3 picture, several side by side.
func readPassports(t *testing.T) []passport {
	r := documents(t)
	var all []passport
	truths := zoneTruths(t)
	for _, name := range slices.Sorted(maps.Keys(truths)) {
		if lines := truths[name]; len(lines) == 2 && len(lines[0]) == 44 && lines[0][0] == 'P' {
			all = append(all, passport{name: name, lines: lines, img: enginetest.Picture(t, "mrz", name)})
		}
	}
	for few := range slices.Chunk(all, 5) {
		var wg sync.WaitGroup
		for i := range few {
			wg.Go(func() {
				p := &few[i]
				read := func(img *image.RGBA) *document.Reading {
					got, err := r.Read(t.Context(), img, everything)
					if err != nil {
						t.Logf("%s: %v", p.name, err)
						return &document.Reading{}
					}
					return got
				}
				p.got = read(p.img)
				t.Logf("%s: %v", p.name, printedFields(p.got.Visual))
				if p.got.MRZ != nil {
					p.painted = read(paintedOver(p.img, p.got.MRZ.Zone))
					t.Logf("%s painted over: %v", p.name, printedFields(p.painted.Visual))
				}
			})
		}
		wg.Wait()
	}
	return all
}

// TestEvalPassports reads the visual zone of every TD3 picture, as it is and
// with the machine-readable zone painted over.
func TestEvalPassports(t *testing.T) {
	evaluation(t)
	now := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	agree, read, same, wrong := figures.Tally{}, figures.Tally{}, figures.Tally{}, &figures.Errors{}
	for _, p := range readPassports(t) {
		truth, err := mrz.Parse(p.lines)
		if err != nil {
			t.Fatal(err)
		}
		for _, field := range inZone {
			value := p.got.Visual[field].Value
			agree.At(field).Count(agrees(truth, field, value, now))
			agree.At("all").Count(agrees(truth, field, value, now))
			if !agrees(truth, field, value, now) {
				wrong.Add(fmt.Sprintf("%s: %s read as %q, the zone has %q", p.name, field, value, p.lines), p.img)
			}
			if value != "" {
				read.At(field).Count(agrees(truth, field, value, now))
			}
		}
		if p.painted == nil {
			same.At("all").Unjudged++
			continue
		}
		if p.painted.MRZ != nil {
			t.Logf("%s: a zone although painted over", p.name)
		}
		same.At("all").Count(maps.EqualFunc(p.got.Visual, p.painted.Visual, func(a, b document.Field) bool { return a.Value == b.Value }))
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
