package customer

import (
	"slices"

	"portico/engine/liveness"
)

// Drop forgets the pictures, the takes and the result of a challenge, so that
// another try is judged by itself.
func (l *Liveness) Drop(kind liveness.Kind) {
	l.Selfies = slices.DeleteFunc(l.Selfies, func(s LivenessSelfie) bool { return s.Assertion.Kind() == kind })
	l.Takes = slices.DeleteFunc(l.Takes, func(t Take) bool { return t.Result.Kind == kind })
	delete(l.Results, kind)
}
