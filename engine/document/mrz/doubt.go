package mrz

import "math"

const (
	// mostDoubt is what a character may have to be relied on. Of 99 rendered
	// zones in typefaces never trained on, 49 were read to the letter and 24
	// wrong with every check digit right: at .1, 16 and 1 of these count as
	// valid, at .2 29 and 2, at .06 13 and none, but then clear prints fail.
	// That was with the unfinished third run of models/train/mrz; version 1,
	// which is in use, has not been counted.
	mostDoubt = .1
	// leastDoubt is what is left however clear a print looks.
	leastDoubt = 1e-5
	// chanceRight is the share of wrong readings whose check digit is right.
	chanceRight = .1
)

// doubts returns for every position the probability that text is wrong there.
// Where no check digit is right over a position, that is what the readers
// leave to all other glyphs. Where one is, only other texts with right check
// digits count against it; with some digits wrong, a tenth of the readers'.
func doubts(text string, cells []cell, protected []bool, solutions []solution) []float64 {
	out := make([]float64, len(text))
	for i := range text {
		switch {
		case protected[i] && len(solutions) > 0:
			out[i] = against(i, solutions)
		case protected[i]:
			out[i] = chanceRight * cells[i].against(text[i])
		default:
			out[i] = cells[i].against(text[i])
		}
		out[i] = max(out[i], leastDoubt)
	}
	return out
}

// against is the probability of all glyphs but c.
func (c cell) against(g byte) float64 {
	return 1 - math.Exp(c.normalised()[glyph(g)])
}

// against is the share of solutions, weighted by their probabilities, that
// differ from the first at position i.
func against(i int, solutions []solution) float64 {
	other, all := 0., 0.
	for _, s := range solutions {
		weight := math.Exp(-s.cost)
		all += weight
		if s.text[i] != solutions[0].text[i] {
			other += weight
		}
	}
	return other / all
}
