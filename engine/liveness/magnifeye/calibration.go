package magnifeye

// Everything in this package that was measured, on puppets of 22 portraits
// that are not among those of docs/figures.md, before a camera of 960×540
// pixels, each left out of the fit that judged it: solid heads had a relief of
// 0.54 to 1.33, prints, tilted and turning ones too, and screens one of -0.25
// to 0.39. A puppet's perspective is a model's: visitors have not been
// measured.
const (
	leastGrowth = 1.4
	leastRelief = .46
	mostRelief  = 2.5
	reliefScale = .08 // one logit

	tolerance   = .07 // of the distance asked for, within which it is met
	mostMissed  = .1
	missedScale = .02

	// leastEyes is half of what the softest puppet shows at the close end.
	leastEyes = .04
	eyesScale = .01

	leastStill = -.4 // a sheet that fills the picture has about -1
	stillScale = .15

	scoreAtLimit = .84 // below, clients of the contract review; below 0.80 they reject
)
