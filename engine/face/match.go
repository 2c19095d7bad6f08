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

// Score maps a distance of descriptors to 0..1: a logistic curve, falling,
// through (matchDistance, Threshold) and (typicalDistance, typicalScore).
func Score(distance float64) float64 {
	low, high := logit(Threshold), logit(typicalScore)
	slope := (high - low) / (typicalDistance - matchDistance)
	return sigmoid(low + slope*(distance-matchDistance))
}

func logit(p float64) float64 { return math.Log(p / (1 - p)) }
