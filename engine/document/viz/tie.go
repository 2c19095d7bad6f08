package viz

import (
	"slices"
	"strings"
)

// tieGap, in heights of the letters, is how far apart two pieces of one value
// may stand: passports set the parts of a date and of a name in columns.
const tieGap = 4.

// tied joins neighbours in a row that make sense together only: what follows a
// comma, and the parts of a date.
func tied(segments []segment) []segment {
	out := slices.Clone(segments)
	for i := 0; i < len(out); i++ {
		j := rightOf(out, i)
		if j < 0 {
			continue
		}
		joint := level(out[i], out[j])
		text := out[i].text()
		if strings.HasSuffix(text, ",") || !dated(text) && !dated(out[j].text()) && dated(joint.text()) {
			out[i] = joint
			out = slices.Delete(out, j, j+1)
			i = -1 // the joint may have a neighbour of its own
		}
	}
	return out
}

func dated(text string) bool {
	_, ok := ParseDate(text, false)
	return ok
}

// level returns a and b as one row.
func level(a, b segment) segment {
	joint := slices.Concat(a, b)
	for k := range joint {
		joint[k].Row = a[0].Row
	}
	return joint
}

// rightOf returns the nearest segment that goes on to the right of the i-th, in
// letters of like height, or -1.
func rightOf(all []segment, i int) int {
	a, h := all[i].box(), all[i].height()
	best := -1
	for j, s := range all {
		b := s.box()
		gap := b.Min.X - a.Max.X
		shared := min(a.Max.Y, b.Max.Y) - max(a.Min.Y, b.Min.Y)
		if j == i || gap < 0 || float64(gap) > tieGap*float64(h) || 10*shared < 6*min(a.Dy(), b.Dy()) || 10*s.height() < 7*h || 10*s.height() > 14*h {
			continue
		}
		if best < 0 || b.Min.X < all[best].box().Min.X {
			best = j
		}
	}
	return best
}
