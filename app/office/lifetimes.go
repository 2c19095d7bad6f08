package office

import (
	"context"
	"fmt"
	"time"

	"portico/app/config"
	"portico/app/flow"
	"portico/app/screen"
	"portico/engine/trust"
)

// lifetime is how long one kind of data may be kept: so many of a unit.
type lifetime struct {
	name string
	unit time.Duration
	most int
	of   func(*config.Privacy) *config.Duration
	as   func(*config.ChosenPrivacy) **config.Duration
}

var lifetimes = []lifetime{
	{
		"unfinished", time.Minute, 24 * 60,
		func(p *config.Privacy) *config.Duration { return &p.Unfinished },
		func(c *config.ChosenPrivacy) **config.Duration { return &c.Unfinished },
	},
	{
		"finished", time.Hour, 90 * 24,
		func(p *config.Privacy) *config.Duration { return &p.Finished },
		func(c *config.ChosenPrivacy) **config.Duration { return &c.Finished },
	},
	{
		"undelivered", 24 * time.Hour, 365,
		func(p *config.Privacy) *config.Duration { return &p.Undelivered },
		func(c *config.ChosenPrivacy) **config.Duration { return &c.Undelivered },
	},
}

func (o *Office) lifetimes() (all []screen.Lifetime) {
	privacy, usual := o.Privacy(), config.UsualPrivacy()
	for _, l := range lifetimes {
		all = append(all, screen.Lifetime{
			Name: l.name, For: time.Duration(*l.of(&privacy)), Usual: time.Duration(*l.of(&usual)), Unit: l.unit,
		})
	}
	return all
}

// Privacy returns the lifetimes in force.
func (o *Office) Privacy() config.Privacy {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.privately
}

// Terms returns what visitors agree to, as it is said in a language. Words of
// the operator's own and lifetimes that are not the usual ones have versions of
// their own.
func (o *Office) Terms(language string) screen.Terms {
	p, usual := o.Privacy(), config.UsualPrivacy()
	t := screen.Terms{
		Version:    p.ConsentText + o.deps.Words.Mark(language, "consent."),
		Unfinished: time.Duration(p.Unfinished), Finished: time.Duration(p.Finished), Undelivered: time.Duration(p.Undelivered),
	}
	if usual.ConsentText = p.ConsentText; p != usual {
		t.Version += fmt.Sprintf("+%s,%s,%s", t.Unfinished, t.Finished, t.Undelivered)
	}
	return t
}

// Lifetime returns how to keep data of the order's kind for as many of its unit
// as typed, and what the trail is to be told. Its error wraps trust.ErrNumber or
// ErrLimits where that would make no sense, and screen.ErrPromised where it is
// longer than those whose data lie here agreed to.
func (o *Office) Lifetime(ctx context.Context, order flow.Order) (do func(context.Context) error, told map[string]string, err error) {
	for _, l := range lifetimes {
		if l.name != order.Name {
			continue
		}
		n, err := whole(order.Value, 1, l.most)
		if err != nil {
			return nil, nil, err
		}
		wanted := config.Duration(time.Duration(n) * l.unit)
		privacy := o.Privacy()
		if wanted > *l.of(&privacy) {
			switch kept, err := o.deps.Desk.List(ctx); {
			case err != nil:
				return nil, nil, err
			case len(kept) > 0:
				return nil, nil, fmt.Errorf("%d customers are kept: %w", len(kept), screen.ErrPromised)
			}
		}
		return func(context.Context) error { return o.live(l, wanted) }, map[string]string{l.name: time.Duration(wanted).String()}, nil
	}
	return nil, nil, fmt.Errorf("no lifetime %q: %w", order.Name, trust.ErrLimits)
}

// live keeps a lifetime, then has it in force.
func (o *Office) live(l lifetime, d config.Duration) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.deps.Config.Settings().Change(func(c *config.Chosen) { *l.as(&c.Privacy) = &d }); err != nil {
		return err
	}
	*l.of(&o.privately) = d
	o.deps.Live(o.privately)
	return nil
}
