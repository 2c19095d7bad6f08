// Command portico-kiosk is the kiosk: it leads a visitor through an onboarding
// on the screen, decides with the same engine as portico, keeps the outcome
// encrypted and delivers it.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"

	"portico/app/discreet"
	"portico/app/journal"
	"portico/engine/native/assemble"
)

// Exit codes.
const (
	exitFailed = 1
	exitUsage  = 2 // the command line is wrong
)

// errUsage marks a wrong command line.
var errUsage = errors.New("run 'portico-kiosk --help' to see how it is used")

// mostGarbage is how much memory the collector lets be dropped before it runs,
// in hundredths of what is used. Most of that are pictures, of which a live one
// is 1 to 4 MB. Twice as often as Go would by itself, it takes some 2 % of a core.
const mostGarbage = 50

func main() {
	debug.SetGCPercent(mostGarbage)
	if err := assemble.Restart(assemble.OneOpenMPThread, discreet.OverwriteFreed); err != nil {
		fmt.Fprintln(os.Stderr, "portico-kiosk:", err)
		os.Exit(exitFailed)
	}
	if err := discreet.Process(); err != nil {
		fmt.Fprintln(os.Stderr, "portico-kiosk:", err)
		os.Exit(exitFailed)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := newCommand().ExecuteContext(ctx)
	stop()
	if code := status(err); code != 0 {
		os.Exit(code)
	}
}

// status says why the program ends, and with which exit code.
func status(err error) int {
	if err == nil {
		return 0
	}
	fmt.Fprintln(os.Stderr, "portico-kiosk:", err)
	if errors.Is(err, errUsage) {
		return exitUsage
	}
	return exitFailed
}

// options are the flags; empty ones leave the configuration as it is.
type options struct {
	config, data, keyFile string
	camera, replay        string
	demo                  bool
	backend, tokenFile    string
	window                string
	windowed              bool
	result                string
	attended              bool
}

// unattended reports whether the kiosk leads itself through a recording.
func (o options) unattended() bool { return o.replay != "" && o.result != "" && !o.attended }

func newCommand() *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "portico-kiosk",
		Short: "Lead a visitor through an identity onboarding on the screen",
		Long: "Lead visitors through an identity onboarding on the screen until the window is closed.\n\n" +
			"With --replay and --result nobody is needed: the kiosk presses each screen's main button after\n" +
			"a second, leaves pictures to the automatic capture and, where none comes within 15 s, to the\n" +
			"shutter, leaves a REVIEW as it is, writes the result and ends: with 0 when there is a decision,\n" +
			"with 1 and a message when the recording leads to none. --attended leaves the pressing to you.",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return fmt.Errorf("unexpected argument %q; %w", args[0], errUsage)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			return run(cmd.Context(), o, journal.New(slog.NewTextHandler(os.Stderr, nil)))
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.config, "config", "", "configuration `FILE` (TOML)")
	f.StringVar(&o.data, "data", "", "`FOLDER` of the store")
	f.StringVar(&o.keyFile, "key-file", "", "`FILE` of the master key; created where it does not exist")
	f.StringVar(&o.camera, "camera", "", "`ID` of the camera for both document and face (portico camera list)")
	f.StringVar(&o.replay, "replay", "", "play the recorded onboarding in `FOLDER` instead of a camera")
	f.BoolVar(&o.demo, "demo", false, "play the demonstration instead of a camera")
	f.StringVar(&o.backend, "backend", "", "`URL` of the backend; without one it is embedded")
	f.StringVar(&o.tokenFile, "token-file", "", "`FILE` with the backend's bearer token")
	f.BoolVar(&o.windowed, "no-fullscreen", false, "open a window instead of filling the screen")
	f.StringVar(&o.window, "window", "", "open a window of `WxH`, for example 1280x800")
	f.StringVar(&o.result, "result", "", "write the last finished onboarding to `FILE` (JSON)")
	f.BoolVar(&o.attended, "attended", false, "wait for hands also with --replay and --result")
	cmd.MarkFlagsMutuallyExclusive("camera", "replay", "demo")
	cmd.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return fmt.Errorf("%w; %w", err, errUsage) })
	return cmd
}
