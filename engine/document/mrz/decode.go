package mrz

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// cell holds the log-probability of every glyph at one position.
type cell [off]float64

// Costs and margins of decoding, in nats of log-probability. Of 240 rendered
// zones with characters 3 to 21 pixels wide, 224 were read to the letter and 14
// wrong with every check digit right; 23 of those and 13 of these carry a
// doubt. By the margin alone it is 20 and 13 at 3, 11 and 7 at 1.5, 59 and 14
// at 4.
const (
	near     = 3.5 // a glyph at most this much less likely may be exchanged
	doubtful = 3   // a smaller margin, unprotected by a check digit, is reported
	unusual  = 5   // a glyph outside its field's alphabet: a clear print still wins
	twinGap  = .5  // what a field's own glyph loses against its twin's likelihood
	rareO    = 1.5 // most issuers avoid the letters O and I in numbers,
	rareI    = 1   // so in doubt it is the digit
)

// twins differ in a detail only; a field that can hold one of them holds it.
const twins = "0O1I2Z5S8B"

// mostChanges is the number of glyphs that check digits may decide, and
// mostOptions the number of exchanges from which they are taken.
const (
	mostChanges = 3
	mostOptions = 24
)

// decoded is a zone in text.
type decoded struct {
	*Document
	odd        int // characters outside their field's alphabet
	right      int // check digits that hold
	doubt      []Place
	confidence float64 // of the weakest line
}

// decode turns the glyphs' probabilities, line by line, into a zone. Check
// digits choose between glyphs that the print leaves nearly equal, and only
// where then every check digit holds; they never touch a name. ok is false
// when no format has lines of these lengths.
func decode(lines [][]cell) (d decoded, ok bool) {
	width := len(lines[0])
	cells := slices.Concat(lines...)
	l, found := layouts()[typeOf(split(plain(cells), width))]
	if !found {
		return d, false
	}
	weighed := weigh(&l, cells)
	text, contested := l.choose(plain(weighed), weighed)
	d.Document = l.parse(split(text, width))
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
	for i := range weighed {
		if contested[i] || !protected[i] && weighed[i].margin() < doubtful {
			d.doubt = append(d.doubt, Place{Line: i / width, Column: i % width})
		}
	}
	d.confidence = confidence(lines, d.Lines)
	return d, true
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

func (c *cell) likeliest() int {
	best := 0
	for g, lp := range c {
		if lp > c[best] {
			best = g
		}
	}
	return best
}

// margin is the distance of the two likeliest glyphs.
func (c *cell) margin() float64 {
	best, second := math.Inf(-1), math.Inf(-1)
	for _, lp := range c {
		if lp > best {
			best, second = lp, best
		} else if lp > second {
			second = lp
		}
	}
	return best - second
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

func (l *layout) allHold(text string) bool {
	return !slices.ContainsFunc(l.checks, func(c check) bool { return !c.holds(l, text) })
}

// exchange is another glyph at a position and what it costs.
type exchange struct {
	at    int
	glyph byte
	cost  float64
}

// choose returns the likeliest text in which every check digit holds and at
// most mostChanges doubtful glyphs differ from text; text itself if none does.
// Contested are the positions where another such text, hardly less likely, has
// another glyph.
func (l *layout) choose(text string, cells []cell) (best string, contested map[int]bool) {
	type solution struct {
		text string
		cost float64
	}
	var all []solution
	options := l.exchanges(text, cells)
	var search func(from, left int, line []byte, cost float64)
	search = func(from, left int, line []byte, cost float64) {
		if l.allHold(string(line)) {
			all = append(all, solution{string(line), cost})
		}
		for i := from; left > 0 && i < len(options); i++ {
			if o := options[i]; line[o.at] == text[o.at] && cost+o.cost < 2*near {
				line[o.at] = o.glyph
				search(i+1, left-1, line, cost+o.cost)
				line[o.at] = text[o.at]
			}
		}
	}
	search(0, mostChanges, []byte(text), 0)
	if len(all) == 0 {
		return text, nil
	}
	first := slices.MinFunc(all, func(a, b solution) int { return cmp.Compare(a.cost, b.cost) })
	contested = map[int]bool{}
	for _, s := range all {
		for i := range s.text {
			if s.cost < first.cost+doubtful && s.text[i] != first.text[i] {
				contested[i] = true
			}
		}
	}
	return first.text, contested
}

// exchanges lists the cheapest other glyphs at positions that check digits
// cover.
func (l *layout) exchanges(text string, cells []cell) []exchange {
	var used []int
	for _, c := range l.checks {
		used = append(used, c.covers(l, text)...)
	}
	slices.Sort(used)
	var options []exchange
	for _, i := range slices.Compact(used) {
		best := cells[i][cells[i].likeliest()]
		for g, lp := range cells[i] {
			if glyphs[g] != text[i] && best-lp < near {
				options = append(options, exchange{i, glyphs[g], best - lp})
			}
		}
	}
	slices.SortStableFunc(options, func(a, b exchange) int { return cmp.Compare(a.cost, b.cost) })
	return options[:min(len(options), mostOptions)]
}

// covers lists the positions that a check digit protects, its own included.
func (c *check) covers(l *layout, text string) []int {
	over, at := c.resolve(l, text)
	all := []int{at}
	for _, s := range over {
		for i := s.from; i < s.to; i++ {
			all = append(all, i)
		}
	}
	return all
}

// confidence is the geometric mean of the probabilities of a line's glyphs as
// printed, among all glyphs, of the weakest line.
func confidence(lines [][]cell, text []string) float64 {
	weakest := 1.0
	for i, cells := range lines {
		sum := 0.0
		for j := range cells {
			total := 0.0
			for _, lp := range cells[j] {
				total += math.Exp(lp)
			}
			sum += cells[j][glyph(text[i][j])] - math.Log(total)
		}
		weakest = min(weakest, math.Exp(sum/float64(len(cells))))
	}
	return weakest
}
