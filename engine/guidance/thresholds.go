package guidance

import "time"

// The thresholds of all guidance. Those of a document are laxer than the
// quality that the reader reports for the picture taken, so that guidance
// never keeps a visitor from a picture that could have been read.
const (
	// maxGap is the longest pause between two pictures that counts as held.
	maxGap = 300 * time.Millisecond

	// holdCard and holdFace are how long a good picture is held before it is
	// taken: five pictures at twelve a second, of which the best is kept. With
	// the one that shows that the movement is over, half a second goes by from
	// the first acceptable picture (docs/figures.md).
	holdCard = 350 * time.Millisecond
	holdFace = 350 * time.Millisecond

	// minClarity is that of a page of 512 pixels blurred by σ = 2, where nothing
	// is read any more; sharp ones measure .18 and more, with a sensor's noise of
	// up to 4 levels.
	minClarity = .035
	// glareCost weighs the burnt share of a page against its clarity: a field is
	// lost by .05 of glare (engine/document, quality.go), or of clarity between
	// σ = 1 and 2.
	glareCost = 1

	// minCardPixels is the longer side of the card. OCR-B is 2.4 mm high (ICAO
	// Doc 9303-3), so on a card of 85.6 mm its letters then have 14 pixels; the
	// glyph network reads from 10.
	minCardPixels = 480
	// maxCardShare of the picture leaves room to see all four edges.
	maxCardShare = .9
	// cornerMargin is the share of the picture's longer side that a corner
	// keeps from the border.
	cornerMargin = .004
	// A tilted card is foreshortened: one side is shorter than the opposite one,
	// and the whole narrower. At 35°, where print starts to merge, and 300 mm
	// from the camera the sides of an ID-1 card (85.60 × 53.98 mm) are 1.18 : 1
	// around its short axis. Around the long one only its shape tells, 1.94 for
	// 1.586; the least is that of a passport, 1.42, at 35°.
	maxSkew   = 1.18
	maxAspect = 1.94
	minAspect = 1.16
	// maxCardSpeed is the movement of a corner in picture diagonals a second:
	// at 1/60 s of exposure and 1280×720 a smear of 2 pixels.
	maxCardSpeed = .08
	// otherSide is the mean grey difference (0 to 255) from which the picture
	// is no longer that of the side taken before. Sensor noise gives 1 to 4.
	otherSide = 10

	// minFaceWidth of the picture's shorter side makes a face of 158 pixels at
	// 720 lines; the template is taken from a crop of 150.
	minFaceWidth = .22
	maxFaceWidth = .75
	// maxAside and maxAbove are how far the face may be from the middle, in its
	// own widths: a portrait has more room below the face than above.
	maxAside = .45
	maxAbove = .8
	// Angles in degrees, after ISO/IEC 19794-5's frontal pose, with the
	// estimate's own spread added.
	maxRoll  = 12
	maxYaw   = 18
	maxPitch = 20
	// minEyesOpen is lid opening over eye width; open eyes measure .2 to .4.
	minEyesOpen = .12
	// minFaceLight and maxFaceLight bound the mean luma (0 to 255) inside the
	// face. They are wide: a dark skin is not a dark scene.
	minFaceLight = 35
	maxFaceLight = 235
	// maxFaceSpeed is the movement of the face in its own widths a second.
	maxFaceSpeed = .35
	// The smile challenge (engine/liveness/smile) takes a neutral face up to
	// .62 on the scale of face.Face's Smile, a smiling one from .38, and wants
	// two logits between them. Guidance asks for a little more of each, as the
	// picture that is taken differs from the one that was measured.
	neutralBelow = .55
	smileAbove   = .45
	smileRise    = 2.3 // logits
)
