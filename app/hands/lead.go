package hands

import (
	"context"
	"fmt"
	"time"

	"portico/app/flow"
	"portico/app/screen"
)

// Kiosk is what hands press on. Its methods are safe for concurrent use.
type Kiosk interface {
	Model() *screen.Model
	Send(flow.Event)
	Shoot()
}

// every is the time between two looks at the kiosk.
const every = 100 * time.Millisecond

// Lead leads one onboarding. It returns nil once the outcome is kept and was
// shown, the error that says why there is none, or ctx's.
func Lead(ctx context.Context, k Kiosk) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for h := (Hands{}); ; {
		select {
		case <-ctx.Done():
			return fmt.Errorf("the kiosk was closed: %w", ctx.Err())
		case now := <-tick.C:
			switch act := h.Look(now, screen.Get(k.Model().State)); {
			case act.Err != nil:
				return act.Err
			case act.Done:
				return nil
			case act.Shoot:
				k.Shoot()
			case act.Send != nil:
				k.Send(act.Send)
			}
		}
	}
}
