package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"portico/app/control"
)

type syncResult struct{ *control.Sync }

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
				return f.desk(cmd.Context(), o, func(d control.Desk) error {
					status, err := d.Status(cmd.Context())
					if err != nil {
						return err
					}
					return o.print(&syncResult{status})
				})
			},
		},
		&cobra.Command{
			Use: "run", Short: "Deliver what is owed, now", Args: usage(cobra.NoArgs),
			RunE: func(cmd *cobra.Command, _ []string) error {
				return f.desk(cmd.Context(), o, func(d control.Desk) error { return syncRun(cmd.Context(), o, d) })
			},
		},
		&cobra.Command{
			Use: "retry", Short: "Make deliveries that were given up due again", Args: usage(cobra.NoArgs),
			RunE: func(cmd *cobra.Command, _ []string) error {
				return f.desk(cmd.Context(), o, func(d control.Desk) error {
					n, err := d.Retry(cmd.Context())
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

// syncRun tries every delivery that is owed once and reports what is left,
// which is a failure.
func syncRun(ctx context.Context, o *options, d control.Desk) error {
	status, err := d.Run(ctx)
	if err != nil {
		return err
	}
	if err := o.print(&syncResult{status}); err != nil {
		return err
	}
	if status.Pending > 0 || status.Dead > 0 || status.Damaged > 0 {
		return errSomeFailed
	}
	return nil
}

func (r *syncResult) text(w io.Writer) {
	fmt.Fprintf(w, "%d to deliver, %d under way, %d given up\n", r.Pending, r.Sending, r.Dead)
	if !r.Oldest.IsZero() {
		fmt.Fprintf(w, "the oldest since %s\n", r.Oldest.Local().Format(time.DateTime))
	}
	if !r.LastSuccess.IsZero() {
		fmt.Fprintf(w, "last delivered %s\n", r.LastSuccess.Local().Format(time.DateTime))
	}
	if r.Late > 0 {
		fmt.Fprintf(w, "%d for more than a week: what is not delivered at the end of its lifetime is erased\n", r.Late)
	}
	if r.Damaged > 0 {
		fmt.Fprintf(w, "%d that cannot be read: 'portico customers list' names whose\n", r.Damaged)
	}
	if r.LastError != "" {
		fmt.Fprintf(w, "last failure: %s\n", r.LastError)
	}
	for _, b := range r.Backends {
		for _, e := range b.Entries {
			if e.Dead {
				fmt.Fprintf(w, "given up: %s, %s: %s\n", e.Key, e.Topic, e.Error)
			}
		}
	}
	for _, id := range r.Disagreements {
		fmt.Fprintf(w, "the backend judges otherwise: %s\n", id)
	}
}

func (r *retryResult) text(w io.Writer) { fmt.Fprintf(w, "%d due again\n", r.Retried) }
