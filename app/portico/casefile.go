package main

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"portico/app/control"
	"portico/sync/casefile"
)

type exported struct {
	File string `json:"file"`
}

type caseVerified struct {
	File string `json:"file"`
	*casefile.Manifest
}

type identityResult struct{ *control.Identity }

func newExport(o *options, f *storeFlags) *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use: "export ID --out FILE", Short: "Write all data and pictures of a customer to a signed file of mode 0600", Args: usage(cobra.ExactArgs(1)),
		Long: "Write everything that is kept of a customer to a ZIP file of mode 0600: the data as JSON, the\n" +
			"pictures, a PDF to print, and a signature over them. It is the person's copy of their data and\n" +
			"the case for a core system. docs/design/casefile.md has the format.",
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.desk(cmd.Context(), o, func(d control.Desk) error {
				if err := export(cmd.Context(), d, args[0], out); err != nil {
					return err
				}
				return o.print(&exported{out})
			})
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "`FILE` to write; it must not exist")
	_ = cmd.MarkFlagRequired("out")
	return cmd
}

// export leaves no file behind where it fails.
func export(ctx context.Context, d control.Desk, id, out string) error {
	f, err := os.OpenFile(out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("write the case file: %w", err)
	}
	err = d.Export(ctx, id, f)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(out))
	}
	return nil
}

func newCaseVerify(o *options) *cobra.Command {
	var public string
	cmd := &cobra.Command{
		Use: "verify FILE --public-key HEX", Short: "Check a case file's signature and content", Args: usage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			key, err := hex.DecodeString(public)
			if err != nil || public != "" && len(key) != ed25519.PublicKeySize {
				return usageError{errors.New("--public-key: write the 64 hexadecimal digits of portico customers key")}
			}
			m, err := verifyCase(cmd.Context(), args[0], key)
			if err != nil {
				return err
			}
			if public == "" {
				say("the file is whole; whose it is, --public-key would tell")
			}
			return o.print(&caseVerified{args[0], m})
		},
	}
	cmd.Flags().StringVar(&public, "public-key", "", "the installation's key (portico customers key)")
	return cmd
}

func verifyCase(ctx context.Context, file string, key ed25519.PublicKey) (*casefile.Manifest, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if len(key) == 0 {
		key = nil
	}
	return casefile.Verify(ctx, f, info.Size(), key)
}

func newIdentity(o *options, f *storeFlags) *cobra.Command {
	return &cobra.Command{
		Use: "key", Short: "Show the public key of this installation's case files and liveness records", Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return f.desk(cmd.Context(), o, func(d control.Desk) error { return printIdentity(cmd.Context(), o, d) })
		},
	}
}

func newClock(o *options, f *storeFlags) *cobra.Command {
	var confirm bool
	cmd := &cobra.Command{
		Use: "clock", Short: "Show the time by which customers age", Args: usage(cobra.NoArgs),
		Long: "Show the time by which customers age. Where the machine's clock jumped further than anything\n" +
			"explains, nothing expires by the jump until a time service or --confirm says that it is right.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return f.desk(cmd.Context(), o, func(d control.Desk) error {
				if confirm {
					if err := d.ConfirmClock(cmd.Context()); err != nil {
						return err
					}
				}
				return printIdentity(cmd.Context(), o, d)
			})
		},
	}
	cmd.Flags().BoolVar(&confirm, "confirm", false, "say that the machine's clock is right")
	return cmd
}

func printIdentity(ctx context.Context, o *options, d control.Desk) error {
	i, err := d.Identity(ctx)
	if err != nil {
		return err
	}
	return o.print(&identityResult{i})
}

func (r *exported) text(w io.Writer) { fmt.Fprintln(w, r.File) }

func (r *caseVerified) text(w io.Writer) {
	fmt.Fprintf(w, "%s: case %s of %s, %d files, as signed by %s\n", r.File, r.Customer, r.Made.Format(time.DateTime), len(r.Files), r.PublicKey)
}

func (r *identityResult) text(w io.Writer) {
	held := ""
	if r.Held {
		held = " (the machine's clock jumped and waits for --confirm)"
	}
	fmt.Fprintf(w, "public key %s\naudit head %s\ntime %s%s\n", r.PublicKey, r.Head, r.Time.Local().Format(time.DateTime), held)
}
