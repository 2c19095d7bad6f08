package mrz

import (
	"math"
	"slices"
	"strings"
)

// cell holds the log-probability of every glyph at one position.
type cell [off]float64

// Costs and margins of decoding, in nats of log-probability, set on rendered
// zones.
const (
	near    = 3.5 // a glyph at most this much less likely may be exchanged
	unusual = 5   // a glyph outside its field's alphabet: a clear print still wins
	twinGap = .5  // what a field's own glyph loses against its twin's likelihood
	rareO   = 1.5 // most issuers avoid the letters O and I in numbers,
	rareI   = 1   // so in doubt it is the digit
)

// twins differ in a detail only; a field that can hold one of them holds it.
const twins = "0O1I2Z5S8B"

// decoded is a zone in text.
type decoded struct {
	*Document
	raw        []string // before the grammar
	odd        int      // characters outside their field's alphabet
	right      int      // check digits that hold
	doubt      [][]float64
	unsure     []Place
	confidence float64 // of the weakest line
}

// decode turns the readers' evidence into a zone. The glyph network reads it;
// check digits choose between glyphs that it leaves nearly equal, and only where
// then every check digit holds; they never touch a name. ok is false when no format has lines
// of these lengths.
func decode(e evidence) (d decoded, ok bool) {
	width, cells := len(e.glyphs[0]), e.read()
	raw := split(plain(cells), width)
	l, found := layouts()[typeOf(raw)]
	if !found {
		return d, false
	}
	weighed := weigh(&l, cells)
	text := plain(weighed)
	solutions := l.solutions(text, weighed)
	if len(solutions) > 0 {
		text = solutions[0].text
	}
	d.Document, d.raw = l.parse(split(text, width)), raw
	d.odd = len(l.outside(text))
	protected := make([]bool, len(text))
	for _, c := range l.checks {
		if !d.Checks[c.name] {
			continue
		}
		d.right++
		for _, i := range c.covers(&l, text) {
			protected[i] = true
		}
	}
	heard := e.heard()
	for i, p := range doubts(text, weigh(&l, heard), protected, solutions, d.right) {
		if i%width == 0 {
			d.doubt = append(d.doubt, nil)
		}
		d.doubt[i/width] = append(d.doubt[i/width], p)
		if p > mostDoubt && (!protected[i] || len(solutions) > 0) {
			d.unsure = append(d.unsure, Place{Line: i / width, Column: i % width})
		}
	}
	d.confidence = confidence(heard, text, width)
	return d, true
}

// reading is what is told of a zone, but for its place.
func (d *decoded) reading() *Reading {
	return &Reading{Document: *d.Document, Raw: d.raw, Confidence: d.confidence, Doubt: d.doubt, Unsure: d.unsure}
}

// worst is the largest doubt of any character.
func (d *decoded) worst() (doubt float64) {
	for _, line := range d.doubt {
		doubt = max(doubt, slices.Max(line))
	}
	return doubt
}

func split(text string, width int) []string {
	var lines []string
	for ; len(text) >= width; text = text[width:] {
		lines = append(lines, text[:width])
	}
	return lines
}

// plain returns the likeliest glyph of every cell.
func plain(cells []cell) string {
	var s strings.Builder
	for i := range cells {
		s.WriteByte(glyphs[cells[i].likeliest()])
	}
	return s.String()
}

func glyph(c byte) int { return strings.IndexByte(glyphs, c) }

// weigh adds to the glyphs' probabilities what the fields of the format make
// likely.
func weigh(l *layout, cells []cell) []cell {
	out := slices.Clone(cells)
	for _, f := range l.fields() {
		for i := f.from; i < f.to; i++ {
			out[i].restrict(f.alphabet)
		}
	}
	for _, f := range []field{l.number, l.optional1, l.optional2} {
		for i := f.from; i < f.to; i++ {
			out[i].disfavour('O', '0', rareO)
			out[i].disfavour('I', '1', rareI)
		}
	}
	return out
}

func (c *cell) restrict(alphabet string) {
	has := func(g int) bool { return strings.IndexByte(alphabet, glyphs[g]) >= 0 }
	for i := 0; i < len(twins); i += 2 {
		a, b := glyph(twins[i]), glyph(twins[i+1])
		if has(a) && !has(b) {
			c[a] = max(c[a], c[b]-twinGap)
		} else if has(b) && !has(a) {
			c[b] = max(c[b], c[a]-twinGap)
		}
	}
	for g := range c {
		if !has(g) {
			c[g] -= unusual
		}
	}
}

func (c *cell) disfavour(rare, usual byte, cost float64) {
	if math.Abs(c[glyph(rare)]-c[glyph(usual)]) < near {
		c[glyph(rare)] -= cost
	}
}

// confidence is the geometric mean of the probabilities of a line's glyphs as
// told, of the weakest line.
func confidence(cells []cell, text string, width int) float64 {
	weakest := 1.0
	for from := 0; from < len(text); from += width {
		sum := 0.0
		for i := from; i < from+width; i++ {
			sum += cells[i][glyph(text[i])]
		}
		weakest = min(weakest, math.Exp(sum/float64(width)))
	}
	return weakest
}
