package replicatest

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os/exec"
	"sync/atomic"
	"testing"
	"time"
)

// replica is one server, always at the same address.
type replica struct {
	t       *testing.T
	fleet   Fleet
	address string
	cmd     *exec.Cmd
}

func newReplica(t *testing.T, f Fleet) *replica {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &replica{t: t, fleet: f, address: l.Addr().String()}
	_ = l.Close()
	r.start()
	t.Cleanup(r.kill)
	return r
}

func (r *replica) start() {
	r.cmd = r.fleet.Start(r.address)
	r.cmd.Stderr = r.t.Output()
	if err := r.cmd.Start(); err != nil {
		r.t.Error(err)
	}
}

// kill ends the server at once, as a crash does.
func (r *replica) kill() {
	_ = r.cmd.Process.Kill()
	_ = r.cmd.Wait() // reports the kill
}

// awaited returns once the server answers.
func (r *replica) awaited() {
	r.t.Helper()
	ctx, stop := context.WithTimeout(r.t.Context(), patience)
	defer stop()
	for ctx.Err() == nil {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+r.address+"/api/v1/info", nil)
		if err != nil {
			r.t.Fatal(err)
		}
		if res, err := http.DefaultClient.Do(req); err == nil {
			_ = res.Body.Close()
			return
		}
		time.Sleep(20 * time.Millisecond) // a process tells nobody that it listens
	}
	r.t.Fatalf("no server answers at %s", r.address)
}

// startProxy serves the replicas in turn, as a plain load balancer does: one
// that is away costs a client a 502.
func startProxy(t *testing.T, replicas []*replica) string {
	t.Helper()
	var turn atomic.Uint64
	s := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			at := replicas[turn.Add(1)%uint64(len(replicas))]
			r.SetURL(&url.URL{Scheme: "http", Host: at.address})
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
	})
	t.Cleanup(s.Close)
	return s.URL + "/api/v1"
}
