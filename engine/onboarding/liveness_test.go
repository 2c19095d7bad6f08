package onboarding_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"portico/engine/liveness"
	"portico/engine/onboarding"
)

func TestSmileChallenge(t *testing.T) {
	e, c := whole().run(t, ready(t))
	r := c.Liveness.Results[liveness.Smile]
	if r.Score == nil || *r.Score < .84 || r.Error != "" {
		t.Errorf("neutral, then a smile: %+v", r)
	}
	e.StartLiveness(c)
	if len(c.Liveness.Results)+len(c.Liveness.Selfies) != 0 {
		t.Error("a fresh container still has findings")
	}
	for _, s := range []shot{{neutral, liveness.Neutral}} {
		if _, err := e.AddLivenessSelfie(t.Context(), c, photo(t, s.picture), s.assertion); err != nil {
			t.Fatal(err)
		}
	}
	for _, kind := range []liveness.Kind{liveness.Smile, liveness.EyeGaze, liveness.MagnifEye, liveness.Passive} {
		r, err := e.EvaluateLiveness(t.Context(), c, kind)
		if err != nil || r.Score != nil || r.Error != liveness.NotEnoughData || r.Kind != kind {
			t.Errorf("%s of one picture: %+v, %v", kind, r, err)
		}
		if kept := c.Liveness.Results[kind]; kept.Error != r.Error {
			t.Errorf("%s: kept %+v", kind, kept)
		}
	}
}

func TestAnothersSmileFailsTheChallenge(t *testing.T) {
	w, v := ready(t), whole()
	w.looks[smiling] = look{person: "stranger", smiling: true}
	_, c := v.run(t, w)
	if r := c.Liveness.Results[liveness.Smile]; r.Score == nil || *r.Score >= .80 {
		t.Errorf("another person's smile: %+v", r)
	}
}

// The contract's passive score of a container is the mean of its NONE pictures.
func TestPassiveOfTheContainerIsTheMeanOfTheNonePictures(t *testing.T) {
	w, v := ready(t), whole()
	w.looks[stranger] = look{person: "anna", passive: ptr(.5)}
	w.looks[empty] = look{person: "anna"} // too small to judge
	v.shots = append(v.shots, shot{selfie, liveness.None}, shot{stranger, liveness.None}, shot{empty, liveness.None})
	v.kinds = append(v.kinds, liveness.Passive)
	_, c := v.run(t, w)
	r := c.Liveness.Results[liveness.Passive]
	if r.Score == nil || math.Abs(*r.Score-.7) > 1e-9 || math.Abs(r.Cues["sharpness"]-.7) > 1e-9 {
		t.Errorf("of 0.9 and 0.5: %+v, want the mean 0.7", r)
	}
	if c.Liveness.Selfies[0].Passive != nil {
		t.Error("a NEUTRAL picture was judged passively")
	}
}

func TestSeveralFacesAreToldAndTheLargestTaken(t *testing.T) {
	w := ready(t)
	l := w.looks[selfie]
	l.others = 2
	w.looks[selfie] = l
	e, c := whole().run(t, w)
	if !c.Selfie.Several {
		t.Error("the record does not say that there were several faces")
	}
	out, err := e.SetSelfie(t.Context(), c, photo(t, selfie))
	if err != nil || !slices.Equal(out.Warnings, []string{onboarding.MultipleFaces}) {
		t.Errorf("warnings %v, %v", out.Warnings, err)
	}
}

func TestCancelledEvaluationKeepsNothing(t *testing.T) {
	e, c := whole().run(t, ready(t))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	unchanged(t, c, func() {
		if _, err := e.EvaluateLiveness(ctx, c, liveness.EyeGaze); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
	})
}
