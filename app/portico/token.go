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

	"portico/app/config"
	"portico/app/node"
	"portico/sync/audit"
	"portico/sync/token"
)

// backendFlags choose where the backend keeps what it has.
type backendFlags struct {
	storeFlags
	redis string
}

func (f *backendFlags) add(cmd *cobra.Command) {
	f.storeFlags.add(cmd)
	cmd.PersistentFlags().StringVar(&f.redis, "store", "", "`ADDRESS` of a Redis that servers share, redis://host:6379/0 (default: the data folder)")
}

func (f *backendFlags) config(o *options) (config.Config, error) {
	cfg, err := f.storeFlags.config(o)
	if err == nil && f.redis != "" {
		cfg.Server.Store = f.redis
	}
	return cfg, err
}

type tokenRow struct {
	ID      string     `json:"id"`
	Token   string     `json:"token,omitempty"` // when it is made, the only time
	Role    token.Role `json:"role"`
	Name    string     `json:"name,omitempty"`
	Group   string     `json:"group,omitempty"`
	Created time.Time  `json:"created"`
	Expires time.Time  `json:"expires,omitzero"`
}

func newToken(o *options) *cobra.Command {
	var f backendFlags
	cmd := &cobra.Command{
		Use: "token", Short: "Say who may come in to a backend", Args: usage(cobra.NoArgs),
		Long: "Say who may come in to a backend. Its data folder, or its Redis, keeps a hash of each\n" +
			"token; a running backend sees a change at once.",
	}
	f.add(cmd)
	cmd.AddCommand(
		newTokenCreate(o, &f),
		&cobra.Command{
			Use: "list", Short: "List the tokens, without what opens", Args: usage(cobra.NoArgs),
			RunE: func(cmd *cobra.Command, _ []string) error {
				return f.withTokens(cmd.Context(), o, func(book token.Book, _ teller) error {
					all, err := book.List(cmd.Context())
					for _, t := range all {
						if err := o.print(row(t, "")); err != nil {
							return err
						}
					}
					return err
				})
			},
		},
		&cobra.Command{
			Use: "revoke ID", Short: "Let a token in no more", Args: usage(cobra.ExactArgs(1)),
			RunE: func(cmd *cobra.Command, args []string) error {
				return f.withTokens(cmd.Context(), o, func(book token.Book, tell teller) error {
					if err := book.Revoke(cmd.Context(), args[0]); err != nil {
						return err
					}
					return tell(audit.TokenRevoked, args[0])
				})
			},
		},
	)
	return cmd
}

func newTokenCreate(o *options, f *backendFlags) *cobra.Command {
	var role, name, group string
	var life time.Duration
	cmd := &cobra.Command{
		Use: "create --role ROLE", Short: "Make a token and show it, once", Args: usage(cobra.NoArgs),
		Long: "Make a token and show it, once. A kiosk brings customers in; an integrator may call\n" +
			"everything; an operator watches and sees no customer. Customers are seen by the token\n" +
			"that brought them in, and by those of its group.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			t, text := token.New(token.Role(role), time.Now())
			t.Name, t.Group = name, group
			if life > 0 {
				t.Expires = t.Created.Add(life)
			}
			if err := t.Validate(); err != nil {
				return usageError{err}
			}
			return f.withTokens(cmd.Context(), o, func(book token.Book, tell teller) error {
				if err := book.Add(cmd.Context(), t); err != nil {
					return err
				}
				return errors.Join(tell(audit.TokenMade, t.ID), o.print(row(t, text)))
			})
		},
	}
	cmd.Flags().StringVar(&role, "role", "", "`ROLE`: kiosk, integrator or operator")
	cmd.Flags().StringVar(&name, "name", "", "`NAME` to tell it by in lists")
	cmd.Flags().StringVar(&group, "group", "", "`GROUP` whose tokens see each other's customers (default: its own only)")
	cmd.Flags().DurationVar(&life, "expires", 0, "`TIME` after which it ends, for example 720h (default: never)")
	_ = cmd.MarkFlagRequired("role")
	return cmd
}

// teller writes an event into the backend's audit trail.
type teller func(what audit.What, subject string) error

// withTokens runs do with the backend's tokens, whether it runs or not.
func (f *backendFlags) withTokens(ctx context.Context, o *options, do func(token.Book, teller) error) (err error) {
	cfg, err := f.config(o)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(cfg.Data, 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	book, closed, err := node.OpenTokens(ctx, cfg, slog.Default())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed()) }()
	trail, err := audit.Open(ctx, filepath.Join(cfg.Data, audit.FileName), audit.Config{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, trail.Close()) }()
	return do(book, func(what audit.What, subject string) error {
		return trail.Append(ctx, audit.Event{What: what, Role: audit.Operator, Subject: subject})
	})
}

func row(t token.Token, text string) *tokenRow {
	return &tokenRow{t.ID, text, t.Role, t.Name, t.Group, t.Created, t.Expires}
}

func (r *tokenRow) text(w io.Writer) {
	until := "never ends"
	if !r.Expires.IsZero() {
		until = "ends " + r.Expires.Local().Format(time.DateTime)
	}
	fmt.Fprintf(w, "%s  %-10s  %-12s  %-12s  made %s, %s\n", r.ID, r.Role, r.Name, r.Group,
		r.Created.Local().Format(time.DateTime), until)
	if r.Token != "" {
		fmt.Fprintf(w, "Token, shown this once: %s\n", r.Token)
	}
}
