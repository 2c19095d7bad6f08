package locate

import (
	"image"
	"math"
	"slices"

	"portico/engine/imaging"
)

// gradient holds, for each pixel, the gradient of the colour channel that
// changes most there, so that a pale card on a pale desk shows by its tint.
type gradient struct {
	w, h   int
	dx, dy []float32
	noise  float64 // gradient length that half of the pixels stay below
}

func newGradient(img *image.RGBA) *gradient {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	g := &gradient{w: w, h: h, dx: make([]float32, w*h), dy: make([]float32, w*h)}
	lengths := make([]float64, 0, w*h/16+1)
	for y := 1; y < h-1; y++ {
		for x := 1; x < w-1; x++ {
			var best, bx, by int
			for c := range 3 {
				at := func(dx, dy int) int { return int(img.Pix[(y+dy)*img.Stride+4*(x+dx)+c]) }
				gx := at(1, -1) + 2*at(1, 0) + at(1, 1) - at(-1, -1) - 2*at(-1, 0) - at(-1, 1)
				gy := at(-1, 1) + 2*at(0, 1) + at(1, 1) - at(-1, -1) - 2*at(0, -1) - at(1, -1)
				if m := gx*gx + gy*gy; m > best {
					best, bx, by = m, gx, gy
				}
			}
			g.dx[y*w+x], g.dy[y*w+x] = float32(bx)/4, float32(by)/4
			if x%4 == 0 && y%4 == 0 {
				lengths = append(lengths, math.Sqrt(float64(best))/4)
			}
		}
	}
	if len(lengths) > 0 {
		slices.Sort(lengths)
		g.noise = lengths[len(lengths)/2]
	}
	return g
}

// samples is how many places of a side are looked at, and rarer what those
// count for that change the other way: with 0.3 a card was found before 40 of
// 60 photographs, with -1 before 23, at the same rate of false finds.
const (
	samples = 48
	rarer   = 0.3
)

// score says how much q looks like the outline of a card, 0 to 1.
func (g *gradient) score(q imaging.Quad) float64 {
	w, h := sides(q)
	weakest, sum, beyond := 1.0, 0.0, 0.0
	for i := range 4 {
		a, b := q[i], q[(i+1)%4]
		s := g.support(a, b, .08, .92)
		weakest = math.Min(weakest, s)
		sum += s / 4
		beyond += (g.support(a, b, -.16, -.03) + g.support(a, b, 1.03, 1.16)) / 8
	}
	shape := offShape(w / h)
	return (.5*weakest + .5*sum) * math.Exp(-shape*shape/2) * (1 - .5*beyond)
}

// offShape returns how far a ratio of sides is from those of ID-1, ID-2 and
// ID-3 (ISO/IEC 7810: 1.586, 1.419, 1.42), in units of what a tilt of the hand
// does to it.
func offShape(ratio float64) float64 {
	const tilt = 0.13
	off := math.Max(math.Log(1.419/ratio), math.Log(ratio/1.586))
	return math.Max(0, off) / tilt
}

// support returns the share of places between from and to (fractions of the
// way from a to b) where the picture changes across the line. A card is
// lighter than its desk all along a side, or darker; against a motley
// background it is both in turn, so changes of the rarer kind count a little.
// Places outside the picture count as none.
func (g *gradient) support(a, b imaging.Point, from, to float64) float64 {
	length := imaging.Dist(a, b)
	nx, ny := -(b.Y-a.Y)/length, (b.X-a.X)/length
	least := float32(math.Max(5, 1.5*g.noise))
	up, down := 0, 0
	for i := range samples {
		t := from + (to-from)*(float64(i)+.5)/samples
		x, y := a.X+t*(b.X-a.X), a.Y+t*(b.Y-a.Y)
		var best float32
		for d := -1.0; d <= 1; d++ {
			px, py := int(x+d*nx), int(y+d*ny)
			if px < 0 || py < 0 || px >= g.w || py >= g.h {
				continue
			}
			gx, gy := g.dx[py*g.w+px], g.dy[py*g.w+px]
			across := gx*float32(nx) + gy*float32(ny)
			along := gx*float32(ny) - gy*float32(nx)
			if across*across > 3*along*along && across*across > best*best {
				best = across
			}
		}
		if best > least {
			up++
		} else if best < -least {
			down++
		}
	}
	return (float64(max(up, down)) + rarer*float64(min(up, down))) / samples
}
