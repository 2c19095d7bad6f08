package office

import (
	"context"
	"strconv"

	"portico/app/config"
	"portico/app/flow"
)

const loudest = 100 // per cent

// Volume returns how to have the cues sound as loud as an order says, in per
// cent, and what the trail is to be told. Its error wraps trust.ErrNumber or
// ErrLimits where that would make no sense.
func (o *Office) Volume(order flow.Order) (do func(context.Context) error, told map[string]string, err error) {
	volume, err := whole(order.Value, 0, loudest)
	return func(context.Context) error { return o.sound(volume) }, map[string]string{"volume": strconv.Itoa(volume)}, err
}

// sound keeps a volume, then has it in force.
func (o *Office) sound(volume int) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.deps.Config.Settings().Change(func(c *config.Chosen) { c.Sound.Volume = &volume }); err != nil {
		return err
	}
	o.volume = volume
	o.deps.Sound(volume)
	return nil
}
