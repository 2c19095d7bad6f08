package passive

// Everything in this package that was measured on pictures. The regression
// was fitted to 263 live and 305 printed webcam crops of four people (NUAA,
// 2010, one webcam, one kind of print); a tenth of those live ones miss the
// limit. Nothing was tuned on what follows: errors at 0.84 on the score, below
// which clients review, with Clopper–Pearson's 95 % intervals. docs/figures.md
// has all sources, 0.80 too, and the command that measures them again.
//
//	                         live below             copies that pass
//	NUAA, three others       4 of 204  0.5–4.9 %    prints 73 of 224  26–39 %
//	lbp, 468 px, sharp       1 of 3    1–91 %       print 1 of 2, screens 0 of 3
//	sk, soft screens         0 of 5    0–52 %       screens 4 of 4    40–100 %
//	mv                       0 of 1    0–98 %       unnamed 1 of 2    1–99 %
//	portraits, professional  3 of 540  0.1–1.6 %
var weights = map[string]float64{Redness: -19.4, Sharpness: -86.1, Moire: 5.31}

const (
	bias      = .78
	tolerated = .73 // the tenth of the live crops above it
	reviewed  = .84 // score of what is just tolerated: below, clients review

	// smallestEyes is the least distance of the pupils, in pixels, among the
	// pictures that the regression saw.
	smallestEyes = 35
)
