package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// playClerk is a REVIEW where two colleagues must agree: the clerk mistypes the
// PIN, is let in, writes a note and accepts; their PIN confirms nothing, the
// operator's does.
func playClerk(ctx context.Context, s *stage) error {
	settings := filepath.Join(s.private, "portico.toml")
	if err := errors.Join(os.WriteFile(settings, []byte("[staff]\nfour-eyes = true\n"), 0o600),
		s.setPIN(ctx, clerkPIN), s.setPIN(ctx, operatorPIN, "--role", "operator")); err != nil {
		return err
	}
	k, err := s.recorded(ctx, "--config", settings)
	if err != nil {
		return err
	}
	if err := errors.Join(k.onboard(ctx), k.reached(ctx, "check"), k.key("Return"), k.reached(ctx, "clerk")); err != nil {
		return err
	}
	// What would decide where nobody asks for a PIN: nothing may come of it.
	if err := errors.Join(k.click(mainButton, buttonRow), k.key("Return"), k.enter("271829")); err != nil {
		return err
	}
	if err := k.until(ctx, "a wrong staff PIN", 20*time.Second); err != nil {
		return err
	}
	k.moment("clerk-wrong-pin")
	if err := errors.Join(k.press(2, 7, 1), k.enter("828")); err != nil {
		return err
	}
	if err := k.until(ctx, "unlocked by the staff", 20*time.Second); err != nil {
		return err
	}
	k.moment("clerk-unlocked")
	const note = "knownathome"
	if err := errors.Join(k.key("F2"), k.xdotool("type", note)); err != nil {
		return err
	}
	k.moment("clerk-note")
	if err := k.key("Return"); err != nil {
		return err
	}
	k.moment("clerk-noted")
	words := []string{"Eriksson", "ERIKSSON", "D23145890", clerkPIN, operatorPIN, note}
	if err := errors.Join(k.noTrace(words...), k.click(mainButton, buttonRow)); err != nil {
		return err
	}
	k.moment("clerk-second")
	if err := errors.Join(k.enter(clerkPIN), k.until(ctx, "nobody confirms their own", 20*time.Second)); err != nil {
		return err
	}
	k.moment("clerk-same")
	if err := errors.Join(k.enter(operatorPIN), k.until(ctx, "unlocked by the staff", 20*time.Second)); err != nil {
		return err
	}
	k.moment("clerk-confirms")
	if err := errors.Join(k.click(mainButton, buttonRow), k.reached(ctx, "result"), k.noTrace(words...),
		k.told(ctx, "onboarding.proposed", "onboarding.reviewed")); err != nil {
		return err
	}
	o, err := k.decided()
	if err != nil {
		return err
	}
	if o.Decision != "ACCEPT" {
		return fmt.Errorf("two colleagues accepted, yet the decision is %s: %v", o.Decision, o.Reasons)
	}
	if r := o.Review; r.Role != "clerk" || r.Second != "operator" || r.Note != note {
		return fmt.Errorf("kept of the colleagues is %+v", r)
	}
	return errors.Join(k.stop(), k.noTrace(words...))
}

// setPIN sets a PIN of the staff's beside the kiosk's master key, as an
// operator's script does.
func (s *stage) setPIN(ctx context.Context, pin string, args ...string) error {
	args = append([]string{"staff", "pin", "--key-file", s.keyFile()}, args...)
	cmd := exec.CommandContext(ctx, filepath.Join(s.bin, "portico"), args...)
	cmd.Stdin = strings.NewReader(pin + "\n" + pin + "\n")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("set the PIN: %w: %s", err, out)
	}
	return nil
}

// enter types digits and Enter.
func (s *stage) enter(pin string) error {
	for _, digit := range strings.Split(pin, "") {
		if err := s.key(digit); err != nil {
			return err
		}
	}
	return s.key("Return")
}

// press presses digits from 1 to 9 on the screen's pad.
func (s *stage) press(digits ...int) error {
	for _, d := range digits {
		if err := s.click(padX+(d-1)%3*padWide, padY+(d-1)/3*padTall); err != nil {
			return err
		}
	}
	return nil
}

// moment gives the screen time to be drawn and shows it.
func (s *stage) moment(name string) {
	time.Sleep(700 * time.Millisecond)
	s.shot(name)
}
