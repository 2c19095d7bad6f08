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
	out, odds := make([]float64, len(text)), oddsOf(solutions, cells)
	for i := range text {
		switch {
		case protected[i] && len(solutions) > 0:
			out[i] = against(i, solutions, odds)
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

// oddsOf returns how likely each solution is in cells, against the first.
func oddsOf(solutions []solution, cells []cell) []float64 {
	odds := make([]float64, len(solutions))
	for i, s := range solutions {
		less := 0.
		for j, c := range cells {
			less += c[glyph(s.text[j])] - c[glyph(solutions[0].text[j])]
		}
		odds[i] = math.Exp(less)
	}
	return odds
}

// against is the share of solutions, weighted by their odds, that differ at
// position i from the first, which was chosen.
func against(i int, solutions []solution, odds []float64) float64 {
	other, all := 0., 0.
	for k, s := range solutions {
		all += odds[k]
		if s.text[i] != solutions[0].text[i] {
			other += odds[k]
		}
	}
	return other / all
}
