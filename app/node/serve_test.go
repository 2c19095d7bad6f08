package node_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"testing"

	"portico/app/config"
	"portico/app/node"
)

// TestRequestsInFlightFinish stops a server that is at work: who is served
// gets the answer, who comes later is refused.
func TestRequestsInFlightFinish(t *testing.T) {
	ln, err := node.Listen("127.0.0.1:0", config.Server{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stopped := make(chan error, 1)
	go func() {
		stopped <- node.Serve(ctx, ln, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			stop()
			for { // until nobody new is let in
				c, err := net.Dial("tcp", ln.Addr().String())
				if err != nil {
					break
				}
				_ = c.Close()
			}
			_, _ = io.WriteString(w, "finished")
		}))
	}()
	res, err := http.Get(ln.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if body, err := io.ReadAll(res.Body); err != nil || string(body) != "finished" {
		t.Errorf("%q, %v", body, err)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
	if res, err := http.Get(ln.URL); err == nil {
		t.Errorf("a stopped server answers %d", res.StatusCode)
		_ = res.Body.Close()
	}
}
