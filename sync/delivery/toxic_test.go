package delivery_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"

	"portico/engine/customer"
	"portico/sync/delivery"
	"portico/sync/disclient"
	"portico/sync/disserver/servertest"
	"portico/sync/outbox"
	"portico/sync/store/bolt"
)

// line is a bad connection between a kiosk with three finished onboardings and
// a backend.
type line struct {
	t       *testing.T
	proxy   *toxiproxy.Proxy
	backend customer.Store
	store   *bolt.Store
	now     atomic.Int64 // seconds since servertest.Now, for the kiosk
	ids     []string
}

func (l *line) clock() time.Time {
	return servertest.Now.Add(time.Duration(l.now.Load()) * time.Second)
}

func newLine(t *testing.T) *line {
	t.Helper()
	l := &line{t: t}
	cfg := servertest.Config(t)
	cfg.Queue = time.Minute // a crowded machine is no part of the test
	l.backend = cfg.Store
	upstream, err := url.Parse(servertest.Start(t, cfg))
	if err != nil {
		t.Fatal(err)
	}
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	l.proxy = toxiproxy.NewProxy(server, "line", "127.0.0.1:0", upstream.Host)
	if err := l.proxy.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.proxy.Stop)
	l.store, err = bolt.Open(t.Context(), bolt.Config{Dir: t.TempDir(), Key: bolt.MasterKey{7}, Clock: l.clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.store.Close(); err != nil {
			t.Error(err)
		}
	})
	for i := range 3 {
		c := customer.New(fmt.Sprintf("6f1c7c0e-9d1b-4c57-8a5e-3f0f6a4b2c%02d", i), servertest.Now)
		if err := l.store.Create(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		onboard(t, c)
		if err := l.store.SaveWith(t.Context(), c, delivery.NewEntry(c)); err != nil {
			t.Fatal(err)
		}
		l.ids = append(l.ids, c.ID)
	}
	return l
}

// toxic makes the line bad; direction is upstream or downstream.
func (l *line) toxic(direction, kind string, toxicity float64, attributes map[string]any) {
	l.t.Helper()
	data, err := json.Marshal(map[string]any{"type": kind, "stream": direction, "toxicity": toxicity, "attributes": attributes})
	if err != nil {
		l.t.Fatal(err)
	}
	if _, err := l.proxy.Toxics.AddToxicJson(strings.NewReader(string(data))); err != nil {
		l.t.Fatal(err)
	}
}

// worker is the kiosk's, over the line.
func (l *line) worker(queue outbox.Queue, stall time.Duration) *outbox.Worker {
	l.t.Helper()
	client, err := disclient.New("http://"+l.proxy.Listen, disclient.Config{
		Token: servertest.Token, Timeout: stall, Transport: &http.Transport{DisableKeepAlives: true},
	})
	if err != nil {
		l.t.Fatal(err)
	}
	return outbox.New(queue, delivery.New(client, l.store, delivery.Config{Clock: l.clock}), outbox.Config{
		Probe: 10 * time.Millisecond, MaxDelay: 10 * time.Millisecond, Clock: time.Now, Log: slog.New(slog.DiscardHandler),
	})
}

// emptied is a queue that tells when everything was acknowledged.
type emptied struct {
	outbox.Queue
	left *atomic.Int32
	done chan struct{}
}

func (q emptied) Done(ctx context.Context, entry uint64) error {
	err := q.Queue.Done(ctx, entry)
	if err == nil && q.left.Add(-1) == 0 {
		close(q.done)
	}
	return err
}

// run delivers over the line until nothing is owed.
func (l *line) run(stall time.Duration) {
	l.t.Helper()
	q := emptied{l.store.Outbox(), &atomic.Int32{}, make(chan struct{})}
	q.left.Store(int32(len(l.ids)))
	w := l.worker(q, stall)
	ctx, stop := context.WithTimeout(l.t.Context(), 30*time.Second)
	defer stop()
	ended := make(chan error)
	go func() { ended <- w.Run(ctx) }()
	select {
	case <-q.done:
	case <-ctx.Done():
		st, _ := w.Status(l.t.Context())
		l.t.Errorf("not delivered: %+v", st)
	}
	stop()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		l.t.Error(err)
	}
}

// arrivedOnce checks that the backend has every customer once and whole.
func (l *line) arrivedOnce() {
	l.t.Helper()
	all, err := l.backend.List(l.t.Context())
	if err != nil || len(all) != len(l.ids) {
		l.t.Fatalf("the backend has %d customers, %v; want %d", len(all), err, len(l.ids))
	}
	for _, id := range l.ids {
		c, err := l.backend.Get(l.t.Context(), id)
		if err != nil {
			l.t.Fatal(err)
		}
		whole(l.t, c)
	}
	owed, err := l.store.Outbox().List(l.t.Context())
	if err != nil || len(owed) != 0 {
		l.t.Errorf("%d deliveries are still owed, %v", len(owed), err)
	}
}

// TestDeliveredOnceOverABadLine has several customers under way at once over
// a line that is bad in each way.
func TestDeliveredOnceOverABadLine(t *testing.T) {
	for name, c := range map[string]struct {
		direction, kind string
		toxicity        float64
		attributes      map[string]any
	}{
		"latency":                   {"downstream", "latency", 1, map[string]any{"latency": 20, "jitter": 20}},
		"narrow":                    {"upstream", "bandwidth", 1, map[string]any{"rate": 100}},
		"in crumbs":                 {"upstream", "slicer", 1, map[string]any{"average_size": 400, "size_variation": 300, "delay": 10}},
		"cut in the head":           {"upstream", "limit_data", .3, map[string]any{"bytes": 60}},
		"cut in mid-body":           {"upstream", "limit_data", .3, map[string]any{"bytes": 700}},
		"reset":                     {"upstream", "reset_peer", .3, map[string]any{"timeout": 0}},
		"reset while answered":      {"downstream", "reset_peer", .3, map[string]any{"timeout": 0}},
		"answer lost after success": {"downstream", "limit_data", .3, map[string]any{"bytes": 0}},
		"half an answer":            {"downstream", "limit_data", .3, map[string]any{"bytes": 120}},
		"answers hang":              {"downstream", "timeout", .2, map[string]any{"timeout": 0}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLine(t)
			l.toxic(c.direction, c.kind, c.toxicity, c.attributes)
			stall := 20 * time.Second
			if c.kind == "timeout" {
				stall = time.Second
			}
			l.run(stall)
			l.arrivedOnce()
		})
	}
}

// TestHoursOfDowntime: the line is cut for a day of the kiosk's time, a try
// every quarter of an hour; nothing is given up, and once the line is back
// everything arrives.
func TestHoursOfDowntime(t *testing.T) {
	l := newLine(t)
	address := l.proxy.Listen
	l.proxy.Stop()
	w := l.worker(l.store.Outbox(), time.Second)
	for range 24 * 4 {
		l.now.Add(15 * 60)
		if err := w.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	st, err := w.Status(t.Context())
	if err != nil || st.Pending != len(l.ids) || st.Dead != 0 || !st.Unavailable {
		t.Fatalf("after a day: %+v, %v; want all waiting and none given up", st, err)
	}
	l.proxy.Listen = address
	if err := l.proxy.Start(); err != nil {
		t.Fatal(err)
	}
	l.run(20 * time.Second)
	l.arrivedOnce()
}

// TestDeliveredTwice: the entry comes again from its beginning after
// everything arrived, as from a copy of the kiosk's folder.
func TestDeliveredTwice(t *testing.T) {
	cfg := servertest.Config(t)
	k := finished(t)
	first := k.entry
	base := servertest.Start(t, cfg)
	for range 3 {
		k.entry = first
		if err := k.send(t.Context(), base, nil); err != nil {
			t.Fatal(err)
		}
	}
	arrived(t, cfg.Store)
}
