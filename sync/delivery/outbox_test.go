package delivery_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"portico/engine/customer"
	"portico/sync/delivery"
	"portico/sync/disclient"
	"portico/sync/disserver"
	"portico/sync/disserver/servertest"
	"portico/sync/outbox"
	"portico/sync/store/bolt"
)

// watched is a queue that tells when an entry was acknowledged.
type watched struct {
	outbox.Queue
	acknowledged chan struct{}
}

func (q watched) Done(ctx context.Context, entry uint64) error {
	err := q.Queue.Done(ctx, entry)
	if err == nil {
		close(q.acknowledged)
	}
	return err
}

// TestThroughTheOutboxAcrossARestart owes a delivery to a backend that is
// down, switches the kiosk off while it waits, and wants the delivery made
// once both are back.
func TestThroughTheOutboxAcrossARestart(t *testing.T) {
	cfg := servertest.Config(t)
	backend := disserver.New(cfg)
	var down atomic.Bool
	down.Store(true)
	refused := make(chan struct{}, 100)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if down.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			refused <- struct{}{}
			return
		}
		backend.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)

	dir := t.TempDir()
	open := func() *bolt.Store {
		t.Helper()
		store, err := bolt.Open(t.Context(), bolt.Config{Dir: dir, Key: bolt.MasterKey{7}, Clock: func() time.Time { return servertest.Now }})
		if err != nil {
			t.Fatal(err)
		}
		return store
	}
	// work delivers what store owes until until is closed, and closes the store.
	work := func(store *bolt.Store, q outbox.Queue, until <-chan struct{}) {
		t.Helper()
		client, err := disclient.New(s.URL, disclient.Config{Token: servertest.Token})
		if err != nil {
			t.Fatal(err)
		}
		worker := outbox.New(q, delivery.New(client, store, delivery.Config{}), outbox.Config{Probe: time.Millisecond})
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- worker.Run(ctx) }()
		<-until
		stop()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		if err := store.Close(); err != nil {
			t.Fatal(err)
		}
	}

	store := open()
	c := customer.New(id, servertest.Now)
	if err := store.Create(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	onboard(t, c)
	if err := store.SaveWith(t.Context(), c, delivery.NewEntry(c)); err != nil {
		t.Fatal(err)
	}
	work(store, store.Outbox(), refused)

	down.Store(false)
	store = open()
	q := watched{store.Outbox(), make(chan struct{})}
	if owed, err := q.List(t.Context()); err != nil || len(owed) != 1 {
		t.Fatalf("after the restart %d deliveries are owed, %v; want 1", len(owed), err)
	}
	if _, err := q.Retry(t.Context(), servertest.Now); err != nil {
		t.Fatal(err)
	}
	work(store, q, q.acknowledged)
	arrived(t, cfg.Store)
}
