package office_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"portico/app/config"
	"portico/app/flow"
	"portico/app/office"
	"portico/engine/liveness"
	"portico/engine/trust"
)

// A rule that is changed decides at once and at the next start; those of before
// lie beside it.
func TestARuleIsChanged(t *testing.T) {
	var engine office.Engine
	o, _, cfg := open(t, func(d *office.Deps) { engine = d.Engine })
	was := engine.Rules()
	order := flow.Order{Task: flow.ChangeRule, Name: trust.PortraitMatch, Setting: "review-below", Value: "0.4"}
	set, err := o.Redraft(order)
	if err != nil || engine.Rules() != was {
		t.Fatalf("a draft changed the rules, or %v", err)
	}
	if err := o.Rule(t.Context(), set); err != nil {
		t.Fatal(err)
	}
	if got := look(t, o, flow.Rules).Rules; got.Digest != set.Digest() || got.Standard || engine.Rules().Digest() != set.Digest() {
		t.Errorf("in force: %+v", got)
	}
	again, err := config.Load("")
	if err != nil {
		t.Fatal(err)
	}
	if kept, err := again.Trust.Set(); err != nil || kept.Digest() != set.Digest() {
		t.Errorf("at the next start: %v, %v", kept, err)
	}
	backup, err := os.ReadFile(filepath.Join(filepath.Dir(cfg.KeyFile), "rules-"+was.Digest()+".toml"))
	if err != nil || !bytes.Equal(backup, was.Text()) {
		t.Errorf("the backup: %v", err)
	}
	order.Value = "0.1"
	if _, err := o.Redraft(order); !errors.Is(err, trust.ErrLimits) {
		t.Errorf("limits that contradict each other: %v", err)
	}
	standard, err := o.Redraft(flow.Order{Task: flow.StandardRules})
	if err != nil || o.Rule(t.Context(), standard) != nil || !look(t, o, flow.Rules).Rules.Standard {
		t.Errorf("back to the built-in ones: %v", err)
	}
}

func TestChallengesAndAgeAreChanged(t *testing.T) {
	o, _, _ := open(t, nil)
	demand := func(task flow.Task, name, value string) error {
		do, _, err := o.Demand(flow.Order{Task: task, Name: name, Value: value})
		if err != nil {
			return err
		}
		return do(t.Context())
	}
	if err := errors.Join(demand(flow.ToggleChallenge, string(liveness.Light), ""), demand(flow.SetCount, "", "2"), demand(flow.SetGuardian, "", "16")); err != nil {
		t.Fatal(err)
	}
	if kinds, n := o.Challenges(); !slices.Equal(kinds, []liveness.Kind{liveness.Smile, liveness.Light}) || n != 2 || o.GuardianAge() != 16 {
		t.Errorf("in force: %v, %d, %d", kinds, n, o.GuardianAge())
	}
	again, err := config.Load("")
	if err != nil {
		t.Fatal(err)
	}
	if kinds, n, err := again.Liveness.Kinds(); err != nil || len(kinds) != 2 || n != 2 || again.Trust.GuardianAge != 16 {
		t.Errorf("at the next start: %v, %d, %d, %v", kinds, n, again.Trust.GuardianAge, err)
	}
	for _, c := range []struct {
		task        flow.Task
		name, value string
		want        error
	}{
		{flow.SetCount, "", "3", trust.ErrLimits},
		{flow.SetCount, "", "0", trust.ErrLimits},
		{flow.SetCount, "", "two", trust.ErrNumber},
		{flow.SetGuardian, "", "-1", trust.ErrLimits},
		{flow.ToggleChallenge, "BLINK", "", trust.ErrLimits},
	} {
		if err := demand(c.task, c.name, c.value); !errors.Is(err, c.want) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	if err := demand(flow.ToggleChallenge, string(liveness.Light), ""); err != nil {
		t.Fatal(err)
	}
	if kinds, n := o.Challenges(); len(kinds) != 1 || n != 1 {
		t.Errorf("one taken away: %v, %d", kinds, n)
	}
	if err := demand(flow.ToggleChallenge, string(liveness.Smile), ""); !errors.Is(err, trust.ErrNothing) {
		t.Errorf("the last one: %v", err)
	}
}
