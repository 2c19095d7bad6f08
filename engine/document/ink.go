package document

import (
	"image"

	"portico/engine/imaging"
)

// Limits of what is taken for ink.
const (
	// labelBleach is how much of the background of a label is bleached: of 84
	// labels of the sample card in small, soft and noisy pictures 75 were read,
	// 53 without.
	labelBleach = 0.7
	// leastContrast is the difference of ink and paper below which a crop is
	// taken to be empty and left as it is.
	leastContrast = 40
	// letterShare is the least height of a letter, as a share of its line's box.
	letterShare = 0.28
	// wordGap is the widest gap within a line of text, in heights of its box.
	wordGap = 1.2
)

// cut returns a grey crop.
func (s straightened) cut(r image.Rectangle) *image.Gray {
	r = r.Intersect(s.gray.Rect)
	out := image.NewGray(image.Rect(0, 0, r.Dx(), r.Dy()))
	for y := range r.Dy() {
		copy(out.Pix[y*out.Stride:], s.gray.Pix[(r.Min.Y+y)*s.gray.Stride+r.Min.X:][:r.Dx()])
	}
	return out
}

// bleach makes white what is nearer in luma to the paper than share of the way
// from the ink: a pattern behind the text. It reports whether there is ink.
func bleach(line *image.Gray, share float64) bool {
	hist := imaging.Histogram(line)
	ink, paper := hist.Percentile(.01), hist.Percentile(.75)
	if paper-ink < leastContrast {
		return false
	}
	white := share * float64(paper-ink)
	for i, v := range line.Pix {
		line.Pix[i] = uint8(min(max(255*float64(int(v)-ink)/white, 0), 255))
	}
	return true
}

// isolate makes white what stands apart from the letters of a bleached line.
func isolate(line *image.Gray) {
	from, to := lineOfLetters(line)
	for y := range line.Rect.Dy() {
		row := line.Pix[y*line.Stride:][:line.Rect.Dx()]
		for x := range row {
			if x < from || x >= to {
				row[x] = 255
			}
		}
	}
}

// lettered tells whether a bleached crop can hold a label of so many letters
// of the given height: it saves reading where there is nothing to read.
// Letters of small print run together, up to four of them.
func lettered(line *image.Gray, height, letters int) bool {
	n := 0
	for _, c := range components(line) {
		if 3*c.Dy() >= height && c.Dy() <= 2*height && c.Dx() < 6*height {
			n++
		}
	}
	return 4*n >= letters && n <= 2*letters
}

// printed returns the box around the letters of a label in its bleached crop.
// ok is false when it is not about as large as it should be: something else is
// printed across it.
func printed(line *image.Gray, size image.Point) (box image.Rectangle, ok bool) {
	for _, c := range components(line) {
		if c.Min.Y > 0 && c.Max.Y < line.Rect.Dy() && 3*c.Dy() > size.Y && c.Dy() <= size.Y+2 {
			box = box.Union(c)
		}
	}
	wide, high := box.Dx()-size.X, box.Dy()-size.Y
	return box, max(wide, -wide) <= 4+size.X/20 && max(high, -high) <= 2+size.Y/8
}

// lineOfLetters returns the columns of the widest run of letters in a bleached
// crop, with room for a full stop at its end.
func lineOfLetters(g *image.Gray) (from, to int) {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	covered := make([]bool, w)
	for _, c := range components(g) {
		if float64(c.Dy()) >= letterShare*float64(h) {
			for x := c.Min.X; x < c.Max.X; x++ {
				covered[x] = true
			}
		}
	}
	gap := int(wordGap * float64(h))
	start, last := -1, -1
	for x := 0; x <= w; x++ {
		if start >= 0 && (x == w || x-last > gap) {
			if last-start > to-from {
				from, to = start, last+1
			}
			start = -1
		}
		if x < w && covered[x] {
			if start < 0 {
				start = x
			}
			last = x
		}
	}
	return max(from-h/8, 0), min(to+h/3, w)
}

// components returns the boxes around connected dark pixels.
func components(g *image.Gray) []image.Rectangle {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	seen := make([]bool, w*h)
	dark := func(x, y int) bool { return g.Pix[y*g.Stride+x] < 128 }
	var found []image.Rectangle
	var stack []image.Point
	for y := range h {
		for x := range w {
			if seen[y*w+x] || !dark(x, y) {
				continue
			}
			seen[y*w+x] = true
			stack = append(stack[:0], image.Pt(x, y))
			box := image.Rect(x, y, x+1, y+1)
			for len(stack) > 0 {
				p := stack[len(stack)-1]
				stack = stack[:len(stack)-1]
				box = box.Union(image.Rect(p.X, p.Y, p.X+1, p.Y+1))
				for dy := -1; dy <= 1; dy++ {
					for dx := -1; dx <= 1; dx++ {
						q := image.Pt(p.X+dx, p.Y+dy)
						if q.In(g.Rect) && !seen[q.Y*w+q.X] && dark(q.X, q.Y) {
							seen[q.Y*w+q.X] = true
							stack = append(stack, q)
						}
					}
				}
			}
			found = append(found, box)
		}
	}
	return found
}
