package guidance

// Best remembers the best of the pictures that were good one after the other,
// so that the one taken is not the one that happens to follow the decision. It
// holds one picture only. The zero value is ready; it is not safe for
// concurrent use.
type Best[P any] struct {
	picture P
	merit   float64
	held    bool
}

// Observe takes a picture with what a coach advises on it, and returns the
// picture to take where that advice is to capture: the one of the highest
// merit since the last that was not good. Among those as good as equal it is the
// latest while what they show changes, and then the first, for that may be being
// read already.
func (b *Best[P]) Observe(a Advice, picture P) P {
	if !a.Good {
		*b = Best[P]{}
		return picture
	}
	if !b.held || a.Merit >= b.merit+a.Lead {
		b.picture, b.merit, b.held = picture, a.Merit, true
	}
	return b.picture
}
