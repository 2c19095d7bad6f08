package mrz

import (
	"cmp"
	"slices"
)

// mostChanges is the number of glyphs that check digits may decide, and
// mostOptions the number of exchanges from which they are taken.
const (
	mostChanges = 3
	mostOptions = 24
)

func (l *layout) allHold(text string) bool {
	return !slices.ContainsFunc(l.checks, func(c check) bool { return !c.holds(l, text) })
}

// exchange is another glyph at a position and what it costs.
type exchange struct {
	at    int
	glyph byte
	cost  float64
}

// solution is a text in which every check digit holds, and how much less
// likely than the likeliest glyphs it is, in nats.
type solution struct {
	text string
	cost float64
}

// solutions returns the texts in which every check digit holds and at most
// mostChanges doubtful glyphs differ from text, the likeliest first.
func (l *layout) solutions(text string, cells []cell) (all []solution) {
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
	slices.SortStableFunc(all, func(a, b solution) int { return cmp.Compare(a.cost, b.cost) })
	return all
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
