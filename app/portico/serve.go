package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"portico/app/control"
	"portico/app/node"
	"portico/sync/audit"
	"portico/sync/disserver"
	"portico/sync/outbox"
	"portico/sync/token"
)

type serveResult struct {
	URL   string `json:"url"`
	Token string `json:"token,omitempty"`
}

type serveFlags struct {
	backendFlags
	listen string
	plain  bool
}

func newServe(o *options) *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve --listen ADDR --data DIR",
		Short: "Answer the DIS contract for kiosks and other clients",
		Long: "Answer the Digital Identity Service contract until interrupted; requests in flight\n" +
			"finish. At the first start of an empty folder, or an empty Redis, a bearer token is made\n" +
			"and shown, once; portico token makes more. Certificates, bounds, metrics and traces are\n" +
			"set in [server] of the configuration.",
		Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return serve(cmd.Context(), o, f) },
	}
	f.add(cmd)
	cmd.Flags().StringVar(&f.listen, "listen", "127.0.0.1:8443", "`ADDRESS` to listen on")
	cmd.Flags().BoolVar(&f.plain, "plain-http", false, "allow plain HTTP beyond loopback, behind a proxy that speaks TLS")
	_ = cmd.MarkPersistentFlagRequired("data")
	return cmd
}

func serve(ctx context.Context, o *options, f serveFlags) (err error) {
	log := slog.Default()
	cfg, err := f.config(o)
	if err != nil {
		return err
	}
	cfg.Server.PlainHTTP = cfg.Server.PlainHTTP || f.plain
	ln, err := node.Listen(f.listen, cfg.Server)
	if err != nil {
		return err
	}
	defer func() { _ = ln.Close() }()
	if err := os.MkdirAll(cfg.Data, 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	backend, err := node.OpenBackend(ctx, cfg, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, backend.Close()) }()
	trail, err := audit.Open(ctx, filepath.Join(cfg.Data, audit.FileName), audit.Config{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, trail.Close()) }()
	authorities, err := node.Authorities(cfg.Data)
	if err != nil {
		return err
	}
	devices, err := cfg.Liveness.Keys()
	if err != nil {
		return err
	}
	p, err := o.engine(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = p.Close() }()
	metrics, err := node.StartMetrics(cfg.Server.Metrics, log)
	if err != nil {
		return err
	}
	defer metrics.Close()
	pictures, err := node.Downloads(cfg.Server)
	if err != nil {
		return err
	}
	traces, err := node.StartTraces(ctx, cfg.Server.Traces)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, traces.Close()) }()
	// The token is shown once, so it is made when nothing else can fail.
	result := &serveResult{URL: ln.URL}
	if result.Token, err = firstToken(ctx, backend.Tokens); err != nil {
		return err
	}
	go backend.Sweep(ctx, log)
	if backend.Vault != nil {
		go answerCommands(ctx, cfg.Data, backend.Vault, log)
	}
	if err := o.print(result); err != nil {
		return err
	}
	return node.Serve(ctx, ln, node.Handler(p, backend, disserver.Config{
		Download:    pictures,
		Authorities: authorities, Devices: devices, Log: log, Audit: trail.Append, Watch: node.Watch(metrics, traces),
		Rate: cfg.Server.Rate, Burst: cfg.Server.Burst,
		Slots: cfg.Server.Slots, Bytes: int64(cfg.Server.Bodies) << 20,
	}))
}

// answerCommands lets an operator reach the store while it is held.
func answerCommands(ctx context.Context, data string, vault *node.Vault, log *slog.Logger) {
	desk := vault.Desk(func() ([]*outbox.Worker, error) { return nil, errors.New("a backend delivers to nobody") })
	desk.Keeps = true
	if err := control.Serve(ctx, data, desk, log); err != nil && ctx.Err() == nil {
		log.Error("commands find no answer", "error", err)
	}
}

// firstToken makes a token where there never was one, and returns its text.
func firstToken(ctx context.Context, book token.Book) (string, error) {
	first, text := token.New(token.Integrator, time.Now())
	if made, err := book.AddFirst(ctx, first); err != nil || !made {
		return "", err
	}
	return text, nil
}

func (r *serveResult) text(w io.Writer) {
	fmt.Fprintf(w, "Serving %s\n", r.URL)
	if r.Token != "" {
		fmt.Fprintf(w, "Token, shown this once: %s\n", r.Token)
	}
}
