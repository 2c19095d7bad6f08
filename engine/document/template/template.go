// Package template holds what is known of document types: where which text
// and which picture is printed on each side.
//
// A template describes print, never a holder: a type is recognised by its
// printed labels, and its colours are a coarse profile of tints, given as
// numbers or taken from a reference picture that we own. Templates are TOML
// files, those of this package and those of an operator's folder; the format
// is described in docs/design/templates.md. The package performs no I/O beyond
// the file system it is handed.
package template

import (
	"image"
	"math"
)

// Template is one document type.
type Template struct {
	Country string            // ISO 3166-1 alpha-3, lower case; "ino" is the contract's sample card
	Kind    string            // identity-card, passport, drivers-licence
	Edition string            // as the contract writes it: 2020, 2008-2019, 2021-01-01
	MRTD    string            // TD1, TD2, TD3 or empty
	Sides   map[string]Layout // front, back
}

// Layout is what is printed on one side.
type Layout struct {
	Aspect      float64  // width over height
	MRZ         bool     // a machine-readable zone is printed here
	Anchors     []Anchor // the most telling first
	Fields      []Field  //
	Portrait    *Box     // nil: none, as with the next three
	Ghost       *Box     // a second, fainter portrait
	Signature   *Box     //
	Fingerprint *Box     //
	Tints       *Tints   // nil: colours vary or were not measured
}

// Anchor is a printed text that every card of the type has at the same place.
type Anchor struct {
	Text   string
	Box    Box  // tight around the letters
	Needed bool // without it a page is not of the type, whatever else is read
}

// Kind says how a field's text is read and normalised.
type Kind string

// The kinds of fields.
const (
	Words   Kind = "text"    // as printed
	Name    Kind = "name"    // letters, spaces, hyphens and apostrophes
	Code    Kind = "number"  // capital letters and digits without spaces
	Gender  Kind = "sex"     // M, F or X
	Country Kind = "country" // three capital letters
	Date    Kind = "date"    // to YYYY-MM-DD by Format
)

// Field is a printed value.
type Field struct {
	Name    string // of the contract: givenNames, …
	Kind    Kind   //
	Format  Format // of a Date
	Pattern string // of a Code, a regular expression over all of it; empty allows everything
	Label   string // what is printed beside it
	Lines   []Box  // a box for each line of text, with room for the longest
}

// Box is a rectangle in fractions of the page: left, top, right, bottom.
type Box [4]float64

// On returns the rectangle on a page of w×h pixels.
func (b Box) On(w, h int) image.Rectangle {
	x := func(f float64) int { return int(math.Round(f * float64(w))) }
	y := func(f float64) int { return int(math.Round(f * float64(h))) }
	return image.Rect(x(b[0]), y(b[1]), x(b[2]), y(b[3]))
}

func (b Box) valid() bool {
	return 0 <= b[0] && b[0] < b[2] && b[2] <= 1 && 0 <= b[1] && b[1] < b[3] && b[3] <= 1
}

// aspects are the sizes of ISO/IEC 7810, width over height.
var aspects = map[string]float64{"ID-1": 85.60 / 53.98, "ID-2": 105.0 / 74.0, "ID-3": 125.0 / 88.0}

// Same tells whether two templates describe one type: country, kind and edition.
func (t Template) Same(o Template) bool {
	return t.Country == o.Country && t.Kind == o.Kind && t.Edition == o.Edition
}
