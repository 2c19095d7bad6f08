package specimen

import "math"

// body is neck, ears and shoulders.
func (p Person) body(t traits, u, v, px float64) (rgb, float64) {
	a := math.Abs(u)
	if v > -.3 && v < .3 {
		ear := math.Hypot((a-t.width*.99)/.10, (v-.02)/.24) - 1
		if d := inside(ear, px/.1); d > 0 {
			return t.skin.times(.78 - .15*bump(a, v, t.width, .02, .04, .1)), d
		}
	}
	if v < .5 || a > 1.1*t.width+px && v < 1.5-px { // above the shoulders, beside the face
		return rgb{}, 0
	}
	shadow := 1 - .42*smooth(1.65, 1.05, v)
	c := t.skin.times(.86 * shadow * (1 - .22*smooth(.2, .6, a)))
	cover := inside(a-.56-.08*smooth(1.1, 1.7, v), px)

	shoulder := 1.62 + .20*smooth(.4, 2.2, a) - .12*smooth(.5, .2, a) + 1.6*smooth(1.7, 2.6, a)
	fold := 1 + .05*math.Sin(9*u+3*v)
	shirt := t.shirt.times(fold * (.92 - .18*smooth(1, 2.4, a)))
	seam := math.Abs(v-shoulder-.06-.5*bump(u, 0, 0, 0, .30, 1)) - .025
	shirt = shirt.mix(t.shirt.times(.6), inside(seam, px))
	worn := inside(shoulder-v, px)
	return c.mix(shirt, worn), max(cover, worn)
}

// hair is a cap above the hairline, with sideburns.
func (p Person) hair(t traits, u, v, px float64) (rgb, float64) {
	a := math.Abs(u) / t.width
	outer := math.Hypot(a/1.10, (v+.10)/1.32) - 1
	if outer > px {
		return rgb{}, 0
	}
	line := t.hairline + .30*math.Pow(a, 3.2) + .05*math.Sin(5*(u-t.parting))
	burn := .10 * smooth(.80, .96, a)
	edge := v - line - 9*burn*smooth(.80, .92, a)*smooth(.15, -.1, v)
	above := max(inside(edge, px+.03), smooth(-.1, -.2, v)*(1-inside(faceEdge(t, u, v), px)))
	cover := inside(outer, px) * above
	strand := .84 + .05*math.Sin(61*(u-t.parting)+9*v) + .04*math.Sin(23*u-14*v) + .18*bump(u, v, t.parting*.5-.2, -1.05, .4, .2)
	return t.hair.times(strand), cover
}
