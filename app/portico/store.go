package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"

	"github.com/spf13/cobra"

	"portico/app/config"
	"portico/app/control"
	"portico/app/node"
	"portico/sync/outbox"
	"portico/sync/store/bolt"
)

// storeFlags choose a store other than the configured one.
type storeFlags struct{ data, keyFile string }

func (f *storeFlags) add(cmd *cobra.Command) {
	cmd.PersistentFlags().StringVar(&f.data, "data", "", "store `FOLDER` (default: the configured one)")
	cmd.PersistentFlags().StringVar(&f.keyFile, "key-file", "", "master key `FILE` (default: the configured one)")
}

// config returns the configuration as the flags change it.
func (f *storeFlags) config(o *options) (config.Config, error) {
	cfg, err := o.load()
	if err != nil {
		return cfg, err
	}
	if f.data != "" {
		cfg.Data = f.data
	}
	if f.keyFile != "" {
		cfg.KeyFile = f.keyFile
	}
	if err := cfg.Validate(); err != nil {
		return cfg, usageError{err}
	}
	return cfg, nil
}

// desk runs do with the desk of the program that holds the store or, where none
// does, with one over the store itself, which must be there.
func (f *storeFlags) desk(ctx context.Context, o *options, do func(control.Desk) error) (err error) {
	cfg, err := f.config(o)
	if err != nil {
		return err
	}
	remote, err := control.Dial(ctx, cfg.Data)
	if err == nil {
		defer func() { err = errors.Join(err, remote.Close()) }()
		return do(remote)
	}
	if !errors.Is(err, control.ErrNobody) {
		return err
	}
	if !bolt.Exists(cfg.Data) {
		return fmt.Errorf("there is no store in %s yet", cfg.Data)
	}
	vault, err := node.OpenStore(ctx, cfg, true, slog.Default())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, vault.Close()) }()
	return do(vault.Desk(sync.OnceValues(func() ([]*outbox.Worker, error) {
		client, err := node.Client(cfg.Backend)
		if err != nil {
			return nil, err
		}
		return vault.Workers(client, cfg, outbox.Config{})
	})))
}
