package office

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"portico/app/config"
	"portico/app/discreet"
	"portico/app/masterkey"
	"portico/app/screen"
	"portico/engine/customer"
)

// privacy says what is kept here, how long, and what could be read outside of
// the store.
func (o *Office) privacy(ctx context.Context) (*screen.Privacy, error) {
	customers, err := o.deps.Desk.List(ctx)
	if err != nil {
		return nil, err
	}
	sync, err := o.deps.Desk.Status(ctx)
	if err != nil {
		return nil, err
	}
	usual, err := config.Default()
	if err != nil {
		return nil, err
	}
	p := &screen.Privacy{Kept: len(customers), Owed: sync.Pending + sync.Dead}
	for _, l := range []struct {
		name      string
		is, usual config.Duration
	}{
		{"unfinished", o.deps.Config.Privacy.Unfinished, usual.Privacy.Unfinished},
		{"finished", o.deps.Config.Privacy.Finished, usual.Privacy.Finished},
		{"undelivered", o.deps.Config.Privacy.Undelivered, usual.Privacy.Undelivered},
	} {
		p.Lifetimes = append(p.Lifetimes, screen.Lifetime{Name: l.name, For: time.Duration(l.is), Usual: time.Duration(l.usual)})
	}
	discreetly, err := discreet.Is()
	if err != nil {
		return nil, err
	}
	swap, err := discreet.PlainSwap()
	if err != nil {
		return nil, err
	}
	source := masterkey.Kind(cmp.Or(o.deps.Config.Key.Source, string(masterkey.File)))
	p.Facts = []screen.Fact{
		word("swap", screen.Fine, "none"),
		word("memory", graded(!discreetly), map[bool]string{true: "closed", false: "open"}[discreetly]),
		word("key", graded(source == masterkey.File), "key_"+string(source)),
		fact("consent", screen.Plain, o.deps.Config.Privacy.ConsentText),
	}
	if len(swap) > 0 {
		p.Facts[0] = fact("swap", screen.Attention, strings.Join(swap, ", "))
	}
	return p, nil
}

// Wipe erases every onboarding that is kept here, with what is owed of it.
func (o *Office) Wipe(ctx context.Context) error {
	customers, err := o.deps.Desk.List(ctx)
	if err != nil {
		return err
	}
	for _, c := range customers {
		// One may have expired meanwhile.
		if err := o.deps.Desk.Erase(ctx, c.ID); err != nil && !errors.Is(err, customer.ErrNotFound) {
			return err
		}
	}
	return nil
}
