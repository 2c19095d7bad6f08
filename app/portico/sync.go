package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"portico/app/node"
	"portico/sync/delivery"
	"portico/sync/outbox"
	"portico/sync/store/bolt"
)

type syncResult struct{ outbox.Status }

type retryResult struct {
	Retried int `json:"retried"`
}

func newSync(o *options) *cobra.Command {
	var f storeFlags
	cmd := &cobra.Command{Use: "sync", Short: "Show, run and retry the deliveries to the backend", Args: usage(cobra.NoArgs)}
	f.add(cmd)
	cmd.AddCommand(
		&cobra.Command{
			Use: "status", Short: "Show how many deliveries are owed", Args: usage(cobra.NoArgs),
			RunE: func(cmd *cobra.Command, _ []string) error {
				return f.with(cmd.Context(), o, func(s *bolt.Store) error { return syncStatus(cmd.Context(), o, s) })
			},
		},
		&cobra.Command{
			Use: "run", Short: "Deliver what is owed, now", Args: usage(cobra.NoArgs),
			RunE: func(cmd *cobra.Command, _ []string) error {
				return f.with(cmd.Context(), o, func(s *bolt.Store) error { return syncRun(cmd.Context(), o, s) })
			},
		},
		&cobra.Command{
			Use: "retry", Short: "Make deliveries that were given up due again", Args: usage(cobra.NoArgs),
			RunE: func(cmd *cobra.Command, _ []string) error {
				return f.with(cmd.Context(), o, func(s *bolt.Store) error {
					n, err := s.Outbox().Retry(cmd.Context(), time.Now())
					if err != nil {
						return err
					}
					return o.print(&retryResult{n})
				})
			},
		},
	)
	return cmd
}

func syncStatus(ctx context.Context, o *options, s *bolt.Store) error {
	status, err := outbox.New(s.Outbox(), nil, outbox.Config{}).Status(ctx)
	if err != nil {
		return err
	}
	return o.print(&syncResult{status})
}

// syncRun tries every delivery that is owed once and reports what is left.
func syncRun(ctx context.Context, o *options, s *bolt.Store) error {
	cfg, err := o.load()
	if err != nil {
		return err
	}
	client, err := node.Client(cfg.Backend)
	if err != nil {
		return err
	}
	sender := delivery.New(client, s, delivery.Config{})
	queue := s.Outbox()
	all, err := queue.List(ctx)
	if err != nil {
		return err
	}
	var failed error
	for _, e := range all {
		if e.Dead {
			continue
		}
		save := func(payload []byte) error { e.Payload = payload; return queue.Save(ctx, e) }
		if err := sender.Send(ctx, e, save); err != nil {
			say("delivery %d: %v", e.ID, err)
			failed = errSomeFailed
			continue
		}
		if err := queue.Done(ctx, e.ID); err != nil {
			return err
		}
	}
	if err := syncStatus(ctx, o, s); err != nil {
		return err
	}
	return failed
}

func (r *syncResult) text(w io.Writer) {
	fmt.Fprintf(w, "%d to deliver, %d given up\n", r.Pending, r.Dead)
	if !r.Oldest.IsZero() {
		fmt.Fprintf(w, "the oldest since %s\n", r.Oldest.Local().Format(time.DateTime))
	}
	if r.LastError != "" {
		fmt.Fprintf(w, "last failure: %s\n", r.LastError)
	}
}

func (r *retryResult) text(w io.Writer) { fmt.Fprintf(w, "%d due again\n", r.Retried) }
