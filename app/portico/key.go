package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"portico/app/node"
	"portico/sync/audit"
	"portico/sync/store/bolt"
)

type rotated struct {
	Data string `json:"data"`
}

func newKey(o *options) *cobra.Command {
	var f storeFlags
	cmd := &cobra.Command{Use: "key", Short: "Change the store's master key", Args: usage(cobra.NoArgs)}
	f.add(cmd)
	cmd.AddCommand(&cobra.Command{
		Use: "rotate", Short: "Replace the master key by a new one", Args: usage(cobra.NoArgs),
		Long: "Replace the master key by a new one of the same source, and wrap every customer's key with it.\n" +
			"Stop the program that holds the store first. Interrupted, it can be run again, and the store\n" +
			"opens in between. A credential's successor must be there under its name with .new.",
		RunE: func(cmd *cobra.Command, _ []string) error { return f.rotate(cmd.Context(), o) },
	})
	return cmd
}

func (f *storeFlags) rotate(ctx context.Context, o *options) error {
	cfg, err := f.config(o)
	if err != nil {
		return err
	}
	if !bolt.Exists(cfg.Data) {
		return fmt.Errorf("there is no store in %s yet", cfg.Data)
	}
	if err := node.KeySource(cfg).Rotate(ctx, cfg.Data); err != nil {
		return err
	}
	trail, err := audit.Open(ctx, filepath.Join(cfg.Data, audit.FileName), audit.Config{})
	if err != nil {
		return err
	}
	err = trail.Append(ctx, audit.Event{What: audit.KeyRotated, Role: audit.Operator})
	if err = errors.Join(err, trail.Close()); err != nil {
		return err
	}
	return o.print(&rotated{cfg.Data})
}

func (r *rotated) text(w io.Writer) { fmt.Fprintf(w, "The master key of %s is a new one.\n", r.Data) }
