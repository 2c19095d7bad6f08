package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Where the window that says why a kiosk cannot start has its Close, in the
// middle of the 1280×800 screen.
const closeX, closeY = 640, 687

// playBroken is a kiosk that cannot start: a window says so to whoever stands
// there, and the program ends with 1 once they close it.
func playBroken(ctx context.Context, s *stage) error {
	running, err := s.kiosk(ctx, "--demo")
	if err != nil {
		return err
	}
	second, err := s.start(ctx, "portico-kiosk", "--demo", "--data", running.store, "--key-file", running.keyFile)
	if err != nil {
		return err
	}
	if err := second.until(ctx, fmt.Sprintf("process %d", running.cmd.Process.Pid), 20*time.Second); err != nil {
		return fmt.Errorf("a second kiosk on the screen: %w", err)
	}
	if err := second.fails(); err != nil {
		return fmt.Errorf("a second kiosk on the screen: %w", err)
	}
	if err := s.refuses(ctx, "locked", "in use by another program",
		"--demo", "--window", "1280x800", "--data", running.store, "--key-file", running.keyFile); err != nil {
		return err
	}
	if err := running.stop(); err != nil {
		return fmt.Errorf("stopped at the welcome screen: %w", err)
	}
	models := os.Getenv("PORTICO_MODELS")
	if err := os.Setenv("PORTICO_MODELS", filepath.Join(s.private, "no-models")); err != nil {
		return err
	}
	defer func() { _ = os.Setenv("PORTICO_MODELS", models) }()
	return s.refuses(ctx, "no-models", "missing", "--demo", "--data", running.store, "--key-file", running.keyFile)
}

// refuses starts a kiosk that must not start, closes what it shows and checks
// that it ends with 1.
func (s *stage) refuses(ctx context.Context, name, why string, args ...string) error {
	p, err := s.start(ctx, "portico-kiosk", args...)
	if err != nil {
		return err
	}
	if err := p.until(ctx, why, 60*time.Second); err != nil {
		return err
	}
	time.Sleep(time.Second)
	s.moment(name)
	if err := s.click(closeX, closeY); err != nil {
		return err
	}
	if err := p.fails(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
