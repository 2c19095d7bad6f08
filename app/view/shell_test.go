package view_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"portico/app/flow"
)

// Whoever goes on without their face is not told that it was taken.
func TestWithoutBiometricsThereIsNoFaceToTickOff(t *testing.T) {
	for faceless, want := range map[bool]int{false: 1, true: 0} {
		s := open(t, wide)
		s.state(func(st *flow.State) { st.Step, st.Faceless = flow.Check, faceless })
		if got := strings.Count(test.RenderToMarkup(s.window.Canvas()), ">Face<"); got != want {
			t.Errorf("without biometrics: %v; the stepper has the face %d times, want %d", faceless, got, want)
		}
	}
}
