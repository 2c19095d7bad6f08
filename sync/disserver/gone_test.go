package disserver_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"portico/sync/disserver"
	"portico/sync/disserver/servertest"
)

// A kiosk that is switched off in mid-request is no failure of the server's.
func TestAClientThatHasGoneIsNoFailure(t *testing.T) {
	cfg := servertest.Config(t)
	var log bytes.Buffer
	var counted []int
	cfg.Log = slog.New(slog.NewTextHandler(&log, nil))
	cfg.Watch = func(r *http.Request, _ string) (*http.Request, func(int)) {
		return r, func(status int) { counted = append(counted, status) }
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	r := httptest.NewRequestWithContext(gone, http.MethodPost, "/api/v1/customers", nil)
	r.Header.Set("Authorization", "Bearer "+servertest.Token)
	disserver.New(cfg).ServeHTTP(httptest.NewRecorder(), r)
	if len(counted) != 1 || counted[0] != 499 || log.Len() > 0 {
		t.Errorf("counted %v, logged %q", counted, log.String())
	}
}
