package delivery_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"portico/engine/customer"
	"portico/engine/liveness"
	"portico/engine/liveness/record"
	"portico/engine/trust"
	"portico/sync/audit"
	"portico/sync/delivery"
	"portico/sync/disclient"
	"portico/sync/disserver"
	"portico/sync/disserver/servertest"
	"portico/sync/outbox"
)

// between answers some requests itself, as answer says, and leaves the others
// to the backend.
func between(t *testing.T, cfg disserver.Config, answer func(w http.ResponseWriter, r *http.Request) bool) string {
	t.Helper()
	h := disserver.New(cfg)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !answer(w, r) {
			h.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// outcome is what k's store says became of the delivery.
func (k *kiosk) outcome() customer.Delivery {
	k.t.Helper()
	c, err := k.store.Get(k.t.Context(), id)
	if err != nil || len(c.Deliveries) != 1 {
		k.t.Fatalf("deliveries %+v, %v; want one", c.Deliveries, err)
	}
	return c.Deliveries[0]
}

// TestDisagreementIsFlagged: whom we accept a backend must find nothing wrong
// with, and whom we reject something.
func TestDisagreementIsFlagged(t *testing.T) {
	inspections := map[string]string{
		"/inspect":          `{"selfieInspection":{"similarityWith":{"documentPortrait":false,"livenessSelfies":true}},"security":{"videoInjection":{"evaluated":false}}}`,
		"/document/inspect": `{"expired":true,"mrzInspection":{"valid":false},"pageTampering":{"front":{"looksLikeScreenshot":true}}}`,
	}
	fine := map[string]string{"/inspect": `{"security":{"videoInjection":{"evaluated":false}}}`, "/document/inspect": `{"expired":false}`}
	for name, c := range map[string]struct {
		decision trust.Decision
		backend  map[string]string
		want     []string
	}{
		"accepted, and much is wrong":   {trust.Accept, inspections, []string{"document.expired", "document.mrz", "document.screen", "selfie.documentPortrait"}},
		"accepted, and nothing is":      {trust.Accept, fine, nil},
		"rejected, and nothing is":      {trust.Reject, fine, []string{"backend.findsNothing"}},
		"rejected, and much is wrong":   {trust.Reject, inspections, nil},
		"not decided, much is wrong":    {trust.Review, inspections, nil},
		"not decided, nothing is wrong": {trust.Review, fine, nil},
	} {
		t.Run(name, func(t *testing.T) {
			url := between(t, servertest.Config(t), func(w http.ResponseWriter, r *http.Request) bool {
				_, rest, _ := strings.Cut(r.URL.Path, id)
				body, ok := c.backend[rest]
				if ok {
					_, _ = w.Write([]byte(body))
				}
				return ok
			})
			k := finished(t, func(cust *customer.Customer) { cust.Verdict = &trust.Verdict{Decision: c.decision} })
			var told []audit.Event
			err := sendPlainly(t, k, url, delivery.Config{Audit: func(_ context.Context, e audit.Event) error {
				told = append(told, e)
				return e.Validate()
			}})
			if err != nil {
				t.Fatal(err)
			}
			got := k.outcome().Differs
			slices.Sort(got)
			if !slices.Equal(got, c.want) {
				t.Errorf("differs %q, want %q", got, c.want)
			}
			all, err := k.store.List(t.Context())
			if err != nil || all[0].Disagrees != (c.want != nil) || (len(told) == 1) != (c.want != nil) {
				t.Errorf("the list says %+v, the trail %+v, %v", all, told, err)
			}
		})
	}
}

// TestStoreNotSupportedIsNotDone: a 404 there means that the backend has no
// such operation, and that is on record.
func TestStoreNotSupportedIsNotDone(t *testing.T) {
	url := between(t, servertest.Config(t), func(w http.ResponseWriter, r *http.Request) bool {
		lacks := strings.HasSuffix(r.URL.Path, "/store")
		if lacks {
			http.NotFound(w, r)
		}
		return lacks
	})
	k := finished(t)
	if err := sendPlainly(t, k, url, delivery.Config{}); err != nil {
		t.Fatal(err)
	}
	if out := k.outcome(); !slices.Equal(out.NotDelivered, []string{"store"}) {
		t.Errorf("not delivered %q, want store", out.NotDelivered)
	}
}

// TestABackendThatForgetsAgainAndAgain is started over three times, and then
// somebody must look; a retry by hand begins anew.
func TestABackendThatForgetsAgainAndAgain(t *testing.T) {
	cfg := servertest.Config(t)
	creations, forgets := 0, true
	url := between(t, cfg, func(_ http.ResponseWriter, r *http.Request) bool {
		switch {
		case r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, id):
			creations++
		case forgets && strings.HasSuffix(r.URL.Path, "/selfie"):
			if err := cfg.Store.Delete(r.Context(), id); err != nil {
				t.Error(err)
			}
		}
		return false
	})
	k := finished(t)
	if err := sendPlainly(t, k, url, delivery.Config{}); kind(err) != "give up" || creations != 4 {
		t.Errorf("%v after %d creations; want to give up after the first and three more", err, creations)
	}
	forgets = false
	if err := sendPlainly(t, k, url, delivery.Config{}); err != nil {
		t.Fatalf("retried by hand: %v", err)
	}
	arrived(t, cfg.Store)
}

// sealedTake gives a finished customer a record of an approach that was kept.
func sealedTake(t *testing.T, key ed25519.PrivateKey) func(*customer.Customer) {
	return func(c *customer.Customer) {
		r := record.Record{Kind: liveness.MagnifEye, Session: id, Nonce: record.Nonce{1}, Created: servertest.Now}
		for i := range 8 {
			r.Frames = append(r.Frames, record.Frame{At: time.Duration(i) * 80 * time.Millisecond, Image: servertest.JPEG(t, servertest.Holder)})
		}
		data, err := record.Seal(r, key)
		if err != nil {
			t.Fatal(err)
		}
		const name = "0b8f6f3e-5d0c-4f3a-9a53-5b6a4f0f7f01"
		c.Liveness.Selfies = append(c.Liveness.Selfies, customer.LivenessSelfie{
			Assertion: liveness.Approaching, Record: name, Image: c.Attach(servertest.JPEG(t, servertest.Holder)),
		})
		c.Liveness.Takes = []customer.Take{{Record: name, Sealed: c.Attach(data), Result: liveness.Result{Kind: liveness.MagnifEye}}}
		c.Liveness.Results[liveness.MagnifEye] = c.Liveness.Takes[0].Result
	}
}

// TestRecordsGoToPorticoOnly: a backend that says so gets the record itself,
// once even if the answer is lost; any other the picture.
func TestRecordsGoToPorticoOnly(t *testing.T) {
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	stranger := ed25519.NewKeyFromSeed([]byte("somebody else's, 32 bytes of it!"))
	for name, c := range map[string]struct {
		devices  []ed25519.PublicKey
		lost     bool // the answer to the record
		missing  []string
		pictures string // assertions at the backend
	}{
		"portico that knows the kiosk": {[]ed25519.PublicKey{key.Public().(ed25519.PublicKey)}, false, nil, "NEUTRAL SMILE MAGNIFEYE"},
		"its answer is lost":           {[]ed25519.PublicKey{key.Public().(ed25519.PublicKey)}, true, nil, "NEUTRAL SMILE MAGNIFEYE"},
		"portico that does not":        {[]ed25519.PublicKey{stranger.Public().(ed25519.PublicKey)}, false, []string{"liveness.MAGNIFEYE_LIVENESS"}, "NEUTRAL SMILE"},
		"another backend":              {nil, false, []string{"liveness.MAGNIFEYE_LIVENESS"}, "NEUTRAL SMILE NONE"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := servertest.Config(t)
			cfg.Devices = c.devices
			lose := c.lost
			h := disserver.New(cfg)
			url := between(t, cfg, func(_ http.ResponseWriter, r *http.Request) bool {
				if strings.HasSuffix(r.URL.Path, "/records") && lose {
					lose = false
					h.ServeHTTP(httptest.NewRecorder(), r)
					abort()
				}
				return false
			})
			k := finished(t, sealedTake(t, key))
			err := k.send(t.Context(), url, nil)
			if c.lost {
				if kind(err) != "nobody there" {
					t.Fatalf("the lost answer was not noticed: %v", err)
				}
				err = k.send(t.Context(), url, nil)
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := k.outcome().NotDelivered; !slices.Equal(got, c.missing) {
				t.Errorf("not delivered %q, want %q", got, c.missing)
			}
			at, err := cfg.Store.Get(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			var words []string
			for _, s := range at.Liveness.Selfies {
				words = append(words, string(s.Assertion))
			}
			if got := strings.Join(words, " "); got != c.pictures {
				t.Errorf("the backend has %s, want %s", got, c.pictures)
			}
		})
	}
}

// TestHeadOfTheTrailGoesOut: a Portico backend keeps in its own trail where the
// kiosk's ended; where that cannot be read, the delivery waits.
func TestHeadOfTheTrailGoesOut(t *testing.T) {
	head := "41:" + strings.Repeat("0f", 32)
	cfg := servertest.Config(t)
	var kept []string
	cfg.Audit = func(_ context.Context, e audit.Event) error {
		if e.What == audit.Decided {
			kept = append(kept, e.Head)
		}
		return e.Validate()
	}
	url := servertest.Start(t, cfg)
	k := finished(t)
	unreadable := errors.New("the trail cannot be read")
	err := sendPlainly(t, k, url, delivery.Config{Head: func(context.Context) (string, error) { return "", unreadable }})
	if !errors.Is(err, unreadable) || len(kept) > 0 {
		t.Errorf("without a trail: %v, kept %q", err, kept)
	}
	if err := sendPlainly(t, k, url, delivery.Config{Head: func(context.Context) (string, error) { return head, nil }}); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(kept, []string{head}) {
		t.Errorf("the backend keeps %q, want %q", kept, head)
	}
}

// TestTheGenerationBefore: pages are read, the selfie is compared with the
// portrait; a smile has no call there and counts as not delivered.
func TestTheGenerationBefore(t *testing.T) {
	var calls []string
	url := between(t, servertest.Config(t), func(_ http.ResponseWriter, r *http.Request) bool {
		calls = append(calls, r.Method+" "+r.URL.Path)
		return false
	})
	k := finished(t)
	if err := sendPlainly(t, k, url, delivery.Config{Generation: delivery.V6}); err != nil {
		t.Fatal(err)
	}
	want := []string{"POST /document/api/v5/document/ocr", "POST /document/api/v5/document/ocr", "POST /core/api/v6/face/verify"}
	if !slices.Equal(calls, want) {
		t.Errorf("calls %q, want %q", calls, want)
	}
	if out := k.outcome(); !slices.Equal(out.NotDelivered, []string{"liveness.SMILE_LIVENESS", "store"}) {
		t.Errorf("not delivered %q, want the smile and keeping", out.NotDelivered)
	}
}

// TestWithdrawnConsent: the backend's customer is deleted, also when it never
// had one, and as often as an outage needs.
func TestWithdrawnConsent(t *testing.T) {
	cfg := servertest.Config(t)
	down := true
	url := between(t, cfg, func(w http.ResponseWriter, _ *http.Request) bool {
		if down {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		return down
	})
	client, err := disclient.New(url, disclient.Config{Token: servertest.Token})
	if err != nil {
		t.Fatal(err)
	}
	k := finished(t)
	down = false
	if err := k.send(t.Context(), url, nil); err != nil {
		t.Fatal(err)
	}
	down = true
	s, e := delivery.New(client, k.store, delivery.Config{}), delivery.NewWithdrawal(id)
	var unavailable *outbox.UnavailableError
	if err := s.Send(t.Context(), e, nil); !errors.As(err, &unavailable) {
		t.Errorf("while the backend is away: %v", err)
	}
	if _, err := k.store.Get(t.Context(), id); !errors.Is(err, customer.ErrNotFound) {
		t.Errorf("the record is still here: %v", err)
	}
	down = false
	for range 2 {
		if err := s.Send(t.Context(), e, nil); err != nil {
			t.Fatal(err)
		}
	}
	if all, err := cfg.Store.List(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("the backend still has %+v, %v", all, err)
	}
}
