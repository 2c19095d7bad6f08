package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"portico/app/masterkey"
	"portico/app/node"
	"portico/engine/native/assemble"
	"portico/sync/disclient"
	"portico/sync/disserver"
	"portico/sync/token"
)

// loadResult is how long an operation took with so many clients, each of which
// sends its next request when it has an answer.
type loadResult struct {
	Operation string  `json:"operation"`
	Store     string  `json:"store"` // folder or redis
	Replicas  int     `json:"replicas"`
	Clients   int     `json:"clients"`
	Runs      int     `json:"runs"` // that were answered
	Busy      int     `json:"busy"` // that were sent away, with 429
	P50       float64 `json:"p50"`  // ms of those that were answered, as are the next three
	P95       float64 `json:"p95"`
	P99       float64 `json:"p99"`
	Max       float64 `json:"max"`
}

// timings are what clients saw. It is safe for concurrent use.
type timings struct {
	mu    sync.Mutex
	took  map[string][]float64
	busy  map[string]int
	names []string // in the order they first came
}

// add notes an answer, or a request that was sent away. Any other error is the
// caller's to tell.
func (t *timings) add(name string, start time.Time, err error) error {
	ms := sinceMillis(start)
	t.mu.Lock()
	defer t.mu.Unlock()
	if !slices.Contains(t.names, name) {
		t.names = append(t.names, name)
	}
	if disclient.HasStatus(err, 429) {
		t.busy[name]++
		return nil
	}
	t.took[name] = append(t.took[name], ms)
	return err
}

func (t *timings) results(l loaded) []*loadResult {
	var all []*loadResult
	for _, name := range t.names {
		r := &loadResult{Operation: name, Store: l.store(), Replicas: l.replicas, Clients: l.clients, Runs: len(t.took[name]), Busy: t.busy[name]}
		if r.Runs > 0 {
			r.P50, r.P95, r.P99, r.Max = percentile(t.took[name], .5), percentile(t.took[name], .95), percentile(t.took[name], .99), percentile(t.took[name], 1)
		}
		all = append(all, r)
	}
	return all
}

// percentile returns the value that the share p of all do not exceed, by the
// nearest rank.
func percentile(values []float64, p float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[int(p*float64(len(sorted)-1)+.5)]
}

// loaded is what a backend is measured with.
type loaded struct {
	clients, replicas int
	redis             string // address; empty: a folder
}

func (l loaded) store() string {
	if l.redis == "" {
		return "folder"
	}
	return "redis"
}

// load measures a backend on loopback with every number of clients and of
// replicas: everything of an onboarding and of a face, so many times each
// client. A folder is new and empty; of a Redis what was there stays.
func load(ctx context.Context, b benchOptions) (err error) {
	in, err := benchPictures()
	if err != nil {
		return err
	}
	p, err := b.engine(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = p.Close() }()
	dir, err := os.MkdirTemp("", "portico-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	say("measuring on %s, %d onboardings a client", in.name, b.runs)
	for _, replicas := range b.replicas {
		for _, clients := range b.clients {
			l := loaded{clients, replicas, b.redis}
			times, err := loadWith(ctx, b, p, dir, in, l)
			if err != nil {
				return fmt.Errorf("%d clients, %d replicas: %w", clients, replicas, err)
			}
			for _, r := range times.results(l) {
				if err := b.print(r); err != nil {
					return err
				}
				at := fmt.Sprintf("REST/operation=%s/store=%s/replicas=%d/clients=%d", r.Operation, r.Store, replicas, clients)
				if err := b.keep(at, times.took[r.Operation]); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// loadWith measures with l. Each client has a token of its own and keeps to
// one replica.
func loadWith(ctx context.Context, b benchOptions, p *assemble.Parts, dir string, in benchInput, l loaded) (_ *timings, err error) {
	var tokens token.Fixed
	var texts []string
	for range l.clients {
		t, text := token.New(token.Integrator, time.Now())
		tokens, texts = append(tokens, t), append(texts, text)
	}
	urls, stop, err := replicas(ctx, b.options, p, dir, tokens, l)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, stop()) }()
	times := &timings{took: map[string][]float64{}, busy: map[string]int{}}
	failed := make(chan error, l.clients)
	for i, text := range texts {
		go func() {
			url := urls[i%len(urls)]
			c, err := disclient.New(url, disclient.Config{Token: text})
			for i := 0; i < b.runs && err == nil; i++ {
				err = visitor{c, url, text, in, times}.visit(ctx)
			}
			failed <- err
		}()
	}
	for range l.clients {
		err = errors.Join(err, <-failed)
	}
	return times, err
}

// replicas starts as many servers as l says, on one engine, and returns their
// addresses and what stops them.
func replicas(ctx context.Context, o *options, p *assemble.Parts, dir string, tokens token.Fixed, l loaded) (urls []string, stop func() error, err error) {
	cfg, err := o.load()
	if err != nil {
		return nil, nil, err
	}
	cfg.KeyFile, cfg.Key.Source, cfg.Server.Store = filepath.Join(dir, "key"), string(masterkey.File), l.redis
	quiet := slog.New(slog.DiscardHandler)
	serving, cancel := context.WithCancel(ctx)
	var stops []func() error
	stop = func() (err error) {
		cancel()
		for _, s := range stops {
			err = errors.Join(err, s())
		}
		return err
	}
	for i := range l.replicas {
		cfg.Data = filepath.Join(dir, fmt.Sprintf("data-%d-%d-%d", l.clients, l.replicas, i))
		backend, err := node.OpenBackend(ctx, cfg, quiet)
		if err != nil {
			return nil, nil, errors.Join(err, stop())
		}
		ln, err := node.Listen("127.0.0.1:0", cfg.Server)
		if err != nil {
			return nil, nil, errors.Join(err, backend.Close(), stop())
		}
		served := make(chan error, 1)
		go func() {
			served <- node.Serve(serving, ln, node.Handler(p, backend, disserver.Config{Tokens: tokens, Log: quiet}))
		}()
		stops = append(stops, func() error { return errors.Join(<-served, backend.Close()) })
		urls = append(urls, ln.URL)
	}
	return urls, stop, nil
}

func (r *loadResult) text(w io.Writer) {
	fmt.Fprintf(w, "%-32s %s   %d replicas   %2d clients   p50 %8.1f ms   p95 %8.1f ms   p99 %8.1f ms   max %8.1f ms   n=%d   busy=%d\n",
		r.Operation, r.Store, r.Replicas, r.Clients, r.P50, r.P95, r.P99, r.Max, r.Runs, r.Busy)
}
