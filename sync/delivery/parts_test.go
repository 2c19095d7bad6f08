package delivery_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"portico/engine/customer"
	"portico/engine/liveness"
	"portico/sync/delivery"
	"portico/sync/disserver/servertest"
)

// TestABackendThatLosesAPart gets that part again, and nothing else.
func TestABackendThatLosesAPart(t *testing.T) {
	for name, c := range map[string]struct {
		at   string // the request before which the part is lost
		lose func(*customer.Customer)
		once string // what must be asked for once
	}{
		"document": {"/document/inspect", func(c *customer.Customer) { c.Document = nil }, "/selfie"},
		"a page":   {"GET", func(c *customer.Customer) { delete(c.Document.Pages, "back") }, "/selfie"},
		"liveness": {"/liveness/evaluation", func(c *customer.Customer) { c.Liveness = nil }, "/document"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := servertest.Config(t)
			lost, asked := false, 0
			url := between(t, cfg, func(_ http.ResponseWriter, r *http.Request) bool {
				if strings.HasSuffix(r.URL.Path, c.once) {
					asked++
				}
				if !lost && (strings.HasSuffix(r.URL.Path, c.at) || r.Method == c.at) {
					lost = true
					there, err := cfg.Store.Get(r.Context(), id)
					if err == nil {
						c.lose(there)
						err = cfg.Store.Save(r.Context(), there)
					}
					if err != nil {
						t.Error(err)
					}
				}
				return false
			})
			k := finished(t)
			if err := sendPlainly(t, k, url, delivery.Config{}); err != nil {
				t.Fatal(err)
			}
			arrived(t, cfg.Store)
			if asked != 1 {
				t.Errorf("%s was sent %d times, want once", c.once, asked)
			}
			if got := delivery.Progress(k.entry.Payload); got != "11 steps done, the last: store" {
				t.Errorf("Progress = %q", got)
			}
		})
	}
}

// TestAGazeForTheGenerationBefore: the looks at the corners have a call there.
func TestAGazeForTheGenerationBefore(t *testing.T) {
	calls := map[string]int{}
	url := between(t, servertest.Config(t), func(_ http.ResponseWriter, r *http.Request) bool {
		calls[r.URL.Path]++
		return false
	})
	k := finished(t, func(c *customer.Customer) {
		corners := []liveness.Assertion{liveness.GazeTopLeft, liveness.GazeTopRight, liveness.GazeBottomLeft, liveness.GazeBottomRight}
		c.Liveness = &customer.Liveness{Results: map[liveness.Kind]liveness.Result{liveness.EyeGaze: {Kind: liveness.EyeGaze}}}
		for _, a := range corners {
			c.Liveness.Selfies = append(c.Liveness.Selfies, customer.LivenessSelfie{Assertion: a, Image: c.Attach(servertest.JPEG(t, servertest.Holder))})
		}
	})
	if err := sendPlainly(t, k, url, delivery.Config{Generation: delivery.V6}); err != nil {
		t.Fatal(err)
	}
	if calls["/core/api/v6/face/check-liveness-active"] != 1 {
		t.Errorf("calls %v", calls)
	}
	if got := k.outcome().NotDelivered; !slices.Equal(got, []string{"store"}) {
		t.Errorf("not delivered %q, want keeping alone", got)
	}
}
