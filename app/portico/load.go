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

func (t *timings) results(clients int) []*loadResult {
	var all []*loadResult
	for _, name := range t.names {
		r := &loadResult{Operation: name, Clients: clients, Runs: len(t.took[name]), Busy: t.busy[name]}
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

// load measures a backend on loopback, with an empty store of its own, for
// each number of clients: everything of an onboarding and of a face, so many
// times each client.
func load(ctx context.Context, o *options, clients []int, runs int) (err error) {
	in, err := benchPictures()
	if err != nil {
		return err
	}
	p, err := o.engine(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = p.Close() }()
	dir, err := os.MkdirTemp("", "portico-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	say("measuring on %s, %d onboardings a client", in.name, runs)
	for _, n := range clients {
		results, err := loadWith(ctx, o, p, filepath.Join(dir, fmt.Sprint(n)), in, n, runs)
		if err != nil {
			return fmt.Errorf("%d clients: %w", n, err)
		}
		for _, r := range results {
			if err := o.print(r); err != nil {
				return err
			}
		}
	}
	return nil
}

// loadWith measures n clients, each with a token of its own.
func loadWith(ctx context.Context, o *options, p *assemble.Parts, dir string, in benchInput, n, runs int) (all []*loadResult, err error) {
	cfg, err := o.load()
	if err != nil {
		return nil, err
	}
	cfg.Data, cfg.KeyFile, cfg.Key.Source, cfg.Server.Store = filepath.Join(dir, "data"), filepath.Join(dir, "key"), string(masterkey.File), ""
	backend, err := node.OpenBackend(ctx, cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, backend.Close()) }()
	var tokens token.Fixed
	var texts []string
	for range n {
		t, text := token.New(token.Integrator, time.Now())
		tokens, texts = append(tokens, t), append(texts, text)
	}
	ln, err := node.Listen("127.0.0.1:0", cfg.Server)
	if err != nil {
		return nil, err
	}
	serving, stop := context.WithCancel(ctx)
	served := make(chan error, 1)
	go func() {
		served <- node.Serve(serving, ln, node.Handler(p, backend, disserver.Config{Tokens: tokens, Log: slog.New(slog.DiscardHandler)}))
	}()
	defer func() { stop(); err = errors.Join(err, <-served) }()

	times := &timings{took: map[string][]float64{}, busy: map[string]int{}}
	failed := make(chan error, n)
	for _, text := range texts {
		go func() {
			c, err := disclient.New(ln.URL, disclient.Config{Token: text})
			for i := 0; i < runs && err == nil; i++ {
				err = visitor{c, in, times}.visit(ctx)
			}
			failed <- err
		}()
	}
	for range n {
		err = errors.Join(err, <-failed)
	}
	return times.results(n), err
}

func (r *loadResult) text(w io.Writer) {
	fmt.Fprintf(w, "%-32s %d clients   p50 %8.1f ms   p95 %8.1f ms   p99 %8.1f ms   max %8.1f ms   n=%d   busy=%d\n",
		r.Operation, r.Clients, r.P50, r.P95, r.P99, r.Max, r.Runs, r.Busy)
}
