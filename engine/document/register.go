package document

import (
	"image"
	"math"
	"slices"

	"portico/engine/document/textline"
	"portico/engine/imaging"
)

// label is print that a template has a place for: where it should be and where
// it is, in pixels of the page.
type label struct {
	want, at image.Rectangle
	value    bool // of a field: how long it is is not known, nor where it ends
}

// How far print is looked for around its place, and how sure the places are, in
// shares of the page's width. An outline that overlaps its card by .98 has
// corners that are off by .01; pattern behind a small label moves its middle by
// about three pixels.
const (
	near        = .025
	outlineOff  = .01
	labelOff    = .003
	mostResidue = .006 // of a label that agrees with the others
	inPlace     = .004 // of a label: what is off by no more is read as it lies
)

// residues are those of the rounds: an outline that is far off is not mended at
// once, and until then labels do not agree.
var residues = [...]float64{near, near / 2, mostResidue, mostResidue}

// registered cuts the page of a known type out again so that its labels lie
// where the template has them: print is surer than an outline. Where fewer
// than two labels are made out, page and match stay as they are.
func (s straightened) registered(m match) (straightened, match, error) {
	for _, most := range residues {
		size := s.page.Rect.Size()
		lines := textline.Find(s.gray)
		labels := slices.Concat(labelsNear(lines, m, size), valuesNear(lines, m, size))
		if len(labels) < enoughLabels || m.shift == (image.Point{}) && allInPlace(labels, size) {
			break
		}
		var err error
		if s, err = cutOut(s.photo, s.onPhoto(corrected(size, labels, most)), size); err != nil {
			return s, m, err
		}
		m.shift = image.Point{}
	}
	return s, m, nil
}

// labelsNear returns the anchors of the match beside whose place a line of
// their size is printed, without reading it.
func labelsNear(lines []textline.Line, m match, size image.Point) []label {
	var out []label
	for _, a := range m.layout.Anchors {
		want := a.Box.On(size.X, size.Y)
		expected := want.Add(m.shift)
		best, least := image.Rectangle{}, near*float64(size.X)
		for _, l := range lines {
			if d := apart(l.Box, expected); d < least && sameSize(l.Box, want, .1) {
				best, least = l.Box, d
			}
		}
		if !best.Empty() {
			out = append(out, label{want: want, at: best})
		}
	}
	return out
}

// valuesNear returns the lines of the fields of the match, level with which
// letters as high as a value's begin.
func valuesNear(lines []textline.Line, m match, size image.Point) []label {
	var out []label
	for _, f := range m.layout.Fields {
		for _, b := range f.Lines {
			want := b.On(size.X, size.Y)
			expected := want.Add(m.shift)
			reach := near * float64(size.X)
			best, least := image.Rectangle{}, reach
			for _, l := range lines {
				d := math.Abs(label{want: expected, at: l.Box}.off().Y)
				begins := l.Box.Min.X > expected.Min.X-int(reach) && l.Box.Max.X < expected.Max.X+int(reach)
				if d < least && begins && high(l, want) {
					best, least = l.Box, d
				}
			}
			if !best.Empty() {
				out = append(out, label{want, best, true})
			}
		}
	}
	return out
}

// high tells whether the letters of a line fill the box of a value.
func high(l textline.Line, box image.Rectangle) bool {
	return 20*l.Height >= 11*box.Dy() && l.Box.Dy() <= box.Dy()+box.Dy()/8
}

// apart is the distance of the middles of two boxes.
func apart(a, b image.Rectangle) float64 {
	off := label{want: b, at: a}.off()
	return math.Hypot(off.X, off.Y)
}

// sameSize tells whether print at is as wide as a label, but for a share of its
// width, and about as high.
func sameSize(at, label image.Rectangle, share float64) bool {
	wide, high := math.Abs(float64(at.Dx()-label.Dx())), math.Abs(float64(at.Dy()-label.Dy()))
	return wide <= share*float64(label.Dx())+2 && high <= (share+.3)*float64(label.Dy())
}

// allInPlace tells whether the labels lie where they should, as far as they
// agree with each other.
func allInPlace(labels []label, size image.Point) bool {
	return !slices.ContainsFunc(agreeing(size, labels, mostResidue), func(l label) bool {
		return residue(size, l, [4]float64{}, [4]float64{}) > inPlace*float64(size.X)
	})
}

// corrected returns where the corners of the page lie that has its labels where
// they should be, in pixels of this one. Labels that do not agree with the
// others do not count, unless hardly any do.
func corrected(size image.Point, labels []label, most float64) imaging.Quad {
	if agree := agreeing(size, labels, most); len(agree) >= enoughLabels {
		labels = agree
	}
	dx, dy := displaced(size, labels)
	q := imaging.RectQuad(image.Rectangle{Max: size})
	for i := range q {
		q[i] = imaging.Point{X: q[i].X + dx[i], Y: q[i].Y + dy[i]}
	}
	return q
}

// agreeing returns the labels that lie where the others say, but for a share of
// the page's width.
func agreeing(size image.Point, labels []label, most float64) []label {
	dx, dy := displaced(size, labels)
	return slices.DeleteFunc(slices.Clone(labels), func(l label) bool {
		return residue(size, l, dx, dy) > most*float64(size.X)
	})
}

// residue is how far from its place the middle of a label is after the corners
// have moved.
func residue(size image.Point, l label, dx, dy [4]float64) float64 {
	at, off := l.middle(size), l.off()
	for i, s := range at {
		off.X, off.Y = off.X-s*dx[i], off.Y-s*dy[i]
	}
	if l.value {
		return math.Abs(off.Y)
	}
	return math.Hypot(off.X, off.Y)
}

// displaced returns by how much each corner is off, by least squares: corners
// that no label speaks of stay (Hoerl and Kennard, Technometrics 12, 1970). A
// point between the corners moves with them as in bilinear interpolation, which
// is a perspective to first order. Only the middles of labels count: what is
// printed beside one moves an end.
func displaced(size image.Point, labels []label) (dx, dy [4]float64) {
	var across, down normal
	for _, l := range labels {
		at, off := l.middle(size), l.off()
		if !l.value {
			across.add(at, off.X)
		}
		down.add(at, off.Y)
	}
	return across.solve(), down.solve()
}

// off is how far the middle of a label is from its place.
func (l label) off() imaging.Point {
	return imaging.Point{
		X: float64(l.at.Min.X+l.at.Max.X-l.want.Min.X-l.want.Max.X) / 2,
		Y: float64(l.at.Min.Y+l.at.Max.Y-l.want.Min.Y-l.want.Max.Y) / 2,
	}
}

// middle is the place of a label as shares of the page's corners, clockwise from
// the top left.
func (l label) middle(size image.Point) [4]float64 {
	u := float64(l.want.Min.X+l.want.Max.X) / 2 / float64(size.X)
	v := float64(l.want.Min.Y+l.want.Max.Y) / 2 / float64(size.Y)
	return [4]float64{(1 - u) * (1 - v), u * (1 - v), u * v, (1 - u) * v}
}

// normal are the normal equations of four unknowns.
type normal [4][5]float64

func (n *normal) add(factors [4]float64, value float64) {
	for i, f := range factors {
		for j, g := range factors {
			n[i][j] += f * g
		}
		n[i][4] += f * value
	}
}

// solve eliminates after Gauss; the ridge keeps the pivots positive.
func (n normal) solve() (x [4]float64) {
	for i := range n {
		n[i][i] += (labelOff / outlineOff) * (labelOff / outlineOff)
	}
	for c := range n {
		for r := c + 1; r < len(n); r++ {
			f := n[r][c] / n[c][c]
			for k := c; k < 5; k++ {
				n[r][k] -= f * n[c][k]
			}
		}
	}
	for i := len(n) - 1; i >= 0; i-- {
		x[i] = n[i][4]
		for k := i + 1; k < len(n); k++ {
			x[i] -= n[i][k] * x[k]
		}
		x[i] /= n[i][i]
	}
	return x
}
