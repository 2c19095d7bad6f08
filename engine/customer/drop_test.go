package customer_test

import (
	"testing"

	"portico/engine/customer"
	"portico/engine/liveness"
)

func TestAnotherTryStartsWithNothingOfTheLast(t *testing.T) {
	l := customer.Liveness{
		Selfies: []customer.LivenessSelfie{
			{Assertion: liveness.Neutral},
			{Assertion: liveness.Smiling},
			{Assertion: liveness.GazeTopLeft},
			{Assertion: liveness.GazeBottomRight},
			{Assertion: liveness.Lit},
		},
		Takes:   []customer.Take{{Result: liveness.Result{Kind: liveness.Light}}},
		Results: map[liveness.Kind]liveness.Result{liveness.EyeGaze: {}, liveness.Smile: {}},
	}
	l.Drop(liveness.EyeGaze)
	if len(l.Selfies) != 3 || len(l.Takes) != 1 || len(l.Results) != 1 {
		t.Errorf("without the gaze: %+v", l)
	}
	l.Drop(liveness.Light)
	if len(l.Selfies) != 2 || len(l.Takes) != 0 {
		t.Errorf("without the light: %+v", l)
	}
}
