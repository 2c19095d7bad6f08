package specimen

import "math"

// The lenses of a pair of glasses, around the eyes, in units of the head's half
// width.
const (
	lensWide = .31
	lensHigh = .22
	rim      = .03
)

// glasses puts a dark frame, and what it reflects, over the colour c.
func (p Person) glasses(t traits, c rgb, u, v, px float64) rgb {
	x, y := math.Abs(u)-t.eyeGap, v-t.eyeY
	edge := (math.Pow(math.Pow(math.Abs(x)/lensWide, 3)+math.Pow(math.Abs(y)/lensHigh, 3), 1./3) - 1) * lensHigh
	bridge := max(math.Abs(u)-t.eyeGap+lensWide, math.Abs(y+.06)-rim/2)
	frame := min(math.Abs(edge)-rim/2, bridge)
	if p.Glare > 0 {
		lamp := max(math.Hypot(x-.05, (y+.02)*1.3)-p.Glare*lensWide, edge)
		c = c.mix(rgb{255, 255, 255}, .97*inside(lamp, px+.02))
	}
	return c.mix(rgb{30, 28, 30}, inside(frame, px))
}
