package office

import (
	"context"
	"time"

	"portico/app/flow"
	"portico/app/screen"
	"portico/engine/trust"
)

// rules lists those for documents with a machine-readable zone, which are all.
func (o *Office) rules() *screen.Rules {
	kinds, count := o.Challenges()
	set := o.deps.Engine.Rules()
	version, _ := set.Version()
	r := &screen.Rules{
		Version: version, Digest: set.Digest(), Standard: set.Digest() == trust.StandardSet().Digest(),
		Challenges: kinds, Count: count, Fixed: o.deps.Settle == nil, GuardianAge: o.GuardianAge(),
	}
	for _, rule := range set.Rules(true) {
		r.Rules = append(r.Rules, screen.Rule{Rule: rule, When: set.When(rule.Factor)})
	}
	return r
}

// Redraft returns the rules as an order would have them, and changes nothing.
// Its error wraps trust.ErrRules where they would make no sense.
func (o *Office) Redraft(order flow.Order) (*trust.Set, error) {
	if order.Task == flow.StandardRules {
		return trust.StandardSet(), nil
	}
	version := time.Now().UTC().Format("2006-01-02T15:04:05Z")
	return o.deps.Engine.Rules().With(order.Name, trust.Setting(order.Setting), order.Value, version)
}

// Rule keeps rules, with those of before beside them, and puts them in force.
func (o *Office) Rule(_ context.Context, by *trust.Set) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.deps.Config.KeepRules(o.deps.Engine.Rules(), by); err != nil {
		return err
	}
	o.deps.Engine.Rule(by)
	return nil
}
