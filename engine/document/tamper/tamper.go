// Package tamper looks on a straightened page for a text that was printed
// otherwise than its neighbours: in another size or weight, in paler ink, off
// the line.
//
// It compares the texts of one page with each other, so it needs no picture of
// the genuine document, and says nothing where there are too few. What an able
// forger prints in the right font it cannot see. Functions are pure.
package tamper

import (
	"image"
	"math"
)

// Line is where one line of a field's text is printed.
type Line struct {
	Field string
	Box   image.Rectangle // on the page, in pixels
}

// Deviation is how far one text differs from the others of its page: natural
// logarithms of its share of their median, and of the baseline the distance in
// heights of their capitals.
type Deviation struct {
	Height, Stroke, Ink float64
	Base                float64 // from the texts of the same row; 0 where there is none
}

// leastTexts is how many texts a page must have to tell what is usual there.
const leastTexts = 4

// Texts compares every line of text with the others of the page and returns
// the worst of each field. Lines of fewer than three letters are left out; nil
// where there are too few others.
func Texts(page *image.Gray, lines []Line) map[string]Deviation {
	var fields []string
	var prints []Print
	for _, l := range lines {
		if p, ok := Measure(page, l.Box); ok {
			fields, prints = append(fields, l.Field), append(prints, p)
		}
	}
	if len(prints) < leastTexts {
		return nil
	}
	out := map[string]Deviation{}
	for i := range prints {
		d := deviation(prints, i)
		if before, ok := out[fields[i]]; !ok || d.Limits() > before.Limits() {
			out[fields[i]] = d
		}
	}
	return out
}

func deviation(prints []Print, i int) Deviation {
	p := prints[i]
	others := func(of func(Print) float64) float64 {
		var all []float64
		for j, q := range prints {
			if j != i {
				all = append(all, of(q))
			}
		}
		return middle(all)
	}
	height := others(func(p Print) float64 { return p.Height })
	d := Deviation{
		Height: nearer(math.Log(p.Height/height), math.Log(p.Second/height)),
		Stroke: math.Log(p.Stroke / others(func(p Print) float64 { return p.Stroke })),
		// A shadow changes the levels and a reflection the share; ink changes both.
		Ink: nearer(math.Log(p.Ink/others(func(p Print) float64 { return p.Ink })), math.Log(p.Levels/others(func(p Print) float64 { return p.Levels }))),
	}
	for j, q := range prints {
		if j == i || math.Abs(p.Base-q.Base) > p.Height/2 { // another row
			continue
		}
		if off := (p.Base - q.Base) / height; math.Abs(off) > math.Abs(d.Base) {
			d.Base = off
		}
	}
	return d
}

// nearer returns the value that is nearer to 0.
func nearer(a, b float64) float64 {
	if math.Abs(a) < math.Abs(b) {
		return a
	}
	return b
}

// What genuine texts keep to. The largest deviations of 22 drawn cards and of
// 30 composites of the contract's sample card were 0.15, 0.23, 0.26 (but for
// one reflection) and 0.17. On others (TestEvalAuthenticity) 3 of 40 genuine
// cards under a lamp are flagged, two for a stroke of 0.25 and 0.28.
const (
	mostHeight = 0.22
	mostStroke = 0.25
	mostInk    = 0.30
	mostBase   = 0.22
)

// Limits returns the worst part of d in units of what genuine texts keep to:
// above 1 the text looks wrong.
func (d Deviation) Limits() float64 {
	return max(math.Abs(d.Height)/mostHeight, math.Abs(d.Stroke)/mostStroke, math.Abs(d.Ink)/mostInk, math.Abs(d.Base)/mostBase)
}
