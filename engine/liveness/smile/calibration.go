package smile

import (
	"math"

	"portico/engine/face"
)

// Everything in this package that was measured on pictures. The weights are
// those of face.Face's Smile, whose units (logits) all limits share. The
// limits were chosen on half of the people of a set of press photographs with
// both expressions, and which half was not kept; mostAtRest anew on half A, by
// the hash of the person's name, where the .5 that it had been refused two of
// 35 neutral faces by itself. By that change no pair without a smile passed
// more, and half B lost one miss (TestEvalSmile, docs/figures.md). With Clopper
// and Pearson's 95 % intervals:
//
//	                               smiles rejected       no smile accepted
//	press photographs, half B      8 of 36    10–39 %    no such pairs
//	film stills, half B            11 of 18   36–83 %    1 of 12   0–39 %
//	one man on video               20 of 310             36 of 930
//
// 5 to 10 % of the photographs' labels are doubtful, more of the stills'. In
// three of the video's 31 neutral frames the man, who speaks, looks as if he
// smiled; frames are not independent, so there is no interval.
const (
	widthWeight = 25.07
	raiseWeight = 10.02

	leastChange  = 2.  // logits from the neutral to the smiling face
	leastSmile   = -.5 // logit of the smiling face's Smile
	mostAtRest   = 1.8 // logit of the neutral face's Smile: the median of half A's smiles
	scoreAtLimit = .84 // below, clients of the contract review; below 0.80 they reject
)

// scoreOf returns how well the pictures pass the weakest of the four limits:
// scoreAtLimit just at it, more above. Rest and smile are face.Face's Smile,
// similarity a face.Match's Score.
func scoreOf(rest, smile, widening, raising, similarity float64) float64 {
	margin := min(
		widthWeight*widening+raiseWeight*raising-leastChange,
		logit(smile)-leastSmile,
		mostAtRest-logit(rest),
		logit(similarity)-logit(face.Threshold),
	)
	return 1 / (1 + math.Exp(-margin-logit(scoreAtLimit)))
}

// logit is the inverse of the logistic curve; p outside it counts as the
// nearest inside.
func logit(p float64) float64 {
	p = min(max(p, 1e-6), 1-1e-6)
	return math.Log(p / (1 - p))
}
