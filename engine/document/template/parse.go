package template

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// ErrTemplate says that a template cannot be used. Callers compare with errors.Is.
var ErrTemplate = errors.New("wrong template")

// Fault is what is wrong with a template, where, and what to do. It matches
// ErrTemplate.
type Fault struct {
	File string // empty where the text came from no file
	Line int    // counted from 1; 0 where the fault is no line's
	What string // with the remedy
}

func (f *Fault) Error() string {
	where := f.File
	if where == "" {
		where = "template"
	}
	if f.Line > 0 {
		where = fmt.Sprintf("%s:%d", where, f.Line)
	}
	return where + ": " + f.What
}

// Is makes a Fault match ErrTemplate.
func (f *Fault) Is(target error) bool { return target == ErrTemplate }

// file is a template as it is written.
type file struct {
	Country string
	Type    string
	Edition string
	MRTD    string `toml:"machine-readable-travel-document"`
	Size    string
	Page    []page
}

type page struct {
	Side        string
	MRZ         bool `toml:"mrz"`
	Reference   string
	Portrait    *Box
	Ghost       *Box `toml:"ghost-portrait"`
	Signature   *Box
	Fingerprint *Box
	Tints       *Tints
	Anchor      []Anchor
	Field       []Field
}

// Limits of a template, so that a foreign file stays small in memory.
const (
	mostBytes  = 1 << 20
	mostPages  = 2
	mostFields = 64
)

// Parse reads one template and checks it. Unknown keys are a fault, so that a
// slip of the pen does not silently drop a field. A reference picture is
// looked up with picture, which may be nil where there are none. Errors are
// *Fault.
func Parse(data []byte, picture func(name string) (Tints, error)) (Template, error) {
	if len(data) > mostBytes {
		return Template{}, &Fault{What: "the file is larger than 1 MiB; a template is text of a few kilobytes"}
	}
	var f file
	meta, err := toml.Decode(string(data), &f)
	if err != nil {
		return Template{}, syntax(err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		key := unknown[0]
		return Template{}, &Fault{Line: lineOf(data, key[len(key)-1]), What: fmt.Sprintf("unknown key %q: correct its spelling or remove it", key)}
	}
	t := Template{Country: f.Country, Kind: f.Type, Edition: f.Edition, MRTD: f.MRTD, Sides: map[string]Layout{}}
	if what := f.head(); what != "" {
		return Template{}, &Fault{Line: 1, What: what}
	}
	for _, p := range f.Page {
		if what, near := p.check(); what != "" {
			return Template{}, &Fault{Line: lineOf(data, near), What: what}
		}
		if _, twice := t.Sides[p.Side]; twice {
			return Template{}, &Fault{Line: lineOf(data, p.Side), What: fmt.Sprintf("side %q is described twice; keep one [[page]]", p.Side)}
		}
		l := Layout{
			Aspect: aspects[f.Size], MRZ: p.MRZ, Anchors: p.Anchor, Fields: p.Field,
			Portrait: p.Portrait, Ghost: p.Ghost, Signature: p.Signature, Fingerprint: p.Fingerprint, Tints: p.Tints,
		}
		if p.Reference != "" && picture != nil {
			tints, err := picture(p.Reference)
			if err != nil {
				return Template{}, &Fault{Line: lineOf(data, p.Reference), What: fmt.Sprintf("the reference picture %q cannot be used: %v; name a PNG or JPEG beside the template", p.Reference, err)}
			}
			l.Tints = &tints
		}
		t.Sides[p.Side] = l
	}
	return t, nil
}

func syntax(err error) *Fault {
	var p toml.ParseError
	if errors.As(err, &p) {
		return &Fault{Line: p.Position.Line, What: fmt.Sprintf("%s; see docs/design/templates.md for what a template holds", strings.TrimPrefix(p.Message, "toml: "))}
	}
	return &Fault{What: err.Error()}
}

// lineOf returns the line that first holds text, 0 if none does.
func lineOf(data []byte, text string) int {
	n := 0
	for line := range strings.Lines(string(data)) {
		if n++; text != "" && strings.Contains(line, text) {
			return n
		}
	}
	return 0
}

func (f *file) head() string {
	switch {
	case f.Country == "" || f.Country != strings.ToLower(f.Country):
		return `country is missing or not in small letters; write for example country = "svk"`
	case f.Type == "":
		return `type is missing; write type = "identity-card", "passport" or "drivers-licence"`
	case aspects[f.Size] == 0:
		return fmt.Sprintf(`size %q is unknown; write size = "ID-1", "ID-2" or "ID-3"`, f.Size)
	case f.MRTD != "" && !slices.Contains([]string{"TD1", "TD2", "TD3"}, f.MRTD):
		return fmt.Sprintf("machine-readable-travel-document %q is unknown; write TD1, TD2 or TD3, or leave it out", f.MRTD)
	case len(f.Page) == 0 || len(f.Page) > mostPages:
		return "a template has one or two pages; describe each in a [[page]]"
	}
	return ""
}

// check returns what is wrong with a page and a text near which it is written.
func (p *page) check() (what, near string) {
	if p.Side != "front" && p.Side != "back" {
		return fmt.Sprintf(`side %q is unknown; write side = "front" or "back"`, p.Side), p.Side
	}
	if len(p.Anchor) < 2 {
		return fmt.Sprintf("the %s has %d anchors; name at least two printed texts that every document of the type has, to tell it from others", p.Side, len(p.Anchor)), p.Side
	}
	if len(p.Field) > mostFields || len(p.Anchor) > mostFields {
		return fmt.Sprintf("the %s has more than %d fields or anchors", p.Side, mostFields), p.Side
	}
	for name, b := range map[string]*Box{"portrait": p.Portrait, "ghost-portrait": p.Ghost, "signature": p.Signature, "fingerprint": p.Fingerprint} {
		if b != nil && !b.valid() {
			return name + " " + noBox, name
		}
	}
	for _, a := range p.Anchor {
		if a.Text == "" || !a.Box.valid() {
			return fmt.Sprintf("anchor %q: the text is empty, or its box %s", a.Text, noBox), a.Text
		}
	}
	for _, f := range p.Field {
		if what := f.check(); what != "" {
			return fmt.Sprintf("field %q: %s", f.Name, what), f.Name
		}
	}
	return "", ""
}

const noBox = "is no rectangle on the page; write [left, top, right, bottom] in fractions of 1"

func (f *Field) check() string {
	switch {
	case f.Name == "":
		return "the name is missing"
	case len(f.Lines) == 0 || len(f.Lines) > mostFields:
		return "lines holds no box; write one for each line of text"
	case slices.ContainsFunc(f.Lines, func(b Box) bool { return !b.valid() }):
		return "a box " + noBox
	case !slices.Contains([]Kind{Words, Name, Code, Gender, Country, Date}, f.Kind):
		return fmt.Sprintf("kind %q is unknown; write text, name, number, sex, country or date", f.Kind)
	case f.Kind == Date && !f.Format.known():
		return fmt.Sprintf("format %q is unknown; write one of %v", f.Format, Formats())
	}
	if _, err := regexp.Compile(f.Pattern); err != nil {
		return fmt.Sprintf("pattern is no regular expression: %v", err)
	}
	return ""
}
