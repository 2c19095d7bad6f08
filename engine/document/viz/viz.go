// Package viz finds the fields of a page whose layout is not known: by the
// labels printed beside them, in the languages of the passports and cards in
// Latin script, and by the order that ICAO Doc 9303-4 gives a passport's data
// page.
//
// It sees nothing but printed words and their places: no machine-readable
// zone, no clock, no picture. Functions are pure and safe for concurrent use.
package viz

import (
	"image"
	"slices"
)

// Word is one printed word.
type Word struct {
	Text       string
	Confidence float64 // 0..1
	Box        image.Rectangle
	Row        int // words of one row have the same number
}

// Found is a field and where its value is printed.
type Found struct {
	Name     string // of the contract, as in package document
	Raw      string // as printed
	Value    string // after Parse
	Box      image.Rectangle
	Label    string          // the label as printed; empty where the order alone gave the field away
	LabelBox image.Rectangle // around it

	Confidence float64 // of the weakest word, 0..1
	Shared     bool    // Raw holds more than this field
}

// Find returns the fields of a page, each name once, sorted by name. Dates
// printed with a short year lack their century: see Complete.
func Find(words []Word) []Found {
	segments := tied(segmentsOf(words))
	var labels []label
	var values []segment
	for _, s := range segments {
		if coded(s.text()) { // a line of a machine-readable zone
			continue
		}
		ls, vs := dictionary().split(s)
		labels, values = append(labels, ls...), append(values, vs...)
	}
	found := pair(settleNames(labels), values)
	found = splitNames(found)
	found = byOrder(found, values)
	slices.SortFunc(found, func(a, b Found) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	return found
}

// Labelled counts the fields that a printed label gave away: few of them say
// that a page is upside down or no document.
func Labelled(found []Found) int {
	n := 0
	for _, f := range found {
		if f.Label != "" {
			n++
		}
	}
	return n
}

// Line is print without a wide gap.
type Line struct {
	Text       string
	Confidence float64 // mean of its letters, 0..1
	Box        image.Rectangle
}

// Lines joins words to lines, top to bottom, without those of a
// machine-readable zone.
func Lines(words []Word) []Line {
	var out []Line
	for _, s := range segmentsOf(words) {
		if text := s.text(); !coded(text) {
			out = append(out, Line{text, s.certainty(), s.box()})
		}
	}
	return out
}
