package face

import "math"

// Compare measures how alike two templates are. It fails with
// ErrTemplateCorrupt or ErrTemplateVersion.
func Compare(a, b Template) (Match, error) {
	x, err := a.decode()
	if err != nil {
		return Match{}, err
	}
	y, err := b.decode()
	if err != nil {
		return Match{}, err
	}
	var sum float64
	for i := range x {
		sum += (x[i] - y[i]) * (x[i] - y[i])
	}
	m := Match{Distance: math.Sqrt(sum)}
	m.Score = Score(m.Distance)
	m.Same = m.Score >= Threshold
	return m, nil
}

// Compare is the function of that name.
func (a *Analyzer) Compare(x, y Template) (Match, error) { return Compare(x, y) }

// Score maps a distance of descriptors to 0..1: falling, linear between
// scoreKnots, exponential beyond.
func Score(distance float64) float64 {
	for i, next := range scoreKnots[1:] {
		if at := scoreKnots[i]; distance <= next.distance {
			share := (distance - at.distance) / (next.distance - at.distance)
			return at.score + share*(next.score-at.score)
		}
	}
	last := scoreKnots[len(scoreKnots)-1]
	return last.score * math.Exp(scoreFall*(last.distance-distance))
}
