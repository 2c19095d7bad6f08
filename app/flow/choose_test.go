package flow_test

import (
	"slices"
	"testing"

	"portico/app/flow"
	"portico/engine/document"
)

// choosing is a visitor who is asked what they brought.
func choosing() flow.State {
	s, _ := run(flow.Begin(flow.Setup{Choose: true}), flow.Start{}, flow.Agreed{})
	return s
}

func TestWhatAVisitorBroughtDecidesWhetherItsBackIsAskedFor(t *testing.T) {
	passport := &document.Type{Kind: "passport", MRTD: "TD3"}
	for name, c := range map[string]struct {
		said flow.Event
		read *document.Type
		want flow.Step
	}{
		"a passport, not recognised":        {flow.Bring{Brought: flow.Passport}, nil, flow.Selfie},
		"a passport, which is a card":       {flow.Bring{Brought: flow.Passport}, card, flow.Back},
		"a card, not recognised":            {flow.Bring{Brought: flow.IdentityCard}, nil, flow.Back},
		"a licence, which is a passport":    {flow.Bring{Brought: flow.DriversLicence}, passport, flow.Selfie},
		"something else, not recognised":    {flow.Continue{}, nil, flow.Back},
		"something else, and it is a known": {flow.Continue{}, passport, flow.Selfie},
	} {
		if s, _ := run(choosing(), c.said, flow.Captured{}, flow.PageRead{Type: c.read}); s.Step != c.want {
			t.Errorf("%s: %s, want %s", name, s.Step, c.want)
		}
	}
}

func TestChoosingHasItsWayBack(t *testing.T) {
	s, effects := run(choosing(), flow.Bring{Brought: flow.Passport}, flow.GoBack{})
	if s.Step != flow.Choose || !slices.Contains(effects, flow.Effect(flow.Unwatch{})) {
		t.Errorf("from the first page: %+v with %v", s, effects)
	}
	if s, _ = run(s, flow.GoBack{}); s.Step != flow.Consent {
		t.Errorf("from the choice: %s", s.Step)
	}
	if s, _ = run(choosing(), flow.Bring{Brought: flow.Passport}, flow.Stop{}, flow.Wiped{}, flow.Continue{}); s.Brought != flow.Anything {
		t.Error("the next visitor finds the choice of the one before")
	}
	if s, _ = run(flow.Begin(flow.Setup{}), flow.Start{}, flow.Agreed{}); s.Step != flow.Front {
		t.Errorf("not asked: %s", s.Step)
	}
}
