package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"

	"github.com/spf13/cobra"

	"portico/app/node"
	"portico/engine/native/assemble"
)

type serveResult struct {
	URL   string `json:"url"`
	Token string `json:"token,omitempty"`
}

func newServe(o *options) *cobra.Command {
	var f storeFlags
	var listen string
	cmd := &cobra.Command{
		Use:   "serve --listen ADDR --data DIR",
		Short: "Answer the DIS contract for kiosks and other clients",
		Long: "Answer the Digital Identity Service contract until interrupted; requests in flight\n" +
			"finish. At the first start of an empty folder a bearer token is made and shown, once.",
		Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return serve(cmd.Context(), o, f, listen) },
	}
	f.add(cmd)
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:8443", "`ADDRESS` to listen on; keep it on loopback behind a TLS proxy")
	_ = cmd.MarkPersistentFlagRequired("data")
	return cmd
}

func serve(ctx context.Context, o *options, f storeFlags, listen string) error {
	log := slog.Default()
	ln, err := net.Listen("tcp", listen)
	if err != nil {
		return fmt.Errorf("%w; name another address with --listen", err)
	}
	defer func() { _ = ln.Close() }()
	if err := os.MkdirAll(f.data, 0o700); err != nil {
		return fmt.Errorf("make the store's folder: %w", err)
	}
	store, err := f.open(ctx, o, false)
	if err != nil {
		return err
	}
	defer func() { _ = store.Close() }()
	authorities, err := node.Authorities(f.data)
	if err != nil {
		return err
	}
	p, err := assemble.Open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = p.Close() }()
	// The token is shown once, so it is made when nothing else can fail.
	tokens, made, err := node.Tokens(f.data)
	if err != nil {
		return err
	}
	go node.Sweep(ctx, store, log)
	if err := o.print(&serveResult{"http://" + ln.Addr().String(), made}); err != nil {
		return err
	}
	return node.Serve(ctx, ln, node.Handler(p, store, tokens, authorities, nil, log))
}

func (r *serveResult) text(w io.Writer) {
	fmt.Fprintf(w, "Serving %s\n", r.URL)
	if r.Token != "" {
		fmt.Fprintf(w, "Token, shown this once: %s\n", r.Token)
	}
}
