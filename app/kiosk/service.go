package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"fyne.io/fyne/v2"
	"github.com/coreos/go-systemd/v22/daemon"

	"portico/app/watchdog"
)

// tell reports a state to systemd; without one that waits for it, it does
// nothing.
func tell(state string, log *slog.Logger) {
	if _, err := daemon.SdNotify(false, state); err != nil {
		log.Warn("systemd does not listen", "error", err)
	}
}

// heartbeat is the service that keeps systemd's watchdog quiet while the
// interface thread and the loop behind the screens answer. It pings three
// times in the time that systemd allows, and not at all where none is allowed.
func heartbeat(loop watchdog.Thread) func(context.Context) error {
	return func(ctx context.Context) error {
		allowed, err := daemon.SdWatchdogEnabled(false)
		if err != nil {
			return fmt.Errorf("read systemd's watchdog time: %w", err)
		}
		if allowed == 0 {
			return nil
		}
		ping := func() error {
			heard, err := daemon.SdNotify(false, daemon.SdNotifyWatchdog)
			if err == nil && !heard {
				err = errors.New("NOTIFY_SOCKET is not set")
			}
			return err
		}
		return watchdog.Run(ctx, allowed/3, ping, fyne.Do, loop)
	}
}
