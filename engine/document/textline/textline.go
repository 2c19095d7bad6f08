// Package textline finds lines of print on a straightened page, whatever its
// layout.
//
// Every decision is local: what is printed or painted elsewhere on the page
// changes nothing about a line. Functions are pure.
package textline

import (
	"cmp"
	"image"
	"slices"
)

// Line is a run of print without a wide gap.
type Line struct {
	Box    image.Rectangle // around the letters
	Height int             // median height of its letters, in pixels
	Glyphs int             // connected pieces, about the number of letters
}

// Limits, in shares of the page's width unless said otherwise. On an ID-3 page
// (125 mm) capitals of labels are 1 mm high and those of values 2 to 3 mm; on
// ID-1 (85.6 mm) half as much again by this measure.
const (
	smallest   = .0055 // height of a letter
	tallest    = .055
	widest     = .16 // of one connected piece: a few letters run together
	mostGap    = 1.6 // between neighbours in a line, in heights of the taller
	sameHeight = 2.2 // ratio of heights within a line
	mostLines  = 90  // the longest are kept
)

// Find returns the lines of dark print on page, top to bottom.
func Find(page *image.Gray) []Line {
	w := page.Rect.Dx()
	if w < 64 || page.Rect.Dy() < 32 {
		return nil
	}
	ink := binarise(page)
	var pieces []image.Rectangle
	for _, c := range ink.components() {
		high, wide := float64(c.Dy()), float64(c.Dx())
		if high >= smallest*float64(w) && high <= tallest*float64(w) && wide <= widest*float64(w) && wide >= 1 {
			pieces = append(pieces, c)
		}
	}
	lines := join(pieces)
	slices.SortStableFunc(lines, func(a, b Line) int { return cmp.Compare(b.Glyphs, a.Glyphs) })
	lines = lines[:min(len(lines), mostLines)]
	slices.SortStableFunc(lines, func(a, b Line) int {
		return cmp.Or(cmp.Compare(a.Box.Min.Y, b.Box.Min.Y), cmp.Compare(a.Box.Min.X, b.Box.Min.X))
	})
	return lines
}

// join links pieces to their neighbours on the right and returns the chains.
func join(pieces []image.Rectangle) []Line {
	slices.SortFunc(pieces, func(a, b image.Rectangle) int {
		return cmp.Or(cmp.Compare(a.Min.X, b.Min.X), cmp.Compare(a.Min.Y, b.Min.Y))
	})
	parent := make([]int, len(pieces))
	for i := range parent {
		parent[i] = i
	}
	var root func(int) int
	root = func(i int) int {
		if parent[i] != i {
			parent[i] = root(parent[i])
		}
		return parent[i]
	}
	for i, a := range pieces {
		for j := i + 1; j < len(pieces); j++ {
			b := pieces[j]
			reach := int(mostGap * float64(max(a.Dy(), b.Dy())))
			if b.Min.X-a.Max.X > int(mostGap*2*sameHeight*float64(a.Dy())) {
				break
			}
			if b.Min.X-a.Max.X <= reach && alike(a, b) {
				parent[root(j)] = root(i)
			}
		}
	}
	chains := map[int][]image.Rectangle{}
	for i, p := range pieces {
		chains[root(i)] = append(chains[root(i)], p)
	}
	var lines []Line
	for i := range pieces { // in order, not the map's
		if chain := chains[i]; chain != nil && root(i) == i {
			if l, ok := line(chain); ok {
				lines = append(lines, l)
			}
		}
	}
	return lines
}

// alike tells whether two pieces may stand in one line: about as high, and
// level with each other.
func alike(a, b image.Rectangle) bool {
	low, high := min(a.Dy(), b.Dy()), max(a.Dy(), b.Dy())
	shared := min(a.Max.Y, b.Max.Y) - max(a.Min.Y, b.Min.Y)
	return float64(high) <= sameHeight*float64(low) && 10*shared >= 6*low
}

// line makes a chain of pieces a line; specks alone make none.
func line(chain []image.Rectangle) (Line, bool) {
	var l Line
	heights := make([]int, len(chain))
	for i, c := range chain {
		l.Box, heights[i] = l.Box.Union(c), c.Dy()
	}
	slices.Sort(heights)
	l.Height, l.Glyphs = heights[len(heights)/2], len(chain)
	return l, l.Glyphs >= 2 && 2*l.Box.Dx() >= 3*l.Height && l.Box.Dy() <= 5*l.Height/2
}
