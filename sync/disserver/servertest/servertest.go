// Package servertest starts a real server over a real store, with recognisers
// that see in a picture what its colour says: tests of client, server and
// delivery then know what must come out, without networks or cameras.
package servertest

import (
	"log/slog"
	"net/http/httptest"
	"testing"
	"time"

	"portico/engine/customer"
	"portico/engine/imaging"
	"portico/engine/onboarding"
	"portico/sync/disapi"
	"portico/sync/disserver"
	"portico/sync/store/bolt"
)

// Token is the bearer token that the server takes.
const Token = "dG9rZW46Zm9yLXRlc3Rz"

// Now is the server's time.
var Now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// Config returns what a server needs, with a store in a folder of the test.
func Config(t testing.TB) disserver.Config {
	t.Helper()
	return disserver.Config{
		Engine: onboarding.New(Documents{}, Faces{}, Passive{}, imaging.Limits{}),
		Store:  Store(t),
		Faces:  Faces{},
		Access: disserver.Tokens(disserver.HashToken("another"), disserver.HashToken(Token)),
		Clock:  func() time.Time { return Now },
		Log:    slog.New(slog.DiscardHandler),
		Info: disapi.ActuatorInfo{
			Build: disapi.BuildInfo{Artifact: "portico", Name: "Portico", Group: "portico", Version: "1.0.0", Time: &Now},
			Sam:   disapi.SamInfo{Version: "1.0.0"},
			Iface: disapi.IFaceInfo{Version: "1.0.0", License: disapi.IfaceLicense{Year: "2099", Month: "12", Day: "31"}},
		},
	}
}

// Store opens an empty store that lives as long as the test.
func Store(t testing.TB) customer.Store {
	t.Helper()
	s, err := bolt.Open(t.Context(), bolt.Config{Dir: t.TempDir(), Key: bolt.MasterKey{1}, Clock: func() time.Time { return Now }})
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

// Start serves cfg on loopback for as long as the test runs and returns the
// server's address.
func Start(t testing.TB, cfg disserver.Config) string {
	t.Helper()
	s := httptest.NewServer(disserver.New(cfg))
	t.Cleanup(s.Close)
	return s.URL
}
