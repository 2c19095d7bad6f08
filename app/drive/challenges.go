package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"time"

	"portico/app/demo"
	"portico/assets/specimen"
)

// playSolid is the drawn holder in person, before a network camera: they come as close
// as the screen asks and are lit by its colours, and pass both challenges, in
// whichever order chance draws them.
func playSolid(ctx context.Context, s *stage) error {
	o, err := s.challenged(ctx, false)
	if err != nil {
		return err
	}
	if o.Decision != "REVIEW" { // a drawn face is as like its portrait as a copy
		err = fmt.Errorf("the decision is %s for %v", o.Decision, o.Reasons)
	}
	return errors.Join(err, o.expect(map[string]string{"activeLiveness": "PASS", "portraitMatch": "PASS", "mrzValid": "PASS"}))
}

// playSheet is the holder's photograph on a sheet of paper that is moved as the
// screen asks: after three tries a colleague is called.
func playSheet(ctx context.Context, s *stage) error {
	o, err := s.challenged(ctx, true)
	if err != nil {
		return err
	}
	if live := o.factor("activeLiveness"); o.Decision == "ACCEPT" || live == "PASS" || o.factor("steps") != "REVIEW" {
		return fmt.Errorf("the decision is %s, activeLiveness %s, steps %s", o.Decision, live, o.factor("steps"))
	}
	return nil
}

// challenged leads the holder, or their photograph, through an onboarding with
// the challenges that only somebody who sees the screen can do.
func (s *stage) challenged(ctx context.Context, flat bool) (o outcome, err error) {
	settings := filepath.Join(s.private, "portico.toml")
	if err := os.WriteFile(settings, []byte("[liveness]\nchallenges = [\"approach\", \"light\"]\ncount = 2\n"), 0o600); err != nil {
		return o, err
	}
	h := demo.Rendered()
	who, err := s.visitor(ctx, first(h.Neutral), flat)
	if err != nil {
		return o, err
	}
	defer func() { err = errors.Join(err, who.screen.close()) }()
	card := specimen.Example(h.Portrait)
	l := newLens(held(card.Front(lensWide)))
	defer l.CloseClientConnections() // the kiosk may still look
	k, err := s.kiosk(ctx, "--config", settings, "--camera", l.URL)
	if err != nil {
		return o, err
	}
	if err := errors.Join(k.insist(ctx, "consent"), k.insist(ctx, "document-front"), k.reached(ctx, "document-back")); err != nil {
		return o, err
	}
	l.turn(held(card.Back(lensWide)))
	if err := k.reached(ctx, "look-up"); err != nil {
		return o, err
	}
	l.turn(who.picture)
	if err := errors.Join(k.insist(ctx, "selfie"), k.watched(ctx), k.insist(ctx, "result"), k.stop()); err != nil {
		return o, err
	}
	return k.decided()
}

// watched waits for the check of the data, and shows each challenge once it is
// under way.
func (k *kiosk) watched(ctx context.Context) error {
	const underWay = 6 * time.Second // 4 of them to read what is asked
	for {
		line, err := k.line(ctx, "step=", patience)
		if err != nil {
			return err
		}
		step := value(line, "step")
		if step == "check" {
			return nil
		}
		time.Sleep(underWay)
		k.shot(step)
	}
}

// held is a card that somebody holds quite still.
func held(card *image.RGBA) func() (*image.RGBA, error) {
	lying := specimen.OnDesk(card, lensWide, lensHigh, specimen.Pose{X: .5, Y: .5, Width: .64})
	seed := uint64(0)
	return func() (*image.RGBA, error) {
		seen := image.NewRGBA(lying.Rect)
		copy(seen.Pix, lying.Pix)
		seed++
		specimen.Exposure{Gain: 1, Noise: 1, Seed: seed}.Take(seen)
		return seen, nil
	}
}
