package node_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"portico/app/config"
	"portico/app/node"
	"portico/engine/customer"
	"portico/engine/trust"
	"portico/sync/casefile"
	"portico/sync/outbox"
	"portico/sync/webhook"
)

// TestTheCaseReachesTheWebhookWhileTheBackendIsAway: the clerk's verdict and
// the consents arrive signed, each receiver by itself.
func TestTheCaseReachesTheWebhookWhileTheBackendIsAway(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	var posted []byte
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		posted, _ = io.ReadAll(r.Body)
		if r.Header.Get(webhook.SignatureHeader) == "" || r.Header.Get(webhook.KeyHeader) == "" {
			t.Error("the request is not signed, or has no key")
		}
	}))
	t.Cleanup(receiver.Close)
	secret := filepath.Join(dir, "secret")
	if err := os.WriteFile(secret, []byte("between us\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg := config.Config{Data: filepath.Join(dir, "data"), KeyFile: filepath.Join(dir, "key")}
	cfg.Backend.URL = "http://127.0.0.1:1"
	cfg.Webhook.URL, cfg.Webhook.SecretFile = receiver.URL, secret
	log := slog.New(slog.DiscardHandler)
	vault, err := node.OpenStore(ctx, cfg, false, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = vault.Close() })
	c := customer.New("6f1c7c0e-9d1b-4c57-8a5e-3f0f6a4b2c11", time.Now())
	if err := vault.Create(ctx, c); err != nil {
		t.Fatal(err)
	}
	c.State, c.Consents = customer.Finished, []customer.Consent{{Purpose: "onboarding", Given: time.Now()}}
	c.Review = &customer.Review{Decision: trust.Accept, Role: "clerk", At: time.Now()}
	if err := vault.SaveWith(ctx, c, node.Owed(cfg)(c, time.Now())...); err != nil {
		t.Fatal(err)
	}
	client, err := node.Client(cfg.Backend)
	if err != nil {
		t.Fatal(err)
	}
	workers, err := vault.Workers(client, cfg, outbox.Config{Log: log})
	if err != nil {
		t.Fatal(err)
	}
	desk := vault.Desk(func() ([]*outbox.Worker, error) { return workers, nil })
	st, err := desk.Run(ctx)
	if err != nil || st.Pending != 1 || st.Delivered != 1 || !st.Unavailable || len(st.Backends) != 2 {
		t.Errorf("status %+v, %v; want the case delivered and the backend waited for", st, err)
	}
	m, err := casefile.Verify(ctx, bytes.NewReader(posted), int64(len(posted)), nil)
	if err != nil || m.Customer != c.ID {
		t.Fatalf("the posted case is %+v, %v", m, err)
	}
}
