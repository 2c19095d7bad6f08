// Package template holds what is known of document types: where which text
// and which picture is printed on each side.
//
// A template describes print, never pictures: a type is recognised by its
// printed labels, and its colours are a coarse profile of tints. Templates are
// JSON files in this package; adding one adds a document type.
package template

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"io/fs"
	"math"
	"slices"
	"strings"
)

//go:embed *.json
var files embed.FS

// Builtin returns the templates of this package, in the order of their file
// names. It fails when one of them is wrong, which a test rules out.
func Builtin() ([]Template, error) { return Load(files) }

// ErrTemplate says that a template contradicts itself. Callers compare with errors.Is.
var ErrTemplate = errors.New("wrong template")

// Template is one document type.
type Template struct {
	Country string            `json:"country"` // ISO 3166-1 alpha-3, lower case
	Kind    string            `json:"type"`    // identity-card, passport, …
	Edition string            `json:"edition"`
	MRTD    string            `json:"machineReadableTravelDocument,omitempty"` // TD1, TD2, TD3 or empty
	Sides   map[string]Layout `json:"sides"`                                   // front, back
}

// Layout is what is printed on one side.
type Layout struct {
	Aspect    float64  `json:"aspect"`              // width over height
	MRZ       bool     `json:"mrz,omitempty"`       // a machine-readable zone is printed here
	Anchors   []Anchor `json:"anchors"`             // the most telling first
	Fields    []Field  `json:"fields"`              //
	Portrait  *Box     `json:"portrait,omitempty"`  //
	Signature *Box     `json:"signature,omitempty"` //
	Tints     *Tints   `json:"tints,omitempty"`     // nil: colours vary or were not measured
}

// Anchor is a printed text that every card of the type has at the same place.
type Anchor struct {
	Text string `json:"text"`
	Box  Box    `json:"box"` // tight around the letters
}

// Kind says how a field's text is read and normalised.
type Kind string

// The kinds of fields.
const (
	Words  Kind = "text"   // as printed
	Code   Kind = "code"   // capital letters and digits without spaces
	Gender Kind = "gender" // M, F or X
	Date   Kind = "date"   // to YYYY-MM-DD by Format
)

// Field is a printed value.
type Field struct {
	Name   string `json:"name"`             // of the contract: givenNames, …
	Kind   Kind   `json:"kind"`             //
	Format string `json:"format,omitempty"` // of a Date, in Go's notation: 02.01.2006
	Label  string `json:"label,omitempty"`  // what is printed beside it, for people
	Lines  []Box  `json:"lines"`            // a box for each line of text, with room for the longest
}

// Box is a rectangle in fractions of the page: left, top, right, bottom.
type Box [4]float64

// On returns the rectangle on a page of w×h pixels.
func (b Box) On(w, h int) image.Rectangle {
	x := func(f float64) int { return int(math.Round(f * float64(w))) }
	y := func(f float64) int { return int(math.Round(f * float64(h))) }
	return image.Rect(x(b[0]), y(b[1]), x(b[2]), y(b[3]))
}

// Load reads every *.json file at the top of dir, in the order of their names.
// Errors name the file and wrap ErrTemplate where the content is at fault.
func Load(dir fs.FS) ([]Template, error) {
	names, err := fs.Glob(dir, "*.json")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var all []Template
	for _, name := range names {
		data, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, err
		}
		t, err := Parse(data)
		if err != nil {
			return nil, fmt.Errorf("template %s: %w", name, err)
		}
		all = append(all, t)
	}
	return all, nil
}

// Parse reads one template and checks it. Unknown members are an error, so
// that a slip of the pen does not silently drop a field.
func Parse(data []byte) (Template, error) {
	var t Template
	d := json.NewDecoder(strings.NewReader(string(data)))
	d.DisallowUnknownFields()
	if err := d.Decode(&t); err != nil {
		return Template{}, fmt.Errorf("%w: %w", ErrTemplate, err)
	}
	if t.Country == "" || t.Kind == "" || len(t.Sides) == 0 {
		return Template{}, fmt.Errorf("%w: country, type and sides are required", ErrTemplate)
	}
	for name, side := range t.Sides {
		if err := side.check(); err != nil {
			return Template{}, fmt.Errorf("%w: %s: %w", ErrTemplate, name, err)
		}
	}
	return t, nil
}

func (l Layout) check() error {
	if l.Aspect < 1 || l.Aspect > 2 {
		return fmt.Errorf("aspect %v is not that of a card lying on its long side", l.Aspect)
	}
	if len(l.Anchors) < 2 {
		return errors.New("two anchors are needed to tell the type")
	}
	for _, a := range l.Anchors {
		if a.Text == "" || !a.Box.valid() {
			return fmt.Errorf("anchor %q has no text or a box that is none", a.Text)
		}
	}
	for _, f := range l.Fields {
		if f.Name == "" || len(f.Lines) == 0 || slices.ContainsFunc(f.Lines, func(b Box) bool { return !b.valid() }) {
			return fmt.Errorf("field %q has no lines or a box that is none", f.Name)
		}
		if !slices.Contains([]Kind{Words, Code, Gender, Date}, f.Kind) || f.Kind == Date && f.Format == "" {
			return fmt.Errorf("field %q: kind %q, format %q", f.Name, f.Kind, f.Format)
		}
	}
	return nil
}

func (b Box) valid() bool {
	return 0 <= b[0] && b[0] < b[2] && b[2] <= 1 && 0 <= b[1] && b[1] < b[3] && b[3] <= 1
}
