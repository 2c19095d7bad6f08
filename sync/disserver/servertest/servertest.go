// Package servertest starts a real server over a real store, with recognisers
// that see in a picture what its colour says: tests of client, server and
// delivery then know what must come out, without networks or cameras.
package servertest

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"portico/engine/customer"
	"portico/engine/imaging"
	"portico/engine/onboarding"
	"portico/sync/disapi"
	"portico/sync/disserver"
	"portico/sync/store"
	"portico/sync/store/bolt"
	"portico/sync/store/seal"
	"portico/sync/store/shelf"
	"portico/sync/token"
)

// Token is the bearer token that the server takes.
const Token = "dG9rZW46Zm9yLXRlc3Rz"

// Clock stands still.
func Clock() time.Time { return Now }

// Now is the server's time.
var Now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// Config returns what a server needs, with a store in a folder of the test.
func Config(t testing.TB) disserver.Config {
	t.Helper()
	return disserver.Config{
		Engine: onboarding.New(Documents{}, Faces{}, Passive{}, imaging.Limits{}),
		Store:  Store(t, Clock),
		Shelf:  Shelf(t, Clock),
		Faces:  Faces{},
		Tokens: token.Fixed{token.Of("another", token.Integrator, Now), token.Of(Token, token.Integrator, Now)},
		Clock:  Clock,
		Log:    slog.New(slog.DiscardHandler),
		Info: disapi.ActuatorInfo{
			Build: disapi.BuildInfo{Artifact: "portico", Name: "Portico", Group: "portico", Version: "1.0.0", Time: &Now},
			Sam:   disapi.SamInfo{Version: "1.0.0"},
			Iface: disapi.IFaceInfo{Version: "1.0.0", License: disapi.IfaceLicense{Year: "2099", Month: "12", Day: "31"}},
		},
	}
}

// Store opens an empty store that lives as long as the test.
func Store(t testing.TB, clock func() time.Time) customer.Store {
	t.Helper()
	s, err := bolt.Open(t.Context(), bolt.Config{Dir: t.TempDir(), Key: bolt.MasterKey{1}, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// Shelf opens an empty shelf in a folder of the test.
func Shelf(t testing.TB, clock func() time.Time) store.Shelf {
	t.Helper()
	s, err := shelf.Open(t.Context(), shelf.Config{Dir: t.TempDir(), Key: seal.Key{1}, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Start serves cfg on loopback for as long as the test runs and returns the
// server's address.
func Start(t testing.TB, cfg disserver.Config) string {
	t.Helper()
	s := httptest.NewServer(disserver.New(cfg))
	t.Cleanup(s.Close)
	return s.URL
}

// Do sends a body with Token, bytes as they are and text as JSON, and returns
// status and body of the answer. It works in a test's cleanup, too.
func Do(t testing.TB, client *http.Client, method, url string, body any) (int, []byte) {
	t.Helper()
	var in io.Reader
	media := ""
	switch body := body.(type) {
	case nil:
	case []byte:
		in, media = bytes.NewReader(body), "application/octet-stream"
	case string:
		in, media = strings.NewReader(body), "application/json; charset=utf-8"
	default:
		t.Fatalf("cannot send a %T", body)
	}
	req, err := http.NewRequestWithContext(context.WithoutCancel(t.Context()), method, url, in)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+Token)
	if media != "" {
		req.Header.Set("Content-Type", media)
	}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, data
}
