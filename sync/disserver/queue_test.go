package disserver_test

import (
	"context"
	"image"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/onboarding"
	"portico/sync/disserver"
	"portico/sync/disserver/servertest"
)

// slowFaces takes a while for each picture.
type slowFaces struct {
	servertest.Faces
	takes time.Duration
}

func (f slowFaces) Find(ctx context.Context, img *image.RGBA) ([]face.Face, error) {
	time.Sleep(f.takes)
	return f.Faces.Find(ctx, img)
}

const (
	first  = "11111111-1111-4111-8111-111111111111"
	second = "22222222-2222-4222-8222-222222222222"
)

// selfies puts a selfie for each customer at the same time and returns the
// statuses in the order of the answers, and how long it took.
func selfies(t *testing.T, cfg disserver.Config, takes time.Duration, customers ...string) (statuses []int, took time.Duration) {
	cfg.Engine = onboarding.New(servertest.Documents{}, slowFaces{takes: takes}, servertest.Passive{}, imaging.Limits{})
	h := disserver.New(cfg)
	body := image64(t, servertest.Holder)
	token := "Bearer " + servertest.Token
	for _, c := range customers {
		ask(h, "POST", "/customers/"+c, token, "")
	}
	start := time.Now()
	answers := make(chan int, len(customers))
	for _, c := range customers {
		go func() {
			rec := ask(h, "PUT", "/customers/"+c+"/selfie", token, body)
			if rec.Code == http.StatusTooManyRequests && rec.Header().Get("Retry-After") != "6" {
				t.Errorf("Retry-After %q, want 6", rec.Header().Get("Retry-After"))
			}
			answers <- rec.Code
		}()
	}
	for range customers {
		statuses = append(statuses, <-answers)
	}
	return statuses, time.Since(start)
}

func TestWhoWaitsTooLongIsSentAway(t *testing.T) {
	cfg := servertest.Config(t)
	cfg.Slots = 1
	synctest.Test(t, func(t *testing.T) {
		got, took := selfies(t, cfg, 7*time.Second, first, second)
		if got[0] != http.StatusTooManyRequests || got[1] != http.StatusOK || took != 7*time.Second {
			t.Errorf("%v after %v, want 429 at 6 s and 200 at 7 s", got, took)
		}
	})
}

func TestWhoseTurnComesInTimeIsServed(t *testing.T) {
	cfg := servertest.Config(t)
	cfg.Slots = 1
	synctest.Test(t, func(t *testing.T) {
		got, took := selfies(t, cfg, 5*time.Second, first, second)
		if got[0] != http.StatusOK || got[1] != http.StatusOK || took != 10*time.Second {
			t.Errorf("%v after %v, want 200 and 200 after 10 s", got, took)
		}
	})
}

func TestNothingIsRecognisedWhileSomebodyIsCaptured(t *testing.T) {
	for name, c := range map[string]struct {
		captured time.Duration
		want     int
	}{
		"until 3 s": {3 * time.Second, http.StatusOK},
		"until 9 s": {9 * time.Second, http.StatusTooManyRequests},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := servertest.Config(t)
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				cfg.Idle = func() bool { return time.Since(start) >= c.captured }
				got, took := selfies(t, cfg, 0, first)
				if limit := min(c.captured, 6*time.Second); got[0] != c.want || took != limit {
					t.Errorf("%v after %v, want %d after %v", got, took, c.want, limit)
				}
			})
		})
	}
}

// TestOneOfTwoWritesConflicts has two pictures recognised for one customer at
// the same time: the second to be saved saw a state that is no more.
func TestOneOfTwoWritesConflicts(t *testing.T) {
	cfg := servertest.Config(t)
	cfg.Slots = 2
	synctest.Test(t, func(t *testing.T) {
		got, _ := selfies(t, cfg, time.Second, first, first)
		if got[0]+got[1] != http.StatusOK+http.StatusConflict {
			t.Errorf("%v, want one 200 and one 409", got)
		}
	})
}

func TestAClientThatGivesUpFreesItsPlace(t *testing.T) {
	cfg := servertest.Config(t)
	cfg.Slots = 1
	synctest.Test(t, func(t *testing.T) {
		var captured atomic.Bool
		captured.Store(true)
		cfg.Idle = func() bool { return !captured.Load() }
		h := disserver.New(cfg)
		token := "Bearer " + servertest.Token
		ask(h, "POST", "/customers/"+first, token, "")
		gone, giveUp := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			askFor(gone, h, "PUT", "/customers/"+first+"/selfie", token, image64(t, servertest.Holder))
		}()
		synctest.Wait()
		giveUp()
		<-done
		captured.Store(false)
		if rec := ask(h, "PUT", "/customers/"+first+"/selfie", token, image64(t, servertest.Holder)); rec.Code != http.StatusOK {
			t.Errorf("the next client got %d, want 200", rec.Code)
		}
	})
}
