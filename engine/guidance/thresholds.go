package guidance

import "time"

// What does not depend on the desk; Limits holds what does. Those of a
// document are laxer than the quality that the reader reports for the picture
// taken, so that guidance never keeps a visitor from a picture that could have
// been read.
const (
	// maxGap is the longest pause between two pictures that counts as held.
	maxGap = 300 * time.Millisecond
	// flicker is how long a hint about light must last before it is given: a
	// web camera's exposure settles in 5 to 10 frames, mostly in less.
	flicker = 160 * time.Millisecond

	// holdCard and holdFace are how long a good picture is held before it is
	// taken: five pictures at twelve a second, of which the best is kept. With
	// the one that shows that the movement is over, half a second goes by from
	// the first acceptable picture (docs/figures.md).
	holdCard = 350 * time.Millisecond
	holdFace = 350 * time.Millisecond

	// glareCost weighs the burnt share of a page against its clarity: a field is
	// lost by .05 of glare (engine/document, quality.go), or by .15 of clarity,
	// from sharp to σ = 2 (CardLimits.Sharpness). The edge of a reflection passes
	// for clarity itself, by .05 at .04 of glare.
	glareCost = 3
	// burntCost does so for the burnt share of a face, whose edges pass for clarity
	// by up to 5 times that share (drawn people in light that is too bright).
	burntCost = 10
	// motionCost weighs a movement at the limit of speed against clarity. Smeared by
	// two pixels a drawn card loses .05 to .07 of it; where a short shutter hides
	// the smear, the picture that stood still is taken all the same.
	motionCost = .05
	// alikePages is by how much a page must be seen better to be worth another
	// picture: two of a drawn card that lies still differ in merit by .014 to .019
	// (deviation), with a sensor's noise of 1 to 4 levels.
	alikePages = .02
	// restless, in limits of speed, and lightChanges, in 0..1 of Brightness, are from
	// which change on a page is still coming to rest: what made the last picture bad
	// may not have passed quite. Noise moves the mean of a page by less than .001; a
	// hand that holds still, by ±0.2 mm, moves it by up to .45 of the usual limit.
	restless     = .5
	lightChanges = .01

	// cornerMargin is the share of the picture's longer side that a corner
	// keeps from the border.
	cornerMargin = .004
	// otherSide is the mean grey difference (0 to 255) from which the picture
	// is no longer that of the side taken before. Sensor noise gives 1 to 4.
	otherSide = 10

	// wrongSideAfter and wrongSideFor are after how many pictures without a
	// portrait a side is called wrong, and for how long: what has a portrait
	// that is not found must not be held up, and the reader judges anyway.
	wrongSideAfter = 3
	wrongSideFor   = 4 * time.Second

	// maxAside and maxAbove are how far the face may be from the middle, in its
	// own widths: a portrait has more room below the face than above.
	maxAside = .45
	maxAbove = .8
	// minEyesOpen is lid opening over eye width; open eyes measure .2 to .4.
	minEyesOpen = .12
	// litBehind is how much of the room behind a face must be burnt out for the
	// light to be called behind it, and by how much the face must then stand
	// out more than otherwise: exposure follows the window.
	litBehind      = .2
	behindContrast = 2
	// The smile challenge (engine/liveness/smile) takes a neutral face up to
	// .62 on the scale of face.Face's Smile, a smiling one from .38, and wants
	// two logits between them. Guidance asks for a little more of each, as the
	// picture that is taken differs from the one that was measured.
	neutralBelow = .55
	smileAbove   = .45
	smileRise    = 2.3 // logits
)
