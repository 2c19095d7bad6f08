package watchdog_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"portico/app/watchdog"
)

func TestPingsEndWhileAThreadHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		work := make(chan func(), 10)
		loop := func(f func()) { work <- f }
		busy := make(chan time.Duration)
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			for {
				select {
				case f := <-work:
					f()
				case d := <-busy:
					time.Sleep(d)
				case <-ctx.Done():
					return
				}
			}
		}()
		var pings []time.Duration
		begin := time.Now()
		ended := make(chan error)
		go func() {
			ended <- watchdog.Run(ctx, 10*time.Second, func() error {
				pings = append(pings, time.Since(begin))
				return nil
			}, func(f func()) { f() }, loop)
		}()
		time.Sleep(25 * time.Second)
		busy <- 40 * time.Second // hangs from 25 s to 65 s
		time.Sleep(39 * time.Second)
		synctest.Wait()
		if n := len(pings); n != 3 || pings[2] != 20*time.Second {
			t.Errorf("pings before and during the hang: %v, want at 0, 10 and 20 s", pings)
		}
		time.Sleep(17 * time.Second)
		synctest.Wait()
		if last := pings[len(pings)-1]; last < 65*time.Second {
			t.Errorf("the last ping is at %v, want them to go on after the hang", last)
		}
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("Run = %v", err)
		}
	})
}

func TestAPingThatFailsEndsIt(t *testing.T) {
	gone := errors.New("nobody listens")
	if err := watchdog.Run(t.Context(), time.Second, func() error { return gone }); !errors.Is(err, gone) {
		t.Errorf("Run = %v", err)
	}
}
