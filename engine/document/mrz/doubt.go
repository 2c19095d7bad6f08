package mrz

import "math"

const (
	// mostDoubt is what a character may have to be relied on. Of 390 rendered
	// zones (seeds from 5000000 and 6000000) in typefaces of which the two
	// networks know both, one or none, 88 were misread though every check digit
	// held; the least that a character of these was doubted is .079, then .12.
	// Other typefaces may be doubted less, so less than half of that.
	mostDoubt = .03
	// leastDoubt is what is left however clear a print looks.
	leastDoubt = 1e-5
	// chanceRight is the share of wrong readings whose check digit is right.
	chanceRight = .1
)

// doubts returns for every position the probability that text is wrong there.
// Where no check digit is right over a position, that is what the readers
// leave to all other glyphs; with some digits of the zone wrong, a tenth of it
// where one is right. Where all are, other texts with right check digits count
// against it, the glyphs that no check digit tells from its own, and what was
// missed: the weakest position has all of that, the others less by their own
// doubts.
func doubts(text string, cells []cell, protected []bool, solutions []solution, checks int) []float64 {
	out, odds := make([]float64, len(text)), oddsOf(solutions, cells)
	weakest := leastDoubt
	for i := range text {
		if out[i] = cells[i].against(text[i]); protected[i] {
			weakest = max(weakest, out[i])
		}
	}
	missed := missed(text, cells, protected, odds, checks)
	for i, own := range out {
		switch {
		case protected[i] && len(solutions) > 0:
			contested := max(against(i, solutions, odds), cells[i].alike(text[i]))
			out[i] = (1-missed)*contested + missed*own/weakest
		case protected[i]:
			out[i] = chanceRight * own
		}
		out[i] = max(out[i], leastDoubt)
	}
	return out
}

// missed is the probability that none of the solutions, which have the odds
// given against text, is what is printed: some other text that happens to have
// right check digits, by chance one in ten for each of them.
func missed(text string, cells []cell, protected []bool, odds []float64, checks int) float64 {
	found := 0.
	for _, o := range odds {
		found += o
	}
	for i, p := range protected {
		if p {
			found *= 1 - cells[i].against(text[i])
		}
	}
	chance := math.Pow(chanceRight, float64(checks))
	return chance / (chance + found)
}

// against is the probability of all glyphs but c.
func (c cell) against(g byte) float64 {
	return 1 - math.Exp(c.normalised()[glyph(g)])
}

// alike is the probability of the glyphs that count as much as g in a check
// digit, such as G, which is 16, and 6.
func (c cell) alike(g byte) (p float64) {
	for i, lp := range c.normalised() {
		if glyphs[i] != g && (value(glyphs[i])-value(g))%10 == 0 {
			p += math.Exp(lp)
		}
	}
	return p
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
