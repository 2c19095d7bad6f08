package specimen

import "math"

// height is the relief of the face at (u, v): an ellipsoid with brow ridge,
// sockets, nose, cheeks, lips and chin. Its slope gives the shading.
func (p Person) height(t traits, u, v float64) float64 {
	a := math.Abs(u)
	z := 1.05 * math.Sqrt(max(0, 1-(u*u)/(1.25*1.25)-(v*v)/(1.55*1.55)))
	z += .05 * bump(a, v, .34, t.browY+.04, .24, .06)
	z -= .10 * bump(a, v, t.eyeGap, t.eyeY, .20, .12)
	z += .045 * bump(a, v, t.eyeGap, t.eyeY, .12, .07)
	bridge := smooth(t.eyeY-.05, t.noseLen, v) * (1 - smooth(t.noseLen-.02, t.noseLen+.16, v))
	z += (.10 + .22*bridge) * bump(u, 0, 0, 0, .07+.05*bridge, 1) * smooth(t.browY, t.eyeY+.1, v) * (1 - smooth(t.noseLen-.04, t.noseLen+.16, v))
	z += .09 * bump(a, v, t.noseW*.72, t.noseLen-.03, .055, .055)
	z += .06 * bump(a, v, .52, .30-.04*p.Smile, .22, .20) * (1 + .6*p.Smile)
	z += .05 * bump(u, v, 0, t.mouthY, t.mouthW*.9, .10)
	z -= .03 * bump(u, v, 0, t.mouthY-.13, .05, .06)
	z += .07 * bump(u, v, 0, t.chin-.22, .22, .12)
	z -= .03 * bump(u, v, 0, t.mouthY+.17, .18, .05)
	return z
}

// face is the lit colour of the face at (u, v).
func (p Person) face(t traits, u, v, px float64) rgb {
	const e = .012
	dx := (p.height(t, u+e, v) - p.height(t, u-e, v)) / (2 * e)
	dy := (p.height(t, u, v+e) - p.height(t, u, v-e)) / (2 * e)
	n := 1 / math.Sqrt(1+dx*dx+dy*dy)
	lx, ly, lz := .38*(p.Light+.35), -.45, .84
	l := math.Sqrt(lx*lx + ly*ly + lz*lz)
	diffuse := max(0, (-dx*lx-dy*ly+lz)/l*n)
	light := .34 + .74*diffuse

	c := t.skin
	a := math.Abs(u)
	c = c.mix(rgb{205, 92, 80}, .16*bump(a, v, .52, .32, .2, .16))
	c = c.mix(t.hair, t.stubble*smooth(.35, .75, v)*(1-bump(u, v, 0, t.mouthY, .3, .07)))
	c = p.mouth(t, c, u, v, px)
	c = c.mix(t.skin.times(.30), .75*bump(a, v, t.noseW*.5, t.noseLen+.05, .04, .018)) // nostrils
	c = c.times(1 - .10*bump(u, v, 0, t.noseLen+.10, .12, .04))                        // shadow under the nose
	c = c.times(1 - .20*p.Smile*bump(a, v, t.mouthW+.10, t.mouthY-.12, .03, .12))      // fold beside the mouth
	c = p.brow(t, c, a, v, px)
	c = c.times(light)
	c = p.eye(t, c, u, v, px, light)
	if p.Glasses {
		c = p.glasses(t, c, u, v, px)
	}
	return c
}

// brow darkens the eyebrow.
func (p Person) brow(t traits, c rgb, a, v, px float64) rgb {
	x := (a - t.eyeGap) / .27
	y := t.browY + t.browTilt*x - .045*(1-x*x) + .02
	d := math.Abs(v-y) - t.browW*math.Sqrt(max(0, 1-x*x))*(1-.35*x)
	if math.Abs(x) > 1 {
		return c
	}
	return c.mix(t.hair, .85*inside(d, px+.015))
}

// mouth paints lips, teeth in a broad smile, and the dark of an open mouth,
// whose lower lip goes down. The corners of a smile go out and up.
func (p Person) mouth(t traits, c rgb, u, v, px float64) rgb {
	w := t.mouthW * (1 + .28*p.Smile)
	x := u / w
	if math.Abs(x) > 1.05 {
		return c
	}
	x2 := min(1, x*x)
	line := t.mouthY - .015*(1-x2) - .10*p.Smile*x2 + .03*p.Smile // where the lips meet
	open := .055 * smooth(.35, 1, p.Smile) * (1 - x2)
	dropped := .42 * p.Mouth * (1 - x2)
	upper := line - open - t.lipH*.8*(1-x2)*(1-.25*bump(x, 0, 0, 0, .12, 1))
	lower := line + open + dropped + t.lipH*1.1*(1-x2)
	lip := c.mix(rgb{168, 74, 74}, .62)
	c = c.mix(lip, inside(max(upper-v, v-lower), px+.01))
	if dropped > 0 {
		return c.mix(rgb{58, 24, 24}, inside(math.Abs(v-line-dropped/2)-dropped/2, px))
	}
	gap := math.Abs(v-line) - open
	if open > .004 {
		teeth := rgb{236, 230, 220}.times(.75 + .25*(1-x2))
		c = c.mix(teeth, inside(gap, px))
		return c.mix(rgb{90, 36, 36}, .7*inside(math.Abs(gap)-.008, px))
	}
	return c.mix(rgb{88, 40, 38}, .8*inside(math.Abs(v-line)-.012*(1-.5*x2), px+.006))
}

// eye paints both eyes; they are wet, so they are lit by themselves.
func (p Person) eye(t traits, c rgb, u, v, px, light float64) rgb {
	side := math.Copysign(1, u)
	x := (u - side*t.eyeGap) / t.eyeW
	if math.Abs(x) > 1.35 {
		return c
	}
	x2 := min(1, x*x)
	openness := (1 - p.Blink) * (1 - .28*p.Smile)
	tilt := -.012 * side * x
	top := t.eyeY + tilt - .098*openness*(1-x2)
	bottom := t.eyeY + tilt + .062*openness*(1-x2)
	c = c.times(1 - .25*bump(x, v, 0, top-.06, .8, .022)) // crease of the lid
	within := inside(max(top-v, v-bottom), px) * inside(math.Abs(x)-1, px/t.eyeW)
	if within > 0 {
		ball := rgb{232, 228, 222}.times(.62 + .38*light).times(1 - .30*x2 - .25*smooth(top+.05, top, v))
		ix, iy := side*t.eyeGap+p.GazeX*.075, t.eyeY-.012+p.GazeY*.045
		r := math.Hypot(u-ix, v-iy)
		iris := t.iris.mix(t.iris.times(1.7), smooth(.085, .03, r)*.4)
		ball = ball.mix(iris.times(.4), inside(r-.094, px)).mix(iris, inside(r-.082, px))
		ball = ball.mix(rgb{14, 12, 12}, inside(r-.036, px))
		ball = ball.mix(rgb{255, 255, 255}, .9*inside(math.Hypot(u-ix+.028, v-iy+.03)-.014, px))
		c = c.mix(ball, within)
	}
	lash := math.Abs(v-top) - .013*(1-.3*x2)
	if math.Abs(x) < 1.05 {
		c = c.mix(rgb{34, 24, 20}, .85*inside(lash, px+.004))
		c = c.mix(c.times(.6), .5*inside(math.Abs(v-bottom)-.006, px+.004))
	}
	return c
}
