package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"portico/app/demo"
)

// patience is how long a step may take that has tries or pictures to wait for.
const patience = 2 * time.Minute

// declineX is where the consent screen has its refusal.
const declineX = 592

// playRefusal is a visitor who does not agree: no picture is taken, nothing of
// them is kept, and the kiosk waits for the next one.
func playRefusal(ctx context.Context, s *stage) error {
	k, err := s.recorded(ctx)
	if err != nil {
		return err
	}
	return errors.Join(k.key("Return"), k.reached(ctx, "consent"), k.click(declineX, buttonRow), k.reached(ctx, "ended"),
		k.key("Return"), k.reached(ctx, "welcome"), k.stop(), k.nobody(ctx))
}

// playUnplugged is a camera that is pulled out before the selfie and put in
// again: the visitor is told, and goes on.
func playUnplugged(ctx context.Context, s *stage) error {
	k, err := s.recorded(ctx)
	if err != nil {
		return err
	}
	station := filepath.Join(s.private, "recording", "selfie")
	aside := filepath.Join(s.private, "unplugged")
	if err := errors.Join(k.key("Return"), k.reached(ctx, "consent"), k.key("Return"), k.until(ctx, "step=document-back ", patience)); err != nil {
		return err
	}
	if err := errors.Join(os.Rename(station, aside), k.until(ctx, "step=look-up ", patience), k.until(ctx, "msg=camera", patience)); err != nil {
		return err
	}
	k.moment("unplugged")
	return errors.Join(k.key("Return"), os.Rename(aside, station), k.until(ctx, "step=liveness-neutral ", patience), k.stop(), k.nobody(ctx))
}

// playCrash kills the kiosk in the middle of an onboarding: at the next start
// it waits for a visitor, and nothing of the one before is left.
func playCrash(ctx context.Context, s *stage) error {
	k, err := s.recorded(ctx)
	if err != nil {
		return err
	}
	if err := errors.Join(k.key("Return"), k.reached(ctx, "consent"), k.key("Return"), k.until(ctx, "step=look-up ", patience)); err != nil {
		return err
	}
	if err := k.cmd.Process.Kill(); err != nil {
		return err
	}
	_ = k.wait() // it was killed
	if err := k.noTrace("Eriksson", "ERIKSSON", "D23145890"); err != nil {
		return err
	}
	again, err := s.kiosk(ctx, "--replay", filepath.Join(s.private, "recording"), "--attended")
	if err != nil {
		return err
	}
	again.moment("welcome")
	return errors.Join(again.key("Return"), again.reached(ctx, "consent"), again.stop(), again.nobody(ctx))
}

// recorded is a kiosk before the drawn holder's recording.
func (s *stage) recorded(ctx context.Context, args ...string) (*kiosk, error) {
	return s.plays(ctx, demo.Rendered(), args...)
}

// plays starts a kiosk that plays a recording of a holder.
func (s *stage) plays(ctx context.Context, h demo.Holder, args ...string) (*kiosk, error) {
	if err := demo.Record(ctx, s.recording(), h); err != nil {
		return nil, err
	}
	k, err := s.kiosk(ctx, append([]string{"--replay", s.recording(), "--attended"}, args...)...)
	if err != nil {
		return nil, err
	}
	time.Sleep(time.Second) // the first screen is drawn
	return k, nil
}

// recording is the folder of what a kiosk plays.
func (s *stage) recording() string { return filepath.Join(s.private, "recording") }

// nobody checks that the store keeps no customer.
func (k *kiosk) nobody(ctx context.Context) error {
	n, err := k.kept(ctx)
	if err != nil {
		return err
	}
	if n > 0 {
		return fmt.Errorf("%d customers are kept, want none", n)
	}
	return k.noTrace("Eriksson", "ERIKSSON", "D23145890")
}

// kept is how many customers the store keeps.
func (k *kiosk) kept(ctx context.Context) (n int, err error) {
	p, err := k.start(ctx, "portico", "customers", "list", "--json", "--data", k.store, "--key-file", k.keyFile)
	if err != nil {
		return 0, err
	}
	for range p.out {
		n++
	}
	if err := p.wait(); err != nil {
		return 0, fmt.Errorf("list the customers: %w", err)
	}
	return n, nil
}
