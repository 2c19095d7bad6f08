package office

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"portico/app/discreet"
	"portico/app/masterkey"
	"portico/app/screen"
	"portico/engine/customer"
)

// privacy says what is kept here, how long, and what could be read outside of
// the store.
func (o *Office) privacy(ctx context.Context, language string) (*screen.Privacy, error) {
	customers, err := o.deps.Desk.List(ctx)
	if err != nil {
		return nil, err
	}
	sync, err := o.deps.Desk.Status(ctx)
	if err != nil {
		return nil, err
	}
	p := &screen.Privacy{Kept: len(customers), Owed: sync.Pending + sync.Dead, Lifetimes: o.lifetimes()}
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
		fact("consent", screen.Plain, o.Terms(language).Version),
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
