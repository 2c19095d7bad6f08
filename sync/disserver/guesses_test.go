package disserver_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"portico/engine/customer"
	"portico/sync/disserver"
	"portico/sync/disserver/servertest"
)

// TestWhoGuessesTokensIsSlowedDown, by address: others, and a good token from
// the same address, come in.
func TestWhoGuessesTokensIsSlowedDown(t *testing.T) {
	cfg := servertest.Config(t)
	now := servertest.Now
	cfg.Clock = func() time.Time { return now }
	h := disserver.New(cfg)
	from := func(address, token string) int {
		req := httptest.NewRequest(http.MethodGet, "/api/v1/metadata", nil)
		req.RemoteAddr = address
		req.Header.Set("Authorization", "Bearer "+token)
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, req)
		return rec.Code
	}
	for i := range 20 {
		if got := from("192.0.2.7:1000", "guess"); got != http.StatusUnauthorized {
			t.Fatalf("guess %d: %d, want 401", i+1, got)
		}
	}
	for name, c := range map[string]struct {
		address, token string
		want           int
	}{
		"one more, from another port": {"192.0.2.7:1001", "guess", http.StatusTooManyRequests},
		"another address":             {"192.0.2.8:1000", "guess", http.StatusUnauthorized},
		"a good token":                {"192.0.2.7:1000", servertest.Token, http.StatusOK},
	} {
		if got := from(c.address, c.token); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
	now = now.Add(time.Second)
	if got := from("192.0.2.7:1000", "guess"); got != http.StatusUnauthorized {
		t.Errorf("a second later: %d, want 401", got)
	}
}

// silent is a store whose server does not answer.
type silent struct{ customer.Store }

func (silent) Get(ctx context.Context, _ string) (*customer.Customer, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func TestHealthIsToldSoonWhenTheStoreIsSilent(t *testing.T) {
	cfg := servertest.Config(t)
	cfg.Store = silent{cfg.Store}
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		rec := ask(disserver.New(cfg), "GET", "/health", "", "")
		if took := time.Since(start); rec.Code != http.StatusServiceUnavailable || took > time.Second {
			t.Errorf("%d after %v, want 503 within a second", rec.Code, took)
		}
	})
}
