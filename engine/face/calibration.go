package face

// What was measured, each with its measurement. The match pictures are
// data/faces without the laboratory series orl, split by person into half A,
// from which the numbers were taken, and half B, which is reported in
// docs/figures.md (TestEvalMatch).
const (
	// Threshold is the Score from which two templates count as one person's;
	// one pair in a thousand of half A's 2,635 of different people reaches it.
	Threshold = .35

	// faceLogit is the least logit of the mesh network's flag: background
	// gives -4 or less, 337 faces gave 10 or more, things taken for faces and
	// faces on their heads lie between.
	faceLogit = 8

	// levelPitch is what the mesh's line from forehead to chin reads on level
	// faces: the median of 540 portrait photographs, which scatter by 11°,
	// pose and build together.
	levelPitch = -6.
)

// smileModel is a logistic regression of the cues of a smile, fitted to 383
// smiling and 393 neutral press photographs of half the people. On the other
// half 13 % of 378 smiles stay below 0.5 and 10 % of 370 neutral faces above;
// 5 to 10 % of the labels are doubtful. On stills of eight film actors half
// of the smiles (of 33) stay below.
var smileModel = struct{ width, raise, bias float64 }{width: 25.07, raise: 10.02, bias: -15.42}

// scoreKnots is the map of distances to scores, linear between its knots: the
// median of one person's pairs in half A at what users of the contract are
// used to for such, the distance below which one pair in a thousand of
// different people lies at Threshold, and that of one in a hundred where the
// contract's clients begin to review. Press photographs of 1,427 people, among
// whom there are many of like age, sex and origin, lie nearer to each other:
// there one pair in a thousand is below 0.514, one in a hundred below 0.592.
var scoreKnots = []struct{ distance, score float64 }{{0, 1}, {.371, .85}, {.563, Threshold}, {.603, .325}}

// scoreFall is how fast the score falls beyond the last knot, per unit of
// distance; nothing depends on it but the order.
const scoreFall = 8

// views are the chips that a template is the mean of: side over that of dlib's
// own chip, and how far lower, in sides. With all four the equal error rate of
// half A is 0.2 %, with dlib's chip alone, which the mesh's eyes and nose do
// not hit exactly, 0.8 %.
var views = []struct{ scale, lower float64 }{{.9, 0}, {.9, .027}, {1, 0}, {1, .027}}

// Limits of the scores in scores.go (TestEvalFaceQuality has what they tell
// apart).
const (
	halfSharp    = .1   // imaging.Sharpness with the score 0.5
	enoughLevels = 128. // of 256: seven bits, ISO/IEC 19794-5:2005, 7.4.2.1
	muchBurnt    = .05  // share of the face burnt out with the score 0
	straightGaze = .5   // where the iris stands in eyes that look ahead (Gaze)
	farGaze      = .25  // from there, with the score 0
	wideMouth    = .5   // opening over width of the mouth with the score 0
	redEye       = 2.   // of a pupil that shines red; brown eyes stay below
	eyeMargin    = 1.5  // side of the eye network's view over the eye's width
	unevenLuma   = 64.  // standard deviation of a background with the score 0
	surelyBehind = .1   // share of person below which a place is background
)
