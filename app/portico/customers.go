package main

import (
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"portico/app/config"
	"portico/app/node"
	"portico/engine/customer"
	"portico/engine/trust"
	"portico/sync/disapi"
	"portico/sync/disview"
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

// open opens the store; to inspect it, it must be there and is left as found.
func (f *storeFlags) open(ctx context.Context, o *options, inspect bool) (*bolt.Store, error) {
	cfg, err := f.config(o)
	if err != nil {
		return nil, err
	}
	if inspect && !bolt.Exists(cfg.Data) {
		return nil, fmt.Errorf("there is no store in %s yet", cfg.Data)
	}
	return node.OpenStore(ctx, cfg.Data, cfg.KeyFile, cfg.Privacy, inspect, slog.Default())
}

// with runs do with the store and closes it.
func (f *storeFlags) with(ctx context.Context, o *options, do func(*bolt.Store) error) error {
	s, err := f.open(ctx, o, true)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	return do(s)
}

type summaryRow struct{ customer.Summary }

type customerResult struct {
	ID       string             `json:"id"`
	State    customer.State     `json:"state"`
	Created  time.Time          `json:"created"`
	Customer disapi.Customer    `json:"customer"`
	Verdict  *trust.Verdict     `json:"verdict,omitempty"`
	Review   *customer.Review   `json:"review,omitempty"`
	Consents []customer.Consent `json:"consents,omitempty"`
}

// exportResult is the subject-access copy: all data and all pictures.
type exportResult struct {
	customerResult
	Pictures map[customer.Blob]string `json:"pictures"` // base64
}

func newCustomers(o *options) *cobra.Command {
	var f storeFlags
	cmd := &cobra.Command{Use: "customers", Short: "List, show, export and erase the customers in the store", Args: usage(cobra.NoArgs)}
	f.add(cmd)
	cmd.AddCommand(
		&cobra.Command{
			Use: "list", Short: "List the customers, without personal data", Args: usage(cobra.NoArgs),
			RunE: func(cmd *cobra.Command, _ []string) error {
				return f.with(cmd.Context(), o, func(s *bolt.Store) error { return listCustomers(cmd.Context(), o, s) })
			},
		},
		&cobra.Command{
			Use: "show ID", Short: "Show what is known of a customer", Args: usage(cobra.ExactArgs(1)),
			RunE: func(cmd *cobra.Command, args []string) error {
				return f.with(cmd.Context(), o, func(s *bolt.Store) error {
					c, err := s.Get(cmd.Context(), args[0])
					if err != nil {
						return err
					}
					return o.print(shown(c))
				})
			},
		},
		newExport(o, &f),
		&cobra.Command{
			Use: "erase ID", Short: "Erase a customer beyond recovery", Args: usage(cobra.ExactArgs(1)),
			RunE: func(cmd *cobra.Command, args []string) error {
				return f.with(cmd.Context(), o, func(s *bolt.Store) error {
					if _, err := s.Get(cmd.Context(), args[0]); err != nil {
						return err
					}
					return s.Delete(cmd.Context(), args[0])
				})
			},
		},
	)
	return cmd
}

func newExport(o *options, f *storeFlags) *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use: "export ID --out FILE", Short: "Write all data and pictures of a customer to a file of mode 0600", Args: usage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.with(cmd.Context(), o, func(s *bolt.Store) error { return export(cmd.Context(), s, args[0], out) })
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "`FILE` to write; it must not exist")
	_ = cmd.MarkFlagRequired("out")
	return cmd
}

func listCustomers(ctx context.Context, o *options, s *bolt.Store) error {
	all, err := s.List(ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		say("no customers")
	}
	for _, row := range all {
		if err := o.print(summaryRow{row}); err != nil {
			return err
		}
	}
	return nil
}

func export(ctx context.Context, s *bolt.Store, id, out string) error {
	c, err := s.Get(ctx, id)
	if err != nil {
		return err
	}
	e := exportResult{*shown(c), map[customer.Blob]string{}}
	for _, b := range c.Blobs() {
		data, err := s.Blob(ctx, id, b)
		if err != nil {
			return fmt.Errorf("read picture %s: %w", b, err)
		}
		e.Pictures[b] = base64.StdEncoding.EncodeToString(data)
	}
	return writeNew(filepath.Clean(out), e)
}

func shown(c *customer.Customer) *customerResult {
	return &customerResult{c.ID, c.State, c.Created, disview.Customer(c, time.Now()), c.Verdict, c.Review, c.Consents}
}

func (r summaryRow) text(w io.Writer) {
	fmt.Fprintf(w, "%s  %-11s  %-6s  since %s, until %s\n", r.ID, r.State, r.Decision,
		r.Created.Local().Format(time.DateTime), r.Expires.Local().Format(time.DateTime))
}

func (r *customerResult) text(w io.Writer) {
	fmt.Fprintf(w, "%s, %s since %s\n", r.ID, r.State, r.Created.Local().Format(time.DateTime))
	for _, line := range []struct {
		name  string
		value *disapi.MultiValueAttribute
	}{{"given names", r.Customer.GivenNames}, {"surname", r.Customer.Surname}, {"date of birth", r.Customer.DateOfBirth}} {
		if line.value != nil {
			fmt.Fprintf(w, "  %s: %s\n", line.name, cmp.Or(line.value.VisualZone, line.value.MRZ))
		}
	}
	if r.Verdict != nil {
		fmt.Fprintf(w, "  %s: %v\n", r.Verdict.Decision, r.Verdict.Reasons)
	}
	if r.Review != nil {
		fmt.Fprintf(w, "  clerk: %s\n", r.Review.Decision)
	}
}
