package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"portico/models"
)

type modelResult struct {
	models.Model
	State string `json:"state,omitempty"` // whole, or what is wrong
}

func newModels(o *options) *cobra.Command {
	cmd := &cobra.Command{Use: "models", Short: "List, fetch, verify and carry the models", Args: usage(cobra.NoArgs)}
	cmd.AddCommand(
		&cobra.Command{
			Use: "list", Short: "List the models, whose they are and what they were trained on", Args: usage(cobra.NoArgs),
			RunE: func(*cobra.Command, []string) error {
				for _, m := range models.Manifest() {
					if err := o.print(&modelResult{Model: m}); err != nil {
						return err
					}
				}
				return nil
			},
		},
		&cobra.Command{
			Use: "fetch", Short: "Fetch what is missing or damaged, through pip, and verify it", Args: usage(cobra.NoArgs),
			RunE: func(cmd *cobra.Command, _ []string) error {
				return models.Fetch(cmd.Context(), models.Dir(), models.Report(os.Stderr))
			},
		},
		&cobra.Command{
			Use: "bundle FILE", Short: "Write the models into one file, for machines without a network", Args: usage(cobra.ExactArgs(1)),
			RunE: func(cmd *cobra.Command, args []string) error {
				return models.WriteBundle(cmd.Context(), models.Dir(), args[0])
			},
		},
		&cobra.Command{
			Use: "import FILE", Short: "Take the models out of such a file, each compared with its SHA-256", Args: usage(cobra.ExactArgs(1)),
			RunE: func(cmd *cobra.Command, args []string) error {
				return models.ImportBundle(cmd.Context(), models.Dir(), args[0])
			},
		},
		&cobra.Command{
			Use: "verify", Short: "Compare every model with its SHA-256", Args: usage(cobra.NoArgs),
			RunE: func(cmd *cobra.Command, _ []string) error {
				var failed error
				for _, s := range models.Verify(cmd.Context(), models.Dir()) {
					state := "whole"
					if s.Err != nil {
						state, failed = s.Err.Error(), errSomeFailed
					}
					if err := o.print(&modelResult{s.Model, state}); err != nil {
						return err
					}
				}
				return failed
			},
		},
	)
	return cmd
}

func (r *modelResult) text(w io.Writer) {
	if r.State != "" {
		fmt.Fprintf(w, "%-28s %s\n", r.Name, r.State)
		return
	}
	fmt.Fprintf(w, "%-28s %-8s %7.1f MB  %-12s %-9s %s\n", r.Name, r.Version, float64(r.Size)/1e6, r.Licence, r.Policy, r.Purpose)
}
