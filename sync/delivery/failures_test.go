package delivery_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"portico/engine/customer"
	"portico/sync/delivery"
	"portico/sync/disclient"
	"portico/sync/disserver"
	"portico/sync/disserver/servertest"
	"portico/sync/outbox"
)

// kind is what the outbox makes of an error.
func kind(err error) string {
	var unavailable *outbox.UnavailableError
	switch {
	case err == nil:
		return "delivered"
	case errors.Is(err, outbox.ErrPermanent):
		return "give up"
	case errors.As(err, &unavailable):
		return "nobody there"
	}
	return "try again"
}

func TestFailuresAreOfTheRightKind(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   string
		want   string
		after  time.Duration
	}{
		"token unknown":      {status: 401, want: "give up"},
		"token has no role":  {status: 403, want: "give up"},
		"bad request":        {status: 400, body: `{"errorCode":"INVALID_IMAGE","errorMessage":"x"}`, want: "give up"},
		"conflict":           {status: 409, body: `{"errorCode":"CONFLICT","errorMessage":"x"}`, want: "try again"},
		"too many":           {status: 429, want: "nobody there", after: 17 * time.Second},
		"its own fault":      {status: 500, want: "try again"},
		"bad gateway":        {status: 502, want: "nobody there", after: 17 * time.Second},
		"maintenance":        {status: 503, want: "nobody there", after: 17 * time.Second},
		"a captive portal":   {status: 200, body: "<html>Welcome to the hotel</html>", want: "nobody there"},
		"wrong address":      {status: 404, body: "404 page not found", want: "try again"},
		"sent somewhere":     {status: 307, want: "nobody there"},
		"customer not found": {status: 404, body: `{"errorCode":"NOT_FOUND","errorMessage":"x"}`, want: "try again"},
	} {
		t.Run(name, func(t *testing.T) {
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Retry-After", "17")
				w.Header().Set("Location", "http://192.0.2.1/")
				w.WriteHeader(c.status)
				_, _ = w.Write([]byte(c.body))
			}))
			t.Cleanup(s.Close)
			err := sendPlainly(t, finished(t), s.URL, delivery.Config{})
			if kind(err) != c.want {
				t.Errorf("%v means %s, want %s", err, kind(err), c.want)
			}
			var u *outbox.UnavailableError
			if errors.As(err, &u) && u.RetryAfter != c.after {
				t.Errorf("retry after %v, want %v", u.RetryAfter, c.after)
			}
		})
	}
	t.Run("nobody listens", func(t *testing.T) {
		s := httptest.NewServer(nil)
		s.Close()
		if err := sendPlainly(t, finished(t), s.URL, delivery.Config{}); kind(err) != "nobody there" {
			t.Errorf("%v means %s", err, kind(err))
		}
	})
}

// sendPlainly sends without holding answers against the contract, which these
// backends break.
func sendPlainly(t *testing.T, k *kiosk, base string, cfg delivery.Config) error {
	t.Helper()
	client, err := disclient.New(base, disclient.Config{Token: servertest.Token})
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Audit == nil {
		cfg.Audit = valid
	}
	return delivery.New(client, k.store, cfg).Send(t.Context(), k.entry, func(p []byte) error {
		k.entry.Payload = p
		return nil
	})
}

// TestNothingLeavesWithoutConsent has a backend that fails the test when it
// is asked anything.
func TestNothingLeavesWithoutConsent(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("%s %s was sent", r.Method, r.URL.Path)
	}))
	t.Cleanup(s.Close)
	for name, c := range map[string]struct {
		change func(*customer.Customer)
		cfg    delivery.Config
	}{
		"no consent":        {change: func(c *customer.Customer) { c.Consents = nil }},
		"to something else": {change: func(*customer.Customer) {}, cfg: delivery.Config{Purposes: []string{"onboarding", "delivery"}}},
		"not finished":      {change: func(c *customer.Customer) { c.State = customer.InProgress }},
		"erased":            {},
		"not a delivery":    {},
	} {
		t.Run(name, func(t *testing.T) {
			k := finished(t)
			switch {
			case c.change != nil:
				k = finished(t, c.change)
			case name == "erased":
				if err := k.store.Delete(t.Context(), id); err != nil {
					t.Fatal(err)
				}
			default:
				k.entry.Payload = []byte("{}")
			}
			if err := sendPlainly(t, k, s.URL, c.cfg); kind(err) != "give up" {
				t.Errorf("%v means %s, want give up", err, kind(err))
			}
		})
	}
}

// TestBackendWithoutAPlaceForKeeping: self-hosted services may lack the store
// operation (SPEC §3).
func TestBackendWithoutAPlaceForKeeping(t *testing.T) {
	h := disserver.New(servertest.Config(t))
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/store") {
			http.NotFound(w, r)
			return
		}
		h.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	if err := sendPlainly(t, finished(t), s.URL, delivery.Config{}); err != nil {
		t.Error(err)
	}
}

// TestBackendThatSeesNoFace gives the operator a reason without retrying what
// cannot change.
func TestBackendThatSeesNoFace(t *testing.T) {
	h := disserver.New(servertest.Config(t))
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/selfie") {
			_, _ = w.Write([]byte(`{"errorCode":"NO_FACE_DETECTED"}`))
			return
		}
		h.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	err := sendPlainly(t, finished(t), s.URL, delivery.Config{})
	if kind(err) != "give up" || !strings.Contains(err.Error(), "NO_FACE_DETECTED") {
		t.Errorf("%v means %s", err, kind(err))
	}
}
