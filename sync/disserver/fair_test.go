package disserver_test

import (
	"context"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"portico/engine/imaging"
	"portico/engine/onboarding"
	"portico/sync/disserver"
	"portico/sync/disserver/servertest"
)

// TestWhoAsksForMuchWaitsBehindThemselves has one token's five pictures queue
// before another's one: that one is next but for what already runs.
func TestWhoAsksForMuchWaitsBehindThemselves(t *testing.T) {
	cfg := servertest.Config(t)
	cfg.Slots = 1
	cfg.Faces = slowFaces{takes: time.Second}
	body := image64(t, servertest.Holder)
	synctest.Test(t, func(t *testing.T) {
		h := disserver.New(cfg)
		start := time.Now()
		var all sync.WaitGroup
		upload := func(token string, took *time.Duration) {
			all.Go(func() {
				if rec := ask(h, "POST", "/faces", "Bearer "+token, body); rec.Code != http.StatusOK {
					t.Errorf("%d %s", rec.Code, rec.Body)
				}
				*took = time.Since(start)
			})
			synctest.Wait()
		}
		var greedy [5]time.Duration
		var modest time.Duration
		for i := range greedy {
			upload(servertest.Token, &greedy[i])
		}
		upload("another", &modest)
		all.Wait()
		if modest != 3*time.Second || greedy != [5]time.Duration{1 * time.Second, 2 * time.Second, 4 * time.Second, 5 * time.Second, 6 * time.Second} {
			t.Errorf("the modest client waited %v, the greedy one %v", modest, greedy)
		}
	})
}

// TestBodiesInFlightAreBounded: a body is read when what is held leaves room
// for it, and a request that waits too long for that is sent away.
func TestBodiesInFlightAreBounded(t *testing.T) {
	body := image64(t, servertest.Holder)
	for name, c := range map[string]struct {
		room  int64
		takes time.Duration
		want  [2]int // in the order of coming
		took  time.Duration
	}{
		"room for both":          {2 * int64(len(body)), 5 * time.Second, [2]int{200, 200}, 5 * time.Second},
		"one after the other":    {2*int64(len(body)) - 1, 5 * time.Second, [2]int{200, 200}, 10 * time.Second},
		"too long":               {2*int64(len(body)) - 1, 7 * time.Second, [2]int{200, 429}, 7 * time.Second},
		"more than room for all": {1, 5 * time.Second, [2]int{200, 200}, 10 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := servertest.Config(t)
			cfg.Bytes = c.room
			cfg.Engine = onboarding.New(servertest.Documents{}, slowFaces{takes: c.takes}, servertest.Passive{}, imaging.Limits{})
			synctest.Test(t, func(t *testing.T) {
				h := disserver.New(cfg)
				start := time.Now()
				var all sync.WaitGroup
				var got [2]int
				for i, customer := range []string{first, second} {
					ask(h, "POST", "/customers/"+customer, "Bearer "+servertest.Token, "")
					all.Go(func() {
						got[i] = ask(h, "PUT", "/customers/"+customer+"/selfie", "Bearer "+servertest.Token, body).Code
					})
					synctest.Wait()
				}
				all.Wait()
				if took := time.Since(start); got != c.want || took != c.took {
					t.Errorf("%v after %v, want %v after %v", got, took, c.want, c.took)
				}
			})
		})
	}
}

// TestClientsThatGiveUpLoseNothing has many clients of two tokens give up at
// all times of waiting and being served: in the end everything is free again.
func TestClientsThatGiveUpLoseNothing(t *testing.T) {
	cfg := servertest.Config(t)
	cfg.Slots = 2
	cfg.Faces = slowFaces{takes: time.Second}
	body := image64(t, servertest.Holder)
	cfg.Bytes = 5 * int64(len(body))
	synctest.Test(t, func(t *testing.T) {
		h := disserver.New(cfg)
		rng := rand.New(rand.NewPCG(1, 2))
		tokens := []string{servertest.Token, "another"}
		var all sync.WaitGroup
		for i := range 200 {
			patience := time.Duration(rng.IntN(4000)) * time.Millisecond
			all.Go(func() {
				ctx, stop := context.WithTimeout(t.Context(), patience)
				defer stop()
				askFor(ctx, h, "POST", "/faces", "Bearer "+tokens[i%2], body)
			})
			time.Sleep(20 * time.Millisecond) // of the bubble
		}
		all.Wait()
		start := time.Now()
		for range 4 { // as many as two slots serve in two seconds
			all.Go(func() {
				if rec := ask(h, "POST", "/faces", "Bearer "+servertest.Token, body); rec.Code != http.StatusOK {
					t.Errorf("afterwards: %d %s", rec.Code, rec.Body)
				}
			})
		}
		all.Wait()
		if took := time.Since(start); took != 2*time.Second {
			t.Errorf("four requests took %v, want 2 s of two slots", took)
		}
	})
}
