package face

// What was measured, each with its measurement. The match pictures are 142 of
// 32 people (television, press and stock photographs, no laboratory series),
// split by person into half A, from which the numbers were taken, and half B,
// on which nothing was tuned. Intervals are Clopper–Pearson's, 95 %.
//
//	                                half A        half B
//	false matches, listed pairs     0 of 179      0 of 189      0–1.9 %
//	false matches, all cross pairs  0 of 2586     3 of 2016     0.03–0.43 %
//	false non-matches               10 of 138     7 of 120      2.4–11.6 %
//
// Most false non-matches are grimaces or heads turned by more than 20°. One
// person twice under two names was left out of the cross pairs of each half.
const (
	// Threshold is the Score from which two templates count as one person's.
	Threshold = .35

	// matchDistance is the distance with that score: the greatest without a
	// false match in half A, 0.57, less a margin.
	matchDistance = .55

	// typicalDistance is the median of half A's genuine pairs; typicalScore
	// is what users of the contract are used to for such.
	typicalDistance = .386
	typicalScore    = .85

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
