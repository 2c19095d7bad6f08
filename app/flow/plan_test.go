package flow_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"portico/app/flow"
	"portico/engine/liveness"
)

var kinds = map[flow.Step]liveness.Kind{
	flow.Neutral: liveness.Smile, flow.Gaze: liveness.EyeGaze,
	flow.Approach: liveness.MagnifEye, flow.Light: liveness.Light,
}

// chance is the same for everybody who asks with the same seed.
func chance(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 7)) }

// challenged returns the state at the first of count challenges out of some.
func challenged(count int, some ...liveness.Kind) flow.State {
	s, _ := run(flow.Begin(flow.Setup{}), flow.Start{}, flow.Agreed{}, flow.Begun{Plan: flow.Draw(some, count, chance(1))},
		flow.Captured{}, flow.PageRead{Type: card}, flow.NoBackSide{}, flow.Captured{}, flow.FaceSeen{})
	return s
}

// pass goes through the challenge that s is at.
func pass(s flow.State) (flow.State, []flow.Effect) {
	if s.Step == flow.Neutral {
		s, _ = run(s, flow.Captured{}, flow.FaceSeen{})
	}
	return run(s, flow.Captured{}, flow.FaceSeen{}, flow.LivenessDone{Passed: true})
}

func TestChanceDrawsTheOrder(t *testing.T) {
	all := []liveness.Kind{liveness.Smile, liveness.EyeGaze, liveness.MagnifEye, liveness.Light}
	firsts := map[liveness.Kind]int{}
	for seed := range uint64(200) {
		p := flow.Draw(all, 2, chance(seed))
		if p.Count() != 2 || p.At(0) == p.At(1) {
			t.Fatalf("drawn: %d, %s and %s", p.Count(), p.At(0), p.At(1))
		}
		firsts[p.At(0)]++
	}
	for _, kind := range all {
		if n := firsts[kind]; n < 25 {
			t.Errorf("%s was the first in %d of 200 draws", kind, n)
		}
	}
	if p := (flow.Plan{}); p.Count() != 1 || p.At(0) != liveness.Smile {
		t.Error("without a plan a smile is asked for")
	}
}

func TestEveryChallengeThatWasDrawnIsAsked(t *testing.T) {
	s := challenged(3, liveness.Smile, liveness.EyeGaze, liveness.MagnifEye)
	var evaluated []liveness.Kind
	for range 3 {
		var effects []flow.Effect
		s, effects = pass(s)
		for _, e := range effects {
			if e, ok := e.(flow.Evaluate); ok {
				evaluated = append(evaluated, e.Kind)
			}
		}
	}
	slices.Sort(evaluated)
	if want := []liveness.Kind{liveness.EyeGaze, liveness.MagnifEye, liveness.Smile}; s.Step != flow.Check || !slices.Equal(evaluated, want) {
		t.Errorf("evaluated %v, ended at %q", evaluated, s.Step)
	}
}

func TestAChallengeHasThreeTries(t *testing.T) {
	for name, bad := range map[string][]flow.Event{
		"not followed":   {flow.Lapsed{}},
		"not passed":     {flow.Captured{}, flow.FaceSeen{}, flow.LivenessDone{}},
		"two persons":    {flow.Captured{}, flow.FaceSeen{Problem: flow.SeveralFace}},
		"engine fails":   {flow.Captured{}, flow.Failed{}},
		"judging failed": {flow.Captured{}, flow.FaceSeen{}, flow.Failed{}},
	} {
		for _, step := range []flow.Step{flow.Gaze, flow.Approach, flow.Light} {
			t.Run(name+" "+string(step), func(t *testing.T) {
				s := challenged(1, kinds[step])
				for try := range flow.MaxTries {
					if s.Step != step || s.Staff || s.Tries != try {
						t.Fatalf("before try %d: %+v", try+1, s)
					}
					var effects []flow.Effect
					s, effects = run(s, bad...)
					if try < flow.MaxTries-1 && !slices.Contains(effects, flow.Effect(flow.DropChallenge{Kind: kinds[step]})) {
						t.Errorf("what failed would be judged with the next try: %v", effects)
					}
				}
				if s.Step != flow.Check || !s.Staff {
					t.Errorf("after %d tries: %+v", flow.MaxTries, s)
				}
			})
		}
	}
}

func TestLightIsReplaced(t *testing.T) {
	for name, c := range map[string]struct {
		state  flow.State
		events []flow.Event
		want   flow.Step
	}{
		"by the one in reserve": {atLight(t, 1, liveness.Light, liveness.EyeGaze), []flow.Event{flow.NoFlashing{}}, flow.Gaze},
		"by a smile":            {challenged(1, liveness.Light), []flow.Event{flow.NoFlashing{}}, flow.Neutral},
		"by none, where a smile is asked for": {
			atLight(t, 2, liveness.Light, liveness.Smile), []flow.Event{flow.NoFlashing{}}, flow.Neutral,
		},
		"in the sun": {challenged(1, liveness.Light), []flow.Event{flow.Captured{}, flow.FaceSeen{}, flow.LivenessDone{Unfit: true}}, flow.Neutral},
	} {
		t.Run(name, func(t *testing.T) {
			s, effects := run(c.state, c.events...)
			if s.Step != c.want || s.Tries != 0 || s.Staff {
				t.Errorf("led to %+v, want %q and no try lost", s, c.want)
			}
			if !slices.Contains(effects, flow.Effect(flow.DropChallenge{Kind: liveness.Light})) {
				t.Errorf("the light's result stays: %v", effects)
			}
			for s.Step != flow.Check {
				if s.Step == flow.Light {
					t.Fatal("light is asked for again")
				}
				s, _ = pass(s)
			}
		})
	}
}

// atLight draws until light is the first challenge.
func atLight(t *testing.T, count int, some ...liveness.Kind) flow.State {
	t.Helper()
	for seed := range uint64(50) {
		if p := flow.Draw(some, count, chance(seed)); p.At(0) == liveness.Light {
			s, _ := run(at(t, flow.Selfie), flow.Begun{Plan: p}, flow.Captured{}, flow.FaceSeen{})
			return s
		}
	}
	t.Fatal("light is never the first")
	return flow.State{}
}

func TestFacesAreCounted(t *testing.T) {
	plan := flow.Draw([]liveness.Kind{liveness.Smile, liveness.Light}, 2, rand.New(rand.NewPCG(1, 1)))
	smiles := 0
	if plan.At(1) == liveness.Smile {
		smiles = 1
	}
	for _, c := range []struct {
		step       flow.Step
		passed, at int
	}{
		{flow.Selfie, 0, 0},
		{flow.Neutral, smiles, 1 + smiles},
		{flow.Smile, smiles, 2 + smiles},
		{flow.Light, 1 - smiles, 3 - 2*smiles},
	} {
		s := flow.State{Step: c.step, Plan: plan, Passed: c.passed}
		if at, all := s.Faces(); at != c.at || all != 4 {
			t.Errorf("%s after %d: %d of %d, want %d of 4", c.step, c.passed, at, all, c.at)
		}
	}
}
