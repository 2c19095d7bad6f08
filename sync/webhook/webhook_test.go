package webhook_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"portico/engine/customer"
	"portico/sync/outbox"
	"portico/sync/webhook"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

const id = "6f1c7c0e-9d1b-4c57-8a5e-3f0f6a4b2c11"

func sender(url string, write func(context.Context, string, io.Writer) error) *webhook.Sender {
	return webhook.New(webhook.Config{
		URL: url, Secret: func() ([]byte, error) { return []byte("Jefe"), nil }, Clock: func() time.Time { return noon }, Write: write,
	})
}

func fixed(_ context.Context, _ string, to io.Writer) error {
	_, err := io.WriteString(to, "case file")
	return err
}

// TestTheSignature was computed with OpenSSL:
// printf '1772366400.KEY-3.case file' | openssl dgst -sha256 -hmac Jefe
func TestTheSignature(t *testing.T) {
	const want = "t=1772366400,v1=d8d8b5094d67443991a4184e242c44e46f126c3793ffcce1157fe89164894e97"
	if got := webhook.Sign([]byte("Jefe"), noon, "KEY-3", []byte("case file")); got != want {
		t.Errorf("Sign = %s, want %s", got, want)
	}
}

// TestAPostedCase is the same request, key and all, each time it is tried.
func TestAPostedCase(t *testing.T) {
	var keys []string
	lose := true
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		key := r.Header.Get(webhook.KeyHeader)
		if got := r.Header.Get(webhook.SignatureHeader); string(body) != "case file" || got != webhook.Sign([]byte("Jefe"), noon, key, body) {
			t.Errorf("body %q, signature %s", body, got)
		}
		keys = append(keys, key)
		if lose {
			lose = false
			panic(http.ErrAbortHandler)
		}
	}))
	t.Cleanup(s.Close)
	c := &customer.Customer{ID: id, Version: 3}
	e := webhook.NewEntry(c)
	if e.Backend != webhook.Backend || e.Key != id {
		t.Errorf("entry %+v", e)
	}
	var unavailable *outbox.UnavailableError
	if err := sender(s.URL, fixed).Send(t.Context(), e, nil); !errors.As(err, &unavailable) {
		t.Errorf("the answer is lost: %v", err)
	}
	if err := sender(s.URL, fixed).Send(t.Context(), e, nil); err != nil {
		t.Fatal(err)
	}
	if len(keys) != 2 || keys[0] != keys[1] || keys[0] != id+"-3" {
		t.Errorf("idempotency keys %q", keys)
	}
}

func TestWhatAReceiverAnswers(t *testing.T) {
	for status, want := range map[int]string{
		200: "done", 202: "done", 204: "done", 302: "dead", 400: "dead", 401: "dead", 409: "again", 413: "dead", 429: "wait", 500: "again", 503: "wait",
	} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "17")
			w.Header().Set("Location", "http://192.0.2.1/")
			w.WriteHeader(status)
		}))
		t.Cleanup(s.Close)
		err := sender(s.URL, fixed).Send(t.Context(), webhook.NewEntry(&customer.Customer{ID: id}), nil)
		var u *outbox.UnavailableError
		got := "again"
		switch {
		case err == nil:
			got = "done"
		case errors.Is(err, outbox.ErrPermanent):
			got = "dead"
		case errors.As(err, &u) && u.RetryAfter == 17*time.Second:
			got = "wait"
		}
		if got != want {
			t.Errorf("%d: %s (%v), want %s", status, got, err, want)
		}
	}
}

func TestWhatCannotBePosted(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("something was posted") }))
	t.Cleanup(s.Close)
	full := errors.New("disk full")
	for name, c := range map[string]struct {
		payload string
		write   error
		want    error
	}{
		"no case":      {"{}", nil, outbox.ErrPermanent},
		"erased":       {`{"customer":"x"}`, customer.ErrNotFound, outbox.ErrPermanent},
		"not readable": {`{"customer":"x"}`, full, full},
	} {
		w := sender(s.URL, func(context.Context, string, io.Writer) error { return c.write })
		if err := w.Send(t.Context(), outbox.Entry{Payload: []byte(c.payload)}, nil); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}
