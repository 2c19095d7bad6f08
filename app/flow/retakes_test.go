package flow_test

import (
	"slices"
	"testing"

	"portico/app/flow"
)

func TestRetakes(t *testing.T) {
	for name, c := range map[string]struct {
		step flow.Step
		busy bool
		ev   flow.Event
		want flow.Problem
	}{
		"no card":                 {flow.Front, true, flow.PageRead{Problem: flow.NoCard}, flow.NoCard},
		"a page that was read":    {flow.Front, true, flow.PageRead{}, flow.NoProblem},
		"an answer nobody awaits": {flow.Front, false, flow.PageRead{Problem: flow.NoCard}, flow.NoProblem},
		"several faces":           {flow.Selfie, true, flow.FaceSeen{Problem: flow.SeveralFace}, flow.SeveralFace},
		"no smile":                {flow.Smile, true, flow.LivenessDone{}, flow.NotLive},
		"sun":                     {flow.Light, true, flow.LivenessDone{Unfit: true}, flow.NoProblem},
		"too slow":                {flow.Gaze, false, flow.Lapsed{}, flow.TooSlow},
		"something failed":        {flow.Back, true, flow.Failed{}, flow.Broken},
		"deciding failed":         {flow.Deciding, true, flow.Failed{}, flow.NoProblem},
		"the visitor's wish":      {flow.Check, false, flow.Retake{}, flow.OwnWish},
		"confirmed":               {flow.Check, false, flow.Continue{}, flow.NoProblem},
	} {
		s := at(t, c.step)
		s.Busy = c.busy
		got := flow.RetakeFor(s, c.ev)
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if got != flow.NoProblem && !slices.Contains(flow.Retakes(), got) {
			t.Errorf("%s: %q is not listed", name, got)
		}
	}
}
