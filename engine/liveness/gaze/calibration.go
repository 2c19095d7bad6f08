package gaze

import "math"

// Everything in this package that was measured on pictures. The limits come
// from the first half of a film of one man who talks at a camera, looking
// nowhere in particular: of 20,000 random draws of four or five frames with
// random corners, both sides and both rows among them, 0.48 % pass; of as many
// from the second half 0.38 % do (docs/figures.md). How often a person who
// follows the mark is rejected is not known: there are no labelled pictures but
// four of one man, who passes in all orders.
const (
	leastSideways = .03 // eye widths
	leastUpright  = .02 // eye widths

	// lidWeight is how much the opening of the lids, over the eye's width,
	// counts beside the irises' height, which the network hardly sees: the
	// upper lid follows a look down.
	lidWeight = .5

	// scale is the change, in eye widths, of one logit of the score; the
	// man's irises moved by 0.07 to 0.17 sideways.
	scale        = .03
	scoreAtLimit = .84 // below, clients of the contract review; below 0.80 they reject

	// openEyes is the least lid opening over eye width, mean of both eyes, at
	// which an iris is taken for seen: a twentieth of the film's frames have
	// less, blinks, and under a fiftieth of 540 portraits.
	openEyes = .1
)

// scoreOf maps by how much a limit was passed, in eye widths.
func scoreOf(margin float64) float64 {
	return 1 / (1 + (1-scoreAtLimit)/scoreAtLimit*math.Exp(-margin/scale))
}
