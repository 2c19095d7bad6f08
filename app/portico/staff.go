package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"portico/app/staff"
)

// errDiffer says that the PIN was not the same the second time.
var errDiffer = errors.New("the two PINs differ; nothing was changed")

type pinResult struct {
	Role staff.Role `json:"role"`
	File staff.File `json:"file"`
}

func newStaff(o *options) *cobra.Command {
	cmd := &cobra.Command{Use: "staff", Short: "Set what colleagues need at the kiosk", Args: usage(cobra.NoArgs)}
	var keyFile, role string
	pin := &cobra.Command{
		Use:   "pin",
		Short: "Set the PIN with which a colleague unlocks decisions and the staff's rooms at the kiosk",
		Long: "Ask twice for the PIN of a role: 6 to 12 digits. Clerks decide over a REVIEW and see deliveries and\n" +
			"diagnostics; clerk2 is another clerk, who can confirm what the first decided; operators see and set\n" +
			"everything. Without a terminal the PIN is read from two lines of standard input. Only a hash of it is\n" +
			"kept, in staff.pin-file, staff.second-pin-file or staff.operator-pin-file of the configuration; by\n" +
			"default those are staff.pin, second.pin and operator.pin beside the master key.\n" +
			"A kiosk without a PIN that runs already must be started again.",
		Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := o.load()
			if err != nil {
				return err
			}
			if keyFile != "" {
				cfg.KeyFile = keyFile
			}
			who, book := staff.Role(role), cfg.StaffPINs()
			file, err := book.File(who)
			if err != nil {
				return usageError{fmt.Errorf("--role: %w", err)}
			}
			p, err := askPIN(cmd.Context())
			if err != nil {
				return err
			}
			if err := book.Set(who, p); err != nil {
				return err
			}
			return o.print(&pinResult{who, file})
		},
	}
	pin.Flags().StringVar(&keyFile, "key-file", "", "master key `FILE` beside which the PIN is kept (default: the configured one)")
	pin.Flags().StringVar(&role, "role", string(staff.Clerk), "clerk, clerk2 or operator")
	cmd.AddCommand(pin)
	return cmd
}

// askPIN reads the PIN twice, from a terminal without showing it.
func askPIN(ctx context.Context) (staff.PIN, error) {
	show, hidden, err := hideTyping(int(os.Stdin.Fd()))
	if err != nil {
		return "", err
	}
	defer show()
	stop := context.AfterFunc(ctx, func() { // reading from a terminal cannot be called off
		show()
		os.Exit(exitFailed)
	})
	defer stop()
	lines := bufio.NewReader(os.Stdin)
	var pins [2]staff.PIN
	for i, question := range []string{"New PIN: ", "Once more: "} {
		if hidden {
			fmt.Fprint(os.Stderr, question)
		}
		line, err := lines.ReadString('\n')
		if hidden {
			fmt.Fprintln(os.Stderr)
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return "", fmt.Errorf("read the PIN: %w", err)
		}
		pins[i] = staff.PIN(strings.TrimRight(line, "\r\n"))
		if err := pins[i].Validate(); err != nil {
			return "", err
		}
	}
	if pins[0] != pins[1] {
		return "", errDiffer
	}
	return pins[0], nil
}

// hideTyping turns the terminal's echo off and returns a function that turns
// it on again. Where fd is no terminal it does nothing.
func hideTyping(fd int) (show func(), hidden bool, err error) {
	before, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err != nil {
		return func() {}, false, nil
	}
	quiet := *before
	quiet.Lflag &^= unix.ECHO
	if err := unix.IoctlSetTermios(fd, unix.TCSETS, &quiet); err != nil {
		return nil, false, fmt.Errorf("hide the PIN: %w", err)
	}
	return func() { _ = unix.IoctlSetTermios(fd, unix.TCSETS, before) }, true, nil
}

func (r *pinResult) text(w io.Writer) {
	fmt.Fprintf(w, "The PIN of the role %s is set: %s\n", r.Role, r.File)
}
