package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// watchdogTime is how long the kiosk may be silent before it counts as hung.
const watchdogTime = 6 * time.Second

// playHung is a window that hangs in the middle of an onboarding, for the
// display has stopped answering. The kiosk tells its service manager no longer
// that it is alive, is ended as systemd ends it, and begins anew with nothing
// of the visitor.
func playHung(ctx context.Context, s *stage) error {
	m, err := manage(filepath.Join(s.private, "notify"))
	if err != nil {
		return err
	}
	defer m.close()
	k, err := s.recorded(ctx)
	if err != nil {
		return err
	}
	if err := errors.Join(m.hears("READY=1", time.Minute), m.hears("WATCHDOG=1", watchdogTime), m.hears("WATCHDOG=1", watchdogTime),
		k.key("Return"), k.reached(ctx, "consent"), k.key("Return"), k.until(ctx, "step=document-front ", patience),
		s.x.Process.Signal(syscall.SIGSTOP)); err != nil {
		return err
	}
	silent := m.silent(3 * watchdogTime)
	err = k.cmd.Process.Signal(syscall.SIGABRT)
	_ = k.wait() // it was aborted
	if err := errors.Join(silent, err, s.x.Process.Signal(syscall.SIGCONT), k.noTrace("Eriksson", "ERIKSSON", "D23145890")); err != nil {
		return err
	}
	again, err := s.kiosk(ctx, "--replay", s.recording(), "--attended")
	if err != nil {
		return err
	}
	again.moment("welcome")
	return errors.Join(m.hears("READY=1", time.Minute), again.key("Return"), again.reached(ctx, "consent"), again.stop(),
		m.hears("STOPPING=1", time.Minute), again.nobody(ctx))
}

// manager listens to the kiosk as systemd does to a service with a watchdog
// (sd_notify(3)).
type manager struct{ socket *net.UnixConn }

func manage(path string) (*manager, error) {
	socket, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		return nil, fmt.Errorf("listen to the kiosk: %w", err)
	}
	return &manager{socket}, errors.Join(os.Setenv("NOTIFY_SOCKET", path), os.Setenv("WATCHDOG_USEC", fmt.Sprint(watchdogTime.Microseconds())))
}

func (m *manager) close() {
	_ = os.Unsetenv("NOTIFY_SOCKET")
	_ = os.Unsetenv("WATCHDOG_USEC")
	_ = m.socket.Close()
}

// hears waits for a message.
func (m *manager) hears(message string, limit time.Duration) error {
	if err := m.socket.SetReadDeadline(time.Now().Add(limit)); err != nil {
		return err
	}
	for buffer := make([]byte, 4096); ; {
		n, err := m.socket.Read(buffer)
		if err != nil {
			return fmt.Errorf("no %s from the kiosk: %w", message, err)
		}
		if strings.Contains(string(buffer[:n]), message) {
			return nil
		}
	}
}

// silent waits until nothing was heard for watchdogTime.
func (m *manager) silent(limit time.Duration) error {
	for begin := time.Now(); time.Since(begin) < limit; {
		if err := m.hears("WATCHDOG=1", watchdogTime); errors.Is(err, os.ErrDeadlineExceeded) {
			return nil
		} else if err != nil {
			return err
		}
	}
	return errors.New("the kiosk hangs, and says that it is alive")
}
