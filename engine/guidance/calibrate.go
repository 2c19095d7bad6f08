package guidance

import (
	"errors"
	"math"
	"slices"
	"time"

	"portico/engine/imaging"
)

// Timed is what was measured on a picture, and when in its stream.
type Timed[M any] struct {
	At       time.Duration
	Measures M
}

// ErrCalibration says that the pictures show nothing to calibrate by: fewer
// than leastPictures with one document, or one face, in them.
var ErrCalibration = errors.New("too few pictures show what is calibrated by")

// A calibration wants leastPictures: a second's worth. Limits are then drawn
// where half of what the good pictures show is lost, and never less strict
// than usual in what keeps unreadable pictures out.
const (
	leastPictures = 12
	share         = .5
	stillness     = 2 // times the fastest movement that was seen at rest
)

// ProposeCard proposes limits for a desk and its light from pictures of a
// document that lies still there as it should. Fields that need not differ
// from the usual ones are zero.
func ProposeCard(seen []Timed[Document]) (CardLimits, error) {
	seen = slices.DeleteFunc(slices.Clone(seen), func(m Timed[Document]) bool { return !m.Measures.Found || cornerOut(m.Measures) })
	if len(seen) < leastPictures {
		return CardLimits{}, ErrCalibration
	}
	of := func(value func(Document) float64) float64 {
		return typical(seen, func(m Timed[Document]) float64 { return value(m.Measures) })
	}
	speeds := make([]float64, 0, len(seen))
	for i := 1; i < len(seen); i++ {
		speeds = append(speeds, cornerSpeed(seen[i-1].Measures.Corners, seen[i].Measures, seen[i].At-seen[i-1].At))
	}
	slices.Sort(speeds)
	u := usualCard
	return CardLimits{
		Sharpness: unusual(u.Sharpness, math.Max(u.Sharpness, share*of(func(m Document) float64 { return m.Sharpness }))),
		Dark:      unusual(u.Dark, math.Max(u.Dark, share*of(func(m Document) float64 { return m.Brightness }))),
		Speed:     unusual(u.Speed, math.Max(u.Speed, stillness*speeds[len(speeds)*9/10])),
	}, nil
}

// ProposeFace proposes limits for a camera and its light from pictures of one
// face that keeps still before it as it should, as ProposeCard does.
func ProposeFace(seen []Timed[Face]) (FaceLimits, error) {
	seen = slices.DeleteFunc(slices.Clone(seen), func(m Timed[Face]) bool { return m.Measures.Count != 1 })
	if len(seen) < leastPictures {
		return FaceLimits{}, ErrCalibration
	}
	of := func(value func(Face) float64) float64 {
		return typical(seen, func(m Timed[Face]) float64 { return value(m.Measures) })
	}
	u := usualFace
	return FaceLimits{
		Sharpness: unusual(u.Sharpness, math.Max(u.Sharpness, share*of(func(m Face) float64 { return m.Sharpness }))),
		// Not stricter than usual by more than a darker face could meet: half of
		// the light, whoever sat there.
		Contrast: unusual(u.Contrast, math.Min(2*u.Contrast, math.Max(u.Contrast, share*of(func(m Face) float64 { return m.Light.distinct() })))),
	}, nil
}

// typical is the median.
func typical[M any](seen []Timed[M], value func(Timed[M]) float64) float64 {
	values := make([]float64, len(seen))
	for i, m := range seen {
		values[i] = value(m)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// unusual rounds to what a person can compare; 0 where it is the usual value.
func unusual(usual, v float64) float64 {
	if v = math.Round(v*1000) / 1000; v == usual {
		return 0
	}
	return v
}

// cornerSpeed is how fast the fastest corner moved, in picture diagonals a second,
// from where the corners were so long before.
func cornerSpeed(before imaging.Quad, m Document, passed time.Duration) float64 {
	diagonal := math.Hypot(float64(m.Frame.X), float64(m.Frame.Y))
	return farthest(before, m.Corners) / diagonal / passed.Seconds()
}

// farthest is how far the corner that moved most is from where one was before;
// corners may be renamed between pictures.
func farthest(before, after imaging.Quad) (far float64) {
	for _, p := range after {
		nearest := math.Inf(1)
		for _, q := range before {
			nearest = math.Min(nearest, imaging.Dist(p, q))
		}
		far = math.Max(far, nearest)
	}
	return far
}
