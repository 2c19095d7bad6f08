package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"portico/sync/audit"
)

type auditRow struct{ audit.Record }

type auditVerified struct {
	Records uint64 `json:"records"`
	Head    string `json:"head"`
}

func newAudit(o *options) *cobra.Command {
	var f storeFlags
	cmd := &cobra.Command{
		Use: "audit", Short: "Check and list the audit trail", Args: usage(cobra.NoArgs),
		Long: "Check and list the audit trail of a data folder. It needs no key, and no program to stop.",
	}
	f.add(cmd)
	var head string
	verify := &cobra.Command{
		Use: "verify", Short: "Check that the trail is as it was written", Args: usage(cobra.NoArgs),
		Long: "Check that the trail is as it was written, and name the first record that is not. Whether its\n" +
			"end was cut off only a head that was kept elsewhere can tell: one stands in every case file.",
		RunE: func(cmd *cobra.Command, _ []string) error { return f.verifyTrail(cmd.Context(), o, head) },
	}
	verify.Flags().StringVar(&head, "head", "", "`N:HASH` that the trail must contain")
	cmd.AddCommand(verify, &cobra.Command{
		Use: "list", Short: "List the trail's records, oldest first", Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := f.readTrail(cmd.Context(), o, func(r audit.Record, _ audit.Head) error { return o.print(&auditRow{r}) })
			return err
		},
	})
	return cmd
}

func (f *storeFlags) verifyTrail(ctx context.Context, o *options, text string) error {
	var want audit.Head
	if text != "" {
		var err error
		if want, err = audit.ParseHead(text); err != nil {
			return usageError{fmt.Errorf("--head: %w", err)}
		}
	}
	seen := want == audit.Head{}
	end, err := f.readTrail(ctx, o, func(_ audit.Record, h audit.Head) error {
		seen = seen || h == want
		return nil
	})
	if err != nil {
		return err
	}
	if !seen {
		return fmt.Errorf("%w: it does not contain the head %s", audit.ErrBroken, want)
	}
	return o.print(&auditVerified{end.N, end.String()})
}

func (f *storeFlags) readTrail(ctx context.Context, o *options, each func(audit.Record, audit.Head) error) (audit.Head, error) {
	cfg, err := f.config(o)
	if err != nil {
		return audit.Head{}, err
	}
	file, err := os.Open(filepath.Join(cfg.Data, audit.FileName))
	if errors.Is(err, os.ErrNotExist) {
		return audit.Head{}, fmt.Errorf("there is no audit trail in %s yet", cfg.Data)
	}
	if err != nil {
		return audit.Head{}, err
	}
	defer func() { _ = file.Close() }()
	return audit.Read(ctx, file, each)
}

func (r *auditRow) text(w io.Writer) {
	fmt.Fprintf(w, "%6d  %s  %-9s  %-20s  %s %s %s\n", r.N, r.At.Local().Format(time.DateTime), r.Role, r.What,
		r.Subject, r.Decision, strings.Join(r.Factors, " "))
}

func (r *auditVerified) text(w io.Writer) {
	fmt.Fprintf(w, "%d records, as written; head %s\n", r.Records, r.Head)
}
