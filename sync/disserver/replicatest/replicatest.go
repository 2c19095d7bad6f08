// Package replicatest drives many onboardings through two servers over one
// Redis, behind a plain round-robin proxy, while one server is killed and
// started again and Redis is, too. It checks that nothing is lost, nothing is
// mixed up and nobody is told of a conflict.
package replicatest

import (
	"bytes"
	"net/http"
	"os/exec"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"portico/sync/store/redis/redistest"
)

// patience is how long a server may take to answer first, and a client goes on
// sending a request again.
const patience = 2 * time.Minute

// Fleet is what is driven. All fields are required.
type Fleet struct {
	Redis *redistest.Server
	// Start returns a server that listens on address, as a process that is not
	// started yet.
	Start       func(address string) *exec.Cmd
	Token       string
	Pictures    Pictures
	Onboardings int
	InFlight    int
}

// Pictures are what every onboarding shows. Each is marked as its customer's
// before it is sent.
type Pictures struct{ Selfie, Front, Back []byte }

// Run drives the fleet.
func Run(t *testing.T, f Fleet) {
	replicas := []*replica{newReplica(t, f), newReplica(t, f)}
	for _, r := range replicas {
		r.awaited()
	}
	proxy := startProxy(t, replicas)
	var done atomic.Int64
	trouble := sync.WaitGroup{}
	trouble.Go(func() {
		steps := []struct {
			after int // quarters of the onboardings, times two
			do    func()
		}{
			{2, replicas[0].kill}, {3, replicas[0].start}, {5, f.Redis.Kill}, {5, f.Redis.Run},
		}
		for _, s := range steps {
			for done.Load() < int64(f.Onboardings*s.after/8) && t.Context().Err() == nil {
				time.Sleep(5 * time.Millisecond) // nothing else tells how far the servers came
			}
			s.do()
		}
	})
	waiting := make(chan struct{}, f.InFlight)
	var retries atomic.Int64
	var clients sync.WaitGroup
	for range f.Onboardings {
		waiting <- struct{}{}
		clients.Go(func() {
			defer func() { <-waiting; done.Add(1) }()
			c := client{t: t, http: &http.Client{Timeout: patience}, base: proxy, token: f.Token, retries: &retries}
			c.onboard(uuid.NewString(), f.Pictures)
		})
	}
	clients.Wait()
	trouble.Wait()
	t.Logf("%d onboardings, %d requests sent again", done.Load(), retries.Load())
	if retries.Load() == 0 {
		t.Error("no request was lost: the server was not killed amid them")
	}
}

// marked returns a JPEG with a comment that says whose it is, right after its
// first marker.
func marked(picture []byte, whose string) []byte {
	comment := append([]byte{0xff, 0xfe, 0, byte(2 + len(whose))}, whose...)
	return bytes.Join([][]byte{picture[:2], comment, picture[2:]}, nil)
}
