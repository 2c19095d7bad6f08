package mrz

import (
	"cmp"
	"image"
	"iter"
	"math"
	"slices"

	"portico/engine/imaging"
)

// view is a picture turned so that lines of a zone may run from left to right
// in it. A place (x, y) of it is o + x·dx + y·dy in the picture.
type view struct {
	gray      *image.Gray
	o, dx, dy imaging.Point
}

func (v view) back(p imaging.Point) imaging.Point { return along(along(v.o, v.dx, p.X), v.dy, p.Y) }

// upright returns the picture itself, at the smallest size that still shows all
// characters that the finder is asked for.
func (p pyramid) upright() view {
	v := view{p[0], imaging.Point{}, imaging.Point{X: 1}, imaging.Point{Y: 1}}
	for _, g := range p[1:] {
		if min(g.Rect.Dx(), g.Rect.Dy()) < finderWidth {
			break
		}
		v.gray, v.dx.X, v.dy.Y = g, 2*v.dx.X, 2*v.dy.Y
	}
	return v
}

// finderWidth is the width at which the narrowest characters looked for are
// still eight pixels wide.
const finderWidth = 8 * 110

// turned returns the view clockwise by degrees.
func (v view) turned(degrees float64) view {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	w, h := float64(v.gray.Rect.Dx()), float64(v.gray.Rect.Dy())
	columns := math.Round(w*math.Abs(cos) + h*math.Abs(sin))
	rows := math.Round(w*math.Abs(sin) + h*math.Abs(cos))
	dx, dy := imaging.Point{X: cos, Y: -sin}, imaging.Point{X: sin, Y: cos}
	o := along(along(imaging.Point{X: w / 2, Y: h / 2}, dx, -columns/2), dy, -rows/2)
	pix := resample(v.gray, o, dx, dy, level(int(columns)), int(rows))
	gray := &image.Gray{Pix: pix, Stride: int(columns), Rect: image.Rect(0, 0, int(columns), int(rows))}
	t := view{gray: gray, o: v.back(o)}
	t.dx, t.dy = sub(v.back(dx), v.o), sub(v.back(dy), v.o)
	return t
}

// blocks finds blocks whose characters are as wide as the view is divided by
// one of across; their lines are places in the picture.
func (v view) blocks(finder LineFinder, across []float64) []block {
	found := blocks(finder, v.gray, across)
	scale := math.Hypot(v.dx.X, v.dx.Y)
	for _, b := range found {
		for i, l := range b.lines {
			b.lines[i] = Line{v.back(l.Left), v.back(l.Right), l.Height * scale}
		}
	}
	return found
}

// How many blocks are tried: of the large, clear ones, of all others, and of
// each view turned by skew degrees.
const (
	mostEasy   = 3
	mostBlocks = 6
	mostSkewed = 2
	skew       = 10
)

// Widths of a view in characters, from a zone that fills it to one that takes
// less than half of it.
func large() []float64 { return []float64{60, 46, 34} }
func small() []float64 { return []float64{110, 80} }
func sizes() []float64 { return append(small(), large()...) }

// level yields the blocks of a level picture in the order in which they should
// be read: the best with large characters; then all others and, if turned is
// allowed, those of the picture on its side.
func (r *Reader) level(p pyramid, turned bool) iter.Seq[block] {
	return func(yield func(block) bool) {
		level := p.upright()
		easy := level.blocks(r.finder, large())
		n := 0
		for n < min(len(easy), mostEasy) && easy[n].score > 0 {
			if !yield(easy[n]) {
				return
			}
			n++
		}
		rest := slices.Concat(easy[n:], level.blocks(r.finder, small()))
		if turned {
			rest = append(rest, level.turned(90).blocks(r.finder, sizes())...)
		}
		slices.SortStableFunc(rest, func(a, b block) int { return cmp.Compare(b.score, a.score) })
		for _, b := range rest[:min(len(rest), mostBlocks)] {
			if !yield(b) {
				return
			}
		}
	}
}

// skewed yields the best blocks of the picture turned by degrees, since a frame
// in the background can glue skewed lines together.
func (r *Reader) skewed(p pyramid, degrees float64) iter.Seq[block] {
	found := p.upright().turned(degrees).blocks(r.finder, sizes())
	return slices.Values(found[:min(len(found), mostSkewed)])
}
