package office

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"portico/app/config"
	"portico/app/flow"
	"portico/engine/liveness"
	"portico/engine/trust"
)

// oldestGuarded bounds the age below which a guardian is asked for, in years.
const oldestGuarded = 150

// Challenges returns those that visitors meet, and how many of them. Nobody in a
// recording can be asked for anything but the smile that is there.
func (o *Office) Challenges() ([]liveness.Kind, int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.challenges()
}

func (o *Office) challenges() ([]liveness.Kind, int) {
	kinds, count, err := o.liveness.Kinds()
	if err != nil || o.deps.Settle == nil { // it was checked when it was read
		return []liveness.Kind{liveness.Smile}, 1
	}
	return kinds, count
}

// GuardianAge is the age in years below which a colleague decides; 0: nobody is
// too young.
func (o *Office) GuardianAge() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.guardian
}

// Demand returns how to change what is asked of visitors beside the rules, and
// what the trail is to be told. Its error wraps trust.ErrNumber, ErrLimits or
// ErrNothing where that would make no sense.
func (o *Office) Demand(order flow.Order) (do func(context.Context) error, told map[string]string, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if order.Task == flow.SetGuardian {
		age, err := whole(order.Value, 0, oldestGuarded)
		return o.guard(age), map[string]string{"guardian": strconv.Itoa(age)}, err
	}
	kinds, count := o.challenges()
	if order.Task == flow.SetCount {
		count, err = whole(order.Value, 1, len(kinds))
	} else {
		kinds, err = toggled(kinds, liveness.Kind(order.Name))
		count = min(count, len(kinds))
	}
	if err != nil {
		return nil, nil, err
	}
	if o.deps.Settle == nil {
		return nil, nil, errFixed
	}
	chosen := config.ChosenLiveness{Count: count}
	for _, kind := range kinds {
		chosen.Challenges = append(chosen.Challenges, config.ChallengeName(kind))
	}
	return o.challenge(chosen), map[string]string{"challenges": strings.Join(chosen.Challenges, "+") + "." + strconv.Itoa(count)}, nil
}

// whole reads a whole number within limits.
func whole(text string, least, most int) (int, error) {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	switch {
	case err != nil:
		return 0, fmt.Errorf("%q %w", text, trust.ErrNumber)
	case n < least || n > most:
		return 0, fmt.Errorf("%d of %d to %d: %w", n, least, most, trust.ErrLimits)
	}
	return n, nil
}

// toggled adds or takes away a kind; the last one stays.
func toggled(kinds []liveness.Kind, kind liveness.Kind) ([]liveness.Kind, error) {
	at := slices.Index(kinds, kind)
	switch {
	case at < 0 && config.ChallengeName(kind) == "":
		return nil, fmt.Errorf("no challenge %q: %w", kind, trust.ErrLimits)
	case at < 0:
		return append(slices.Clone(kinds), kind), nil
	case len(kinds) == 1:
		return nil, fmt.Errorf("no challenge: %w", trust.ErrNothing)
	}
	return slices.Delete(slices.Clone(kinds), at, at+1), nil
}

func (o *Office) guard(age int) func(context.Context) error {
	return func(context.Context) error {
		o.mu.Lock()
		defer o.mu.Unlock()
		if err := o.deps.Config.Settings().Change(func(c *config.Chosen) { c.Trust.GuardianAge = &age }); err != nil {
			return err
		}
		o.guardian = age
		return nil
	}
}

func (o *Office) challenge(chosen config.ChosenLiveness) func(context.Context) error {
	return func(context.Context) error {
		o.mu.Lock()
		defer o.mu.Unlock()
		if err := o.deps.Config.Settings().Change(func(c *config.Chosen) { c.Liveness = &chosen }); err != nil {
			return err
		}
		chosen.Over(&o.liveness)
		return nil
	}
}
