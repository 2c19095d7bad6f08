package document

import (
	"image"
	"math"

	"portico/engine/document/mrz"
	"portico/engine/imaging"
)

// format is where the zone lies on a document, in millimetres: the page, the
// length of a line, and from the page's lower edge to half way between the first
// and the last line.
type format struct{ width, height, line, above float64 }

// formats are those of Doc 9303-4, 9303-5 and 9303-6 (2.3 and 4.2 each) and
// 9303-3 (4.2).
var formats = map[mrz.Type]format{
	mrz.TD1: {85.60, 53.98, 30 * 2.54, 23.2 / 2},
	mrz.TD2: {105, 74, 36 * 2.54, 9.4 + 6.35/2},
	mrz.TD3: {125, 88, 44 * 2.54, 9.4 + 6.35/2},
}

// zoneBeyond is how far the outline of a zone reaches beyond its letters: half a
// capital on either side, in millimetres.
const zoneBeyond = 1.6

// How far a page must lie aslant in a photograph that shows no outline, or how
// much of it must be something else, for its zone to say where it is.
const (
	slanted  = 1.5 * math.Pi / 180
	mostPage = .8
)

// pageOf returns where the page around its zone lies, from its own top left: as
// if seen from straight above, since a zone is too flat to tell the perspective.
// ok is false for zones of other formats, and where the page is the whole
// photograph or most of it, and straight.
func pageOf(z *mrz.Reading, photo image.Rectangle) (q imaging.Quad, ok bool) {
	f, ok := formats[z.Type]
	if !ok {
		return q, false
	}
	mid := func(a, b imaging.Point) imaging.Point { return imaging.Point{X: (a.X + b.X) / 2, Y: (a.Y + b.Y) / 2} }
	left, right := mid(z.Zone[0], z.Zone[3]), mid(z.Zone[1], z.Zone[2])
	scale := 1 / (f.line + 2*zoneBeyond) // of the outline's length, a millimetre
	along := imaging.Point{X: (right.X - left.X) * scale, Y: (right.Y - left.Y) * scale}
	middle := mid(left, right)
	at := func(x, y float64) imaging.Point { // from the middle of the zone, in millimetres
		return imaging.Point{X: middle.X + x*along.X - y*along.Y, Y: middle.Y + x*along.Y + y*along.X}
	}
	aside, top, bottom := f.width/2, f.above-f.height, f.above
	q = imaging.Quad{at(-aside, top), at(aside, top), at(aside, bottom), at(-aside, bottom)}
	turn := math.Mod(math.Abs(math.Atan2(along.Y, along.X)), math.Pi/2)
	straight := min(turn, math.Pi/2-turn) < slanted
	return q, !straight || q.Area() < mostPage*float64(photo.Dx()*photo.Dy())
}
