package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"portico/app/control"
	"portico/engine/customer"
	"portico/sync/disapi"
)

type summaryRow struct{ customer.Summary }

type customerShown struct{ *control.Shown }

type withdrawnResult struct{ *control.Withdrawn }

func newCustomers(o *options) *cobra.Command {
	var f storeFlags
	cmd := &cobra.Command{
		Use: "customers", Short: "List, show, export and erase the customers in the store", Args: usage(cobra.NoArgs),
		Long: "List, show, export and erase the customers in the store. While a kiosk or a backend runs,\n" +
			"it does what is asked, through the socket in its data folder.",
	}
	f.add(cmd)
	cmd.AddCommand(
		&cobra.Command{
			Use: "list", Short: "List the customers, without personal data", Args: usage(cobra.NoArgs),
			RunE: func(cmd *cobra.Command, _ []string) error {
				return f.desk(cmd.Context(), o, func(d control.Desk) error { return listCustomers(cmd.Context(), o, d) })
			},
		},
		&cobra.Command{
			Use: "show ID", Short: "Show what is known of a customer", Args: usage(cobra.ExactArgs(1)),
			RunE: func(cmd *cobra.Command, args []string) error {
				return f.desk(cmd.Context(), o, func(d control.Desk) error {
					c, err := d.Show(cmd.Context(), args[0])
					if err != nil {
						return err
					}
					return o.print(&customerShown{c})
				})
			},
		},
		newExport(o, &f),
		&cobra.Command{
			Use: "erase ID", Short: "Erase a customer beyond recovery", Args: usage(cobra.ExactArgs(1)),
			RunE: func(cmd *cobra.Command, args []string) error {
				return f.desk(cmd.Context(), o, func(d control.Desk) error { return d.Erase(cmd.Context(), args[0]) })
			},
		},
		newWithdraw(o, &f), newCaseVerify(o), newIdentity(o, &f), newClock(o, &f),
	)
	return cmd
}

func newWithdraw(o *options, f *storeFlags) *cobra.Command {
	return &cobra.Command{
		Use: "withdraw CODE|ID", Short: "Withdraw a customer's consent, by the code on the receipt or by id", Args: usage(cobra.ExactArgs(1)),
		Long: "Withdraw a customer's consent, by the code on the receipt or by id: what is still to be delivered\n" +
			"is cancelled, the record erased, and the backend told to delete the customer, as often as it takes.",
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.desk(cmd.Context(), o, func(d control.Desk) error {
				w, err := d.Withdraw(cmd.Context(), args[0])
				if errors.Is(err, customer.ErrNotFound) {
					return fmt.Errorf("nobody kept here has that code: %w; whoever is erased here already is withdrawn by id, which 'portico audit list' "+
						"shows by the reference on the receipt", err)
				}
				if err != nil {
					return err
				}
				return o.print(&withdrawnResult{w})
			})
		},
	}
}

func listCustomers(ctx context.Context, o *options, d control.Desk) error {
	all, err := d.List(ctx)
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

func (r summaryRow) text(w io.Writer) {
	if r.State == customer.Damaged {
		fmt.Fprintf(w, "%s  %-11s  cannot be read; 'portico customers erase' ends it\n", r.ID, r.State)
		return
	}
	otherwise := ""
	if r.Disagrees {
		otherwise = "  (the backend judges otherwise)"
	}
	fmt.Fprintf(w, "%s  %-11s  %-6s  since %s, until %s%s\n", r.ID, r.State, r.Decision,
		r.Created.Local().Format(time.DateTime), r.Expires.Local().Format(time.DateTime), otherwise)
}

func (r *withdrawnResult) text(w io.Writer) {
	fmt.Fprintf(w, "%s is erased here", r.ID)
	if r.Owed {
		fmt.Fprint(w, "; the backend is told to delete it")
	}
	fmt.Fprintln(w)
}

func (r *customerShown) text(w io.Writer) {
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
	for _, d := range r.Deliveries {
		fmt.Fprintf(w, "  delivered to %s %s\n", d.Backend, d.At.Local().Format(time.DateTime))
		if len(d.NotDelivered) > 0 {
			fmt.Fprintf(w, "    which cannot take: %s\n", strings.Join(d.NotDelivered, ", "))
		}
		if len(d.Differs) > 0 {
			fmt.Fprintf(w, "    which judges otherwise: %s\n", strings.Join(d.Differs, ", "))
		}
	}
	if v := r.Review; v != nil {
		fmt.Fprintf(w, "  %s: %s\n", v.Role, v.Decision)
		if v.Second != "" {
			fmt.Fprintf(w, "  %s: confirms\n", v.Second)
		}
		if v.Note != "" {
			fmt.Fprintf(w, "  note: %s\n", v.Note)
		}
	}
}
