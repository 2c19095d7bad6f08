package mrz

import (
	"cmp"
	"image"
	"math"
	"slices"
)

// block is a group of one to three lines that may be a zone, top to bottom.
type block struct {
	lines []Line
	score float64 // higher is better; above 0 it has the shape of a zone
}

// blocks returns what has the shape of a zone in gray, best first: two or
// three long, parallel, evenly spaced lines of like length. Long single lines
// come last. Characters are looked for at each of the widths of gray divided
// by one of across.
func blocks(finder LineFinder, gray *image.Gray, across []float64) []block {
	width := float64(gray.Rect.Dx())
	at := make([][]block, len(across))
	beside(len(across), func(i int) {
		pitch := width / across[i]
		if pitch < narrowest {
			return
		}
		lines := slices.DeleteFunc(join(finder.TextLines(gray, pitch)), func(l Line) bool {
			return l.length() < 10*l.Height || l.length() < .2*width
		})
		for _, l := range lines {
			if ratio := l.length() / l.Height; l.length() > .3*width && ratio > 14 && ratio < 70 {
				at[i] = append(at[i], block{[]Line{l}, l.length()/width - 3})
			}
			for _, g := range groups(l, lines) {
				at[i] = append(at[i], block{g, shape(g, width)})
			}
		}
	})
	found := slices.Concat(at...)
	slices.SortStableFunc(found, func(a, b block) int { return cmp.Compare(b.score, a.score) })
	var kept []block
	for _, b := range found {
		if !slices.ContainsFunc(kept, b.like) {
			kept = append(kept, b)
		}
	}
	return kept
}

// narrowest is the width of characters, in pixels, below which the glyph
// network cannot tell them apart.
const narrowest = 3.5

// join puts pieces of one line together.
func join(pieces []Line) []Line {
	pieces = slices.DeleteFunc(slices.Clone(pieces), func(l Line) bool { return l.length() < 1.5*l.Height })
	slices.SortStableFunc(pieces, func(a, b Line) int { return cmp.Compare(b.length(), a.length()) })
	var out []Line
next:
	for _, a := range pieces[:min(len(pieces), 60)] {
		for i, b := range out {
			u, v := axes(b.Left, b.Right)
			from, to := dot(sub(a.Left, b.Left), u), dot(sub(a.Right, b.Left), u)
			gap := max(from-b.length(), -to)
			if math.Abs(dot(sub(a.mid(), b.Left), v)) > .6*b.Height || gap > 5*b.Height || math.Abs(a.degrees()-b.degrees()) > 8 {
				continue
			}
			if from < 0 || to > b.length() {
				whole := Line{b.Left, b.Right, (a.Height*a.length() + b.Height*b.length()) / (a.length() + b.length())}
				if from < 0 {
					whole.Left = a.Left
				}
				if to > b.length() {
					whole.Right = a.Right
				}
				out[i] = whole
			}
			continue next
		}
		out = append(out, a)
	}
	return out
}

// groups returns the pairs and triples of lines that begin with top, or with
// the line after it.
func groups(top Line, lines []Line) [][]Line {
	u, v := axes(top.Left, top.Right)
	below := func(l Line) float64 { return dot(sub(l.mid(), top.Left), v) }
	overlap := func(l Line) float64 {
		return min(top.length(), dot(sub(l.Right, top.Left), u)) - max(0, dot(sub(l.Left, top.Left), u))
	}
	var mates []Line
	for _, l := range lines {
		d, h := below(l), max(top.Height, l.Height)
		if l != top && d > 1.2*h && d < 3.6*h && overlap(l) > .6*max(top.length(), l.length()) && parallel(top, l) {
			mates = append(mates, l)
		}
	}
	slices.SortStableFunc(mates, func(a, b Line) int { return cmp.Compare(below(a), below(b)) })
	var out [][]Line
	for _, second := range mates[:min(len(mates), 2)] {
		out = append(out, []Line{top, second})
		gap := below(second)
		for _, third := range lines {
			if d := below(third) - gap; d > .75*gap && d < 1.3*gap && parallel(top, third) && overlap(third) > .4*top.length() {
				out = append(out, []Line{top, second, third}, []Line{second, third})
				break
			}
		}
	}
	return out
}

func parallel(a, b Line) bool { return math.Abs(a.degrees()-b.degrees()) < 4 }

// shape tells how much lines look like a zone: long, of one length, evenly
// spaced. Length over spacing is 44·2.54/6.35 = 17.6 for TD3, 14.4 for TD2 and
// 12 for TD1 (Doc 9303-3, 4.2), with room for perspective and partial lines.
func shape(lines []Line, width float64) float64 {
	var lengths, angles []float64
	var gap float64
	for i, l := range lines {
		lengths, angles = append(lengths, l.length()), append(angles, l.degrees())
		if i > 0 {
			a, b := lines[i-1].mid(), l.mid()
			gap += math.Hypot(b.X-a.X, b.Y-a.Y) / float64(len(lines)-1)
		}
	}
	low, high, bonus := 12.5, 19.5, 0.0
	if len(lines) == 3 {
		low, high, bonus = 10, 17, .15
	}
	ratio := slices.Max(lengths) / gap
	misfit := max(0, math.Log(low/ratio), math.Log(ratio/high))
	mean, spread := moments(lengths)
	_, turn := moments(angles)
	return .5*mean/width - 2*misfit - spread/mean - .05*turn + bonus
}

func moments(x []float64) (mean, deviation float64) {
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		deviation += (v - mean) * (v - mean) / float64(len(x))
	}
	return mean, math.Sqrt(deviation)
}

// like tells whether two blocks are the same one, found twice.
func (b block) like(o block) bool {
	if len(b.lines) != len(o.lines) {
		return false
	}
	middle := func(b block) (x, y float64) {
		for _, l := range b.lines {
			x += l.mid().X / float64(len(b.lines))
			y += l.mid().Y / float64(len(b.lines))
		}
		return x, y
	}
	bx, by := middle(b)
	ox, oy := middle(o)
	l, m := b.lines[0], o.lines[0]
	return math.Hypot(bx-ox, by-oy) < l.Height && math.Abs(l.length()-m.length()) < .06*l.length() &&
		math.Abs(l.Height-m.Height) < .25*l.Height
}
