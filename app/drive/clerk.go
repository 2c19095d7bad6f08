package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"portico/app/demo"
)

// playClerk is an onboarding of the drawn holder from a recording, with a PIN
// set: a colleague mistypes it, then is let in and accepts.
func playClerk(ctx context.Context, s *stage) error {
	recording := filepath.Join(s.private, "recording")
	if err := errors.Join(demo.Record(ctx, recording, demo.Rendered()), s.setPIN(ctx, "271828")); err != nil {
		return err
	}
	k, err := s.kiosk(ctx, "--replay", recording, "--attended")
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
	words := []string{"Eriksson", "ERIKSSON", "D23145890", "271828"}
	if err := errors.Join(k.noTrace(words...), k.click(mainButton, buttonRow), k.reached(ctx, "result"), k.noTrace(words...)); err != nil {
		return err
	}
	o, err := k.decided()
	if err != nil {
		return err
	}
	if o.Decision != "ACCEPT" {
		return fmt.Errorf("the clerk accepted, yet the decision is %s: %v", o.Decision, o.Reasons)
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
