package delivery_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/imaging"
	"portico/engine/liveness"
	"portico/engine/onboarding"
	"portico/sync/audit"
	"portico/sync/delivery"
	"portico/sync/disapi/contracttest"
	"portico/sync/disclient"
	"portico/sync/disserver"
	"portico/sync/disserver/servertest"
	"portico/sync/outbox"
)

const id = "6f1c7c0e-9d1b-4c57-8a5e-3f0f6a4b2c11"

// kiosk is a store with one finished onboarding that is owed to a backend.
type kiosk struct {
	t     testing.TB
	store customer.Store
	entry outbox.Entry // as the outbox keeps it: a save replaces its payload
}

func finished(t testing.TB, change ...func(*customer.Customer)) *kiosk {
	t.Helper()
	k := &kiosk{t: t, store: servertest.Store(t, servertest.Clock)}
	c := customer.New(id, servertest.Now)
	if err := k.store.Create(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	onboard(t, c)
	for _, f := range change {
		f(c)
	}
	if err := k.store.Save(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	k.entry = delivery.NewEntry(c)
	return k
}

// onboard takes a consent and every picture, and decides.
func onboard(t testing.TB, c *customer.Customer) {
	t.Helper()
	c.Consents = []customer.Consent{{Purpose: "onboarding", Text: "2026-11", Language: "en", Given: servertest.Now}}
	e := onboarding.New(servertest.Documents{}, servertest.Faces{}, servertest.Passive{}, imaging.Limits{})
	ok := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ok(e.SetSelfie(t.Context(), c, servertest.JPEG(t, servertest.Holder)))
	e.StartLiveness(c)
	ok(e.AddLivenessSelfie(t.Context(), c, servertest.JPEG(t, servertest.Holder), liveness.Neutral))
	ok(e.AddLivenessSelfie(t.Context(), c, servertest.JPEG(t, servertest.Smiling), liveness.Smiling))
	ok(e.EvaluateLiveness(t.Context(), c, liveness.Smile))
	e.StartDocument(c, customer.Advice{Countries: []string{"INO"}}, nil, nil)
	ok(e.AddPage(t.Context(), c, servertest.JPEG(t, servertest.Front), []document.Side{document.Front}))
	ok(e.AddPage(t.Context(), c, servertest.JPEG(t, servertest.Back), []document.Side{document.Back}))
	e.Finish(c, servertest.Now)
}

// send tries the delivery once, as the outbox does.
func (k *kiosk) send(ctx context.Context, base string, save func([]byte) error) error {
	k.t.Helper()
	client, err := disclient.New(base, disclient.Config{
		Token: servertest.Token, Timeout: 5 * time.Second, Transport: contracttest.Transport(k.t, &http.Transport{DisableKeepAlives: true}),
	})
	if err != nil {
		k.t.Fatal(err)
	}
	return delivery.New(client, k.store, delivery.Config{Audit: valid}).Send(ctx, k.entry, func(payload []byte) error {
		if save != nil {
			if err := save(payload); err != nil {
				return err
			}
		}
		k.entry.Payload = payload
		return nil
	})
}

// valid is an audit trail that takes what the real one takes.
func valid(_ context.Context, e audit.Event) error { return e.Validate() }

// arrived checks that the backend holds exactly one customer with every part
// once.
func arrived(t *testing.T, backend customer.Store) {
	t.Helper()
	all, err := backend.List(t.Context())
	if err != nil || len(all) != 1 || all[0].ID != id || all[0].State != customer.Finished {
		t.Fatalf("the backend has %+v, %v; want the one customer, finished", all, err)
	}
	c, err := backend.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	whole(t, c)
}

// whole checks that c has every part once.
func whole(t *testing.T, c *customer.Customer) {
	t.Helper()
	if c.Selfie == nil || c.Liveness == nil || c.Document == nil || c.ExternalID != c.ID || c.State != customer.Finished {
		t.Fatalf("selfie %v, liveness %v, document %v, external id %q", c.Selfie != nil, c.Liveness != nil, c.Document != nil, c.ExternalID)
	}
	var assertions []liveness.Assertion
	for _, s := range c.Liveness.Selfies {
		assertions = append(assertions, s.Assertion)
	}
	if fmt.Sprint(assertions) != "[NEUTRAL SMILE]" {
		t.Errorf("liveness selfies %v, want NEUTRAL and SMILE once", assertions)
	}
	if _, ok := c.Liveness.Results[liveness.Smile]; !ok || len(c.Document.Pages) != 2 {
		t.Errorf("smile evaluated: %v, pages: %d", ok, len(c.Document.Pages))
	}
}

func TestDelivery(t *testing.T) {
	cfg := servertest.Config(t)
	k := finished(t)
	if err := k.send(t.Context(), servertest.Start(t, cfg), nil); err != nil {
		t.Fatal(err)
	}
	arrived(t, cfg.Store)
}

var errKilled = errors.New("killed")

// steps is how many the delivery of a whole onboarding has; a test below
// fails when it is not so.
const steps = 11

// TestKilledBetweenSteps stops the sender around every save: before it
// reached the disk, or right after.
func TestKilledBetweenSteps(t *testing.T) {
	for k := range steps {
		for _, reached := range []bool{false, true} {
			t.Run(fmt.Sprintf("step %d saved %v", k+1, reached), func(t *testing.T) {
				t.Parallel()
				cfg := servertest.Config(t)
				base := servertest.Start(t, cfg)
				kiosk := finished(t)
				saves := 0
				err := kiosk.send(t.Context(), base, func(payload []byte) error {
					if saves++; saves <= k {
						return nil
					}
					if reached {
						kiosk.entry.Payload = payload
					}
					return errKilled
				})
				if !errors.Is(err, errKilled) {
					t.Fatalf("ended with %v: are there no %d steps?", err, k+1)
				}
				if err := kiosk.send(t.Context(), base, nil); err != nil {
					t.Fatal(err)
				}
				arrived(t, cfg.Store)
			})
		}
	}
}

// trouble is a backend that behaves badly at one request.
type trouble struct {
	http.Handler
	at   int // which request, from 0
	how  func(w http.ResponseWriter, r *http.Request, next http.Handler)
	seen int
}

func (b *trouble) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.seen++
	if b.seen-1 == b.at {
		b.how(w, r, b.Handler)
		return
	}
	b.Handler.ServeHTTP(w, r)
}

func abort() { panic(http.ErrAbortHandler) }

var troubles = map[string]func(w http.ResponseWriter, r *http.Request, next http.Handler){
	"reset before": func(http.ResponseWriter, *http.Request, http.Handler) { abort() },
	"answer lost": func(_ http.ResponseWriter, r *http.Request, next http.Handler) {
		next.ServeHTTP(httptest.NewRecorder(), r)
		abort()
	},
	"half an answer": func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		rec := httptest.NewRecorder()
		next.ServeHTTP(rec, r)
		w.Header().Set("Content-Length", "1000")
		_, _ = w.Write(rec.Body.Bytes()[:rec.Body.Len()/2])
		abort()
	},
	"500": func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = w.Write([]byte(`{"errorCode":"UNEXPECTED_ERROR","errorMessage":"Brian Bell"}`))
	},
	"never answers": func(_ http.ResponseWriter, r *http.Request, _ http.Handler) {
		_, _ = io.Copy(io.Discard, r.Body) // only then the server notices that the client left
		<-r.Context().Done()
	},
}

// TestTroubleAtEveryRequest has each request of the sequence fail in each
// way, and wants the next try to finish the delivery.
func TestTroubleAtEveryRequest(t *testing.T) {
	for name, how := range troubles {
		for at := range 13 {
			t.Run(fmt.Sprintf("%s at request %d", name, at), func(t *testing.T) {
				t.Parallel()
				cfg := servertest.Config(t)
				b := &trouble{Handler: disserver.New(cfg), at: at, how: how}
				s := httptest.NewServer(b)
				t.Cleanup(s.Close)
				k := finished(t)
				ctx := t.Context()
				if name == "never answers" {
					var stop context.CancelFunc
					ctx, stop = context.WithCancel(ctx)
					b.how = func(w http.ResponseWriter, r *http.Request, next http.Handler) {
						stop()
						how(w, r, next)
					}
				}
				err := k.send(ctx, s.URL, nil)
				if err == nil {
					t.Fatal("the trouble was not noticed: are there not so many requests?")
				}
				if errors.Is(err, outbox.ErrPermanent) || strings.Contains(err.Error(), "Brian") || strings.Contains(err.Error(), id) {
					t.Errorf("failed with %q", err)
				}
				if err := k.send(t.Context(), s.URL, nil); err != nil {
					t.Fatal(err)
				}
				arrived(t, cfg.Store)
			})
		}
	}
}

// TestBackendForgets has the backend lose the customer between two tries: its
// lifetime ended while the kiosk was switched off.
func TestBackendForgets(t *testing.T) {
	for k := 0; k < steps; k += 2 {
		cfg := servertest.Config(t)
		base := servertest.Start(t, cfg)
		kiosk := finished(t)
		saves := 0
		err := kiosk.send(t.Context(), base, func([]byte) error {
			if saves++; saves > k {
				return errKilled
			}
			return nil
		})
		if !errors.Is(err, errKilled) {
			t.Fatal(err)
		}
		if err := cfg.Store.Delete(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		if err := kiosk.send(t.Context(), base, nil); err != nil {
			t.Fatalf("after step %d: %v", k, err)
		}
		if k < steps-1 {
			arrived(t, cfg.Store)
		}
	}
}
