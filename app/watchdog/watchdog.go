// Package watchdog tells a service manager that the program is alive, for as
// long as everything that must not hang answers.
package watchdog

import (
	"context"
	"time"
)

// Thread runs a function on a thread of its own, sooner or later, and in order.
type Thread func(func())

// Run asks every thread in turn and pings once all of them have answered, at
// once and then every interval, until ctx is done; it returns ctx's error, or
// the one of a ping. While a thread hangs no ping is made: whoever waits for
// it restarts the program.
func Run(ctx context.Context, interval time.Duration, ping func() error, threads ...Thread) error {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		for _, on := range threads {
			answered := make(chan struct{})
			on(func() { close(answered) })
			select {
			case <-answered:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		if err := ping(); err != nil {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
