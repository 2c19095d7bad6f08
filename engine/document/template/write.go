package template

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Text writes templates as TOML, with comments for who edits them.
type Text struct {
	w   io.Writer
	err error
}

// NewText returns a Text on w.
func NewText(w io.Writer) *Text { return &Text{w: w} }

// Err returns the first error of writing.
func (t *Text) Err() error { return t.err }

// Comment writes lines that are not read.
func (t *Text) Comment(format string, args ...any) {
	for line := range strings.Lines(fmt.Sprintf(format, args...)) {
		t.line("# %s", strings.TrimSuffix(line, "\n"))
	}
}

// Set writes a key with a text; an empty text writes the key as a comment to
// be filled in.
func (t *Text) Set(key, value string) {
	if value == "" {
		t.line("# %s = \"\"", key)
		return
	}
	t.line("%s = %s", key, strconv.Quote(value))
}

// Page begins a side.
func (t *Text) Page(side string, mrz bool, portrait *Box) {
	t.line("\n[[page]]")
	t.Set("side", side)
	if mrz {
		t.line("mrz = true")
	}
	if portrait != nil {
		t.line("portrait = %s", portrait)
	}
}

// Anchors writes the anchors of a page; the others as comments among them.
func (t *Text) Anchors(anchors, others []Anchor) {
	t.line("anchor = [")
	for _, a := range anchors {
		t.line("  {text = %s, box = %s},", strconv.Quote(a.Text), &a.Box)
	}
	for _, a := range others {
		t.line("  # {text = %s, box = %s},", strconv.Quote(a.Text), &a.Box)
	}
	t.line("]")
}

// Field writes a field of a page, and what was read in it as a comment.
func (t *Text) Field(f Field, read string) {
	t.line("\n[[page.field]]")
	t.Set("name", f.Name)
	t.line("kind = %s # read here: %s", strconv.Quote(string(f.Kind)), strconv.Quote(read))
	if f.Kind == Date {
		t.Set("format", string(f.Format))
	}
	t.Set("label", f.Label)
	boxes := make([]string, len(f.Lines))
	for i := range f.Lines {
		boxes[i] = f.Lines[i].String()
	}
	t.line("lines = [%s]", strings.Join(boxes, ", "))
}

func (t *Text) line(format string, args ...any) {
	if t.err == nil {
		_, t.err = fmt.Fprintf(t.w, format+"\n", args...)
	}
}

// String writes a box as a template does.
func (b *Box) String() string { return fmt.Sprintf("[%.4f, %.4f, %.4f, %.4f]", b[0], b[1], b[2], b[3]) }
