package light

import (
	"math/rand/v2"
	"slices"
	"time"
)

// Colour is a screen's red, green and blue, 0..1 of its brightest, linear.
type Colour [3]float64

// Flash is a colour and how long it is shown.
type Flash struct {
	Colour Colour        `json:"colour"`
	For    time.Duration `json:"for"`
}

// Sequence is what the screen shows, one after the other.
type Sequence []Flash

// palette are soft tints of one strength: a quarter less in one channel or in
// two, so that no step is a strong one in colour or in light.
var palette = []Colour{{1, .75, .75}, {.75, 1, .75}, {.75, .75, 1}, {1, 1, .75}, {.75, 1, 1}, {1, .75, 1}}

// Flashes last from shortest to longest: at most two and a half changes a
// second, where three flashes a second are held to be harmless (WCAG 2.2,
// 2.3.1).
const (
	flashes           = 9
	shortest, longest = 400 * time.Millisecond, 600 * time.Millisecond
)

// Draw draws the colours and their times; no two neighbours are alike.
func Draw(rng *rand.Rand) Sequence {
	var s Sequence
	for len(s) < flashes {
		choice := palette
		if n := len(s); n > 0 {
			choice = slices.DeleteFunc(slices.Clone(palette), func(c Colour) bool { return c == s[n-1].Colour })
		}
		s = append(s, Flash{choice[rng.IntN(len(choice))], shortest + time.Duration(rng.Int64N(int64(longest-shortest)))})
	}
	return s
}

// Length is how long the sequence lasts.
func (s Sequence) Length() time.Duration {
	var sum time.Duration
	for _, f := range s {
		sum += f.For
	}
	return sum
}

// At returns the colour at t after the start, the first before and the last
// after the sequence. S has a flash at least.
func (s Sequence) At(t time.Duration) Colour {
	for _, f := range s {
		if t < f.For {
			return f.Colour
		}
		t -= f.For
	}
	return s[len(s)-1].Colour
}

func (s Sequence) tints(at []time.Duration, delay time.Duration) [][3]float64 {
	all := make([][3]float64, len(at))
	for i, t := range at {
		all[i] = tint(s.At(t - delay))
	}
	return all
}
