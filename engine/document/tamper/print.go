package tamper

import (
	"image"
	"slices"

	"portico/engine/imaging"
)

// Print is how the text in one line is printed.
type Print struct {
	Height float64 // of its highest letters, from the baseline, pixels
	Second float64 // of the next lower ones where the highest is alone: it may carry an accent
	Stroke float64 // width of its strokes, pixels
	Ink    float64 // the share of the paper's light that its ink takes away, 0..1
	Levels float64 // the same in grey levels
	Base   float64 // where on the page its letters stand, pixels
}

// Limits of what is taken for print.
const (
	leastContrast = 40 // grey levels between ink and paper
	leastLetters  = 3  // letters of a line whose print can be compared
	// lowest is the least height of a letter as a share of its line's box.
	lowest = 0.25
	// alike is the least height of a letter that is as high as the highest, as a
	// share of it.
	alike = 0.9
)

// Measure looks at the letters in line on a straightened page; ok is false
// where there are too few.
func Measure(page *image.Gray, line image.Rectangle) (p Print, ok bool) {
	line = line.Intersect(page.Rect)
	if line.Dx() < 8 || line.Dy() < 8 {
		return p, false
	}
	crop := image.NewGray(image.Rect(0, 0, line.Dx(), line.Dy()))
	for y := range line.Dy() {
		copy(crop.Pix[y*crop.Stride:], page.Pix[(line.Min.Y+y)*page.Stride+line.Min.X:][:line.Dx()])
	}
	hist := imaging.Histogram(crop)
	ink, paper := hist.Percentile(.01), hist.Percentile(.75)
	if paper-ink < leastContrast {
		return p, false
	}
	letters := slices.DeleteFunc(glyphs(crop, uint8((ink+paper)/2)), func(g glyph) bool {
		return float64(g.box.Dy()) < lowest*float64(line.Dy()) || g.box.Min.Y == 0 || g.box.Max.Y == line.Dy()
	})
	var bottoms, heights, strokes []float64
	for _, g := range letters {
		bottoms = append(bottoms, float64(g.box.Max.Y))
		strokes = append(strokes, 2*g.area/g.edge)
	}
	if len(bottoms) < leastLetters {
		return p, false
	}
	base := middle(bottoms)
	for _, g := range letters {
		if h := base - float64(g.box.Min.Y); h >= lowest*float64(line.Dy()) && float64(g.box.Max.Y) >= base-2 {
			heights = append(heights, h)
		}
	}
	if len(heights) == 0 { // two rows in one box have no baseline in common
		return p, false
	}
	height, alone, lower := highest(heights)
	second := height
	if alone && len(lower) > 0 {
		second, _, _ = highest(lower)
	}
	return Print{
		Height: height, Second: second, Stroke: middle(strokes),
		Ink: float64(paper-ink) / float64(paper), Levels: float64(paper - ink), Base: base + float64(line.Min.Y),
	}, true
}

// highest returns the height of the highest letters, whether it is one letter
// alone, and the heights of the others; heights is not empty.
func highest(heights []float64) (height float64, alone bool, lower []float64) {
	tallest := slices.Max(heights)
	var high []float64
	for _, h := range heights {
		if h >= alike*tallest {
			high = append(high, h)
		} else {
			lower = append(lower, h)
		}
	}
	return middle(high), len(high) == 1, lower
}

// middle returns the median of v, which it sorts; v is not empty.
func middle(v []float64) float64 {
	slices.Sort(v)
	return (v[(len(v)-1)/2] + v[len(v)/2]) / 2
}

// glyph is one connected piece of ink.
type glyph struct {
	box        image.Rectangle
	area, edge float64 // in pixels, and sides of pixels that border on paper
}

// glyphs returns the connected pieces of ink darker than limit.
func glyphs(g *image.Gray, limit uint8) []glyph {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	seen := make([]bool, w*h)
	inked := func(p image.Point) bool { return p.In(g.Rect) && g.Pix[p.Y*g.Stride+p.X] < limit }
	var found []glyph
	var stack []image.Point
	for i := range seen {
		if p := image.Pt(i%w, i/w); !seen[i] && inked(p) {
			seen[i], stack = true, append(stack[:0], p)
		} else {
			continue
		}
		var one glyph
		for len(stack) > 0 {
			p := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			one.area++
			one.box = one.box.Union(image.Rect(p.X, p.Y, p.X+1, p.Y+1))
			for _, d := range [...]image.Point{{1, 0}, {0, 1}, {-1, 0}, {0, -1}} {
				q := p.Add(d)
				if !inked(q) {
					one.edge++
				} else if !seen[q.Y*w+q.X] {
					seen[q.Y*w+q.X] = true
					stack = append(stack, q)
				}
			}
		}
		found = append(found, one)
	}
	return found
}
