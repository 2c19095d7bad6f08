package node_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"portico/app/config"
	"portico/app/control"
	"portico/app/node"
	"portico/engine/customer"
	"portico/engine/trust"
	"portico/sync/casefile"
	"portico/sync/outbox"
	"portico/sync/store"
	"portico/sync/store/bolt"
	"portico/sync/webhook"
)

// TestTheCaseReachesTheWebhookWhileTheBackendIsAway: the clerk's verdict and
// the consents arrive signed, each receiver by itself.
func TestTheCaseReachesTheWebhookWhileTheBackendIsAway(t *testing.T) {
	ctx := t.Context()
	var posted []byte
	cfg := owing(t, func(_ http.ResponseWriter, r *http.Request) {
		posted, _ = io.ReadAll(r.Body)
		if r.Header.Get(webhook.SignatureHeader) == "" || r.Header.Get(webhook.KeyHeader) == "" {
			t.Error("the request is not signed, or has no key")
		}
	})
	vault := opened(t, cfg)
	c := finished(t, vault.Store, cfg, anna)
	desk, _ := delivering(t, vault, cfg)
	st, err := desk.Run(ctx)
	if err != nil || st.Pending != 1 || st.Delivered != 1 || !st.Unavailable || len(st.Backends) != 2 {
		t.Errorf("status %+v, %v; want the case delivered and the backend waited for", st, err)
	}
	m, err := casefile.Verify(ctx, bytes.NewReader(posted), int64(len(posted)), nil)
	if err != nil || m.Customer != c.ID {
		t.Fatalf("the posted case is %+v, %v", m, err)
	}
}

// Lifetimes go by the store's own time, which nobody can set back: so do the
// warning before their end, and when a delivery is tried again.
func TestAClockThatWasSetBackHidesNoWarningAndHoldsUpNoDelivery(t *testing.T) {
	ctx := t.Context()
	posted := make(chan bool, 1)
	cfg := owing(t, func(http.ResponseWriter, *http.Request) { posted <- true })
	key := bolt.NewMasterKey()
	if err := os.WriteFile(cfg.KeyFile, []byte(hex.EncodeToString(key[:])+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	clocks := store.Reading{Wall: time.Now(), Boot: "before", Up: time.Hour}
	before, err := bolt.Open(ctx, bolt.Config{Dir: cfg.Data, Key: key, Machine: func() store.Reading { return clocks }})
	if err != nil {
		t.Fatal(err)
	}
	finished(t, before, cfg, anna)
	const passed = 9 * 24 * time.Hour
	clocks.Wall, clocks.Up = clocks.Wall.Add(passed), clocks.Up+passed
	queue := before.Outbox()
	owed, err := queue.List(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range owed { // it failed a moment ago
		e.NotBefore = before.Now().Add(time.Millisecond)
		err = errors.Join(err, queue.Save(ctx, e))
	}
	_, swept := before.Sweep(ctx) // which writes the time down
	if err := errors.Join(err, swept, before.Close()); err != nil {
		t.Fatal(err)
	}

	vault := opened(t, cfg) // by the real clock, nine days behind
	if st, err := vault.Desk(unconfigured).Status(ctx); err != nil || st.Late != len(owed) {
		t.Errorf("status %+v, %v without a backend; want %d late", st, err, len(owed))
	}
	desk, workers := delivering(t, vault, cfg)
	if st, err := desk.Status(ctx); err != nil || st.Late != len(owed) || !st.Backends[1].Entries[0].Late {
		t.Errorf("status %+v, %v; want %d late", st, err, len(owed))
	}
	running, stop := context.WithCancel(ctx)
	var done sync.WaitGroup
	for _, w := range workers {
		done.Go(func() { _ = w.Run(running) })
	}
	select {
	case <-posted:
	case <-time.After(10 * time.Second):
		t.Error("the case waits for the clock")
	}
	stop()
	done.Wait()
}

// A customer who cannot be read any more is named, holds up nobody else's
// deliveries, and can be erased.
func TestOneDamagedCustomerHoldsUpNoDelivery(t *testing.T) {
	ctx := t.Context()
	cfg := owing(t, func(http.ResponseWriter, *http.Request) {})
	vault := opened(t, cfg)
	finished(t, vault.Store, cfg, anna)
	finished(t, vault.Store, cfg, boris)
	if err := vault.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(cfg.Data, "keys")
	keys, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	keys[2*128+60] ^= 1 // in anna's slot
	if err := os.WriteFile(file, keys, 0o600); err != nil {
		t.Fatal(err)
	}
	vault = opened(t, cfg)
	desk, _ := delivering(t, vault, cfg)
	if st, err := desk.Run(ctx); err != nil || st.Delivered != 1 || st.Pending != 1 || st.Damaged != 2 {
		t.Errorf("status %+v, %v; want boris's case delivered, his backend waited for, and two that cannot be read", st, err)
	}
	list, err := desk.List(ctx)
	if err != nil || len(list) != 2 || list[0].ID != anna || list[0].State != customer.Damaged {
		t.Errorf("listed %+v, %v; want anna, damaged", list, err)
	}
	if err := errors.Join(desk.Erase(ctx, anna), vault.Close()); err != nil {
		t.Fatal(err)
	}
	vault = opened(t, cfg) // which removes what is left of her
	if st, err := vault.Desk(unconfigured).Status(ctx); err != nil || st.Damaged != 0 {
		t.Errorf("status %+v, %v once anna is erased", st, err)
	}
}

const (
	anna  = "6f1c7c0e-9d1b-4c57-8a5e-3f0f6a4b2c11"
	boris = "6f1c7c0e-9d1b-4c57-8a5e-3f0f6a4b2c12"
)

func unconfigured() ([]*outbox.Worker, error) { return nil, errors.New("no backend is configured") }

// owing is a kiosk whose backend is away and whose cases go to receiver.
func owing(t *testing.T, receiver http.HandlerFunc) config.Config {
	t.Helper()
	server, dir := httptest.NewServer(receiver), t.TempDir()
	t.Cleanup(server.Close)
	secret := filepath.Join(dir, "secret")
	if err := os.WriteFile(secret, []byte("between us\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg := config.Config{Data: filepath.Join(dir, "data"), KeyFile: filepath.Join(dir, "key")}
	cfg.Backend.URL = "http://127.0.0.1:1"
	cfg.Webhook.URL, cfg.Webhook.SecretFile = server.URL, secret
	return cfg
}

// opened is the kiosk's store, closed at the end of the test at the latest.
func opened(t *testing.T, cfg config.Config) *node.Vault {
	t.Helper()
	vault, err := node.OpenStore(t.Context(), cfg, false, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = vault.Close() })
	return vault
}

// delivering is the desk of a kiosk that delivers, and what does it.
func delivering(t *testing.T, vault *node.Vault, cfg config.Config) (*control.Office, []*outbox.Worker) {
	t.Helper()
	client, err := node.Client(cfg.Backend)
	if err != nil {
		t.Fatal(err)
	}
	workers, err := vault.Workers(client, cfg, outbox.Config{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return vault.Desk(func() ([]*outbox.Worker, error) { return workers, nil }), workers
}

// finished keeps a customer whom a clerk accepted, and owes their deliveries.
func finished(t *testing.T, s *bolt.Store, cfg config.Config, id string) *customer.Customer {
	t.Helper()
	c := customer.New(id, time.Now())
	if err := s.Create(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	c.State, c.Consents = customer.Finished, []customer.Consent{{Purpose: "onboarding", Given: time.Now()}}
	c.Review = &customer.Review{Decision: trust.Accept, Role: "clerk", At: time.Now()}
	if err := s.SaveWith(t.Context(), c, node.Owed(cfg)(c)...); err != nil {
		t.Fatal(err)
	}
	return c
}
