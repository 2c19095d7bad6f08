// Command portico is Portico without a window: it reads documents, compares
// faces, verifies whole onboardings and serves the DIS contract. Its commands
// and JSON fields are measured by others and do not change.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"portico/app/discreet"
	"portico/engine/native/assemble"
)

// Exit codes.
const (
	exitFailed = 1 // something went wrong, or one of several files failed
	exitUsage  = 2 // the command line is wrong
)

// usageError marks a wrong command line.
type usageError struct{ error }

// errSomeFailed says that a failure was already reported beside its file.
var errSomeFailed = errors.New("some files failed")

func main() {
	if err := assemble.Restart(assemble.OneOpenMPThread); err != nil {
		fmt.Fprintln(os.Stderr, "portico:", err)
		os.Exit(exitFailed)
	}
	if err := discreet.Process(); err != nil {
		fmt.Fprintln(os.Stderr, "portico:", err)
		os.Exit(exitFailed)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string) int {
	root := newRoot()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	switch {
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(os.Stderr, "portico: interrupted")
	case !errors.Is(err, errSomeFailed):
		fmt.Fprintln(os.Stderr, "portico:", err)
	}
	var usage usageError
	if errors.As(err, &usage) {
		fmt.Fprintln(os.Stderr, "Run 'portico help' to see how it is used.")
		return exitUsage
	}
	return exitFailed
}

func newRoot() *cobra.Command {
	o := &options{}
	root := &cobra.Command{
		Use:           "portico",
		Short:         "Identity onboarding on this machine: documents, faces, liveness, decisions",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.PersistentFlags().BoolVar(&o.json, "json", false, "one JSON object a line on standard output")
	root.PersistentFlags().StringVar(&o.config, "config", "", "configuration `FILE` (TOML)")
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		if err := errors.Join(cmd.ValidateRequiredFlags(), cmd.ValidateFlagGroups()); err != nil {
			return usageError{err}
		}
		_, err := o.load() // a wrong configuration is said by every command
		return err
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(
		newRead(o), newFace(o), newMatch(o), newLiveness(o), newVerify(o), newServe(o),
		newCapture(o), newCamera(o), newCustomers(o), newSync(o), newAudit(o), newKey(o), newStaff(o), newToken(o), newModels(o), newTemplate(o), newDoctor(o), newBench(o),
	)
	completeGroups(root)
	return root
}

// completeGroups has every command that is only a group of others help where
// none of them is named, and refuse what is none of them.
func completeGroups(cmd *cobra.Command) {
	for _, sub := range cmd.Commands() {
		completeGroups(sub)
	}
	if cmd.HasSubCommands() && !cmd.Runnable() {
		cmd.Args = usage(cobra.NoArgs)
		cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	}
}

// usage marks what an argument check complains about as wrong usage.
func usage(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usageError{err}
		}
		return nil
	}
}
