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

// playUnattended is the kiosk leading itself through recordings: a whole one
// to a REVIEW, and two that lead nowhere.
func playUnattended(ctx context.Context, s *stage) error {
	recording := filepath.Join(s.private, "recording")
	if err := demo.Record(ctx, recording, demo.Rendered()); err != nil {
		return err
	}
	k, err := s.kiosk(ctx, "--replay", recording)
	if err != nil {
		return err
	}
	if err := errors.Join(k.reached(ctx, "check"), k.reached(ctx, "result"), k.wait()); err != nil {
		return err
	}
	o, err := k.decided()
	if err != nil {
		return err
	}
	last := o.Screens[len(o.Screens)-1]
	if o.Decision != "REVIEW" || len(o.Reasons) == 0 || last.Name != "result" || last.MS < 900 {
		return fmt.Errorf("decision %s for %v, the last screen %s for %.0f ms", o.Decision, o.Reasons, last.Name, last.MS)
	}
	for _, station := range []string{"document-front", "selfie"} {
		if err := s.leadsNowhere(ctx, recording, station); err != nil {
			return fmt.Errorf("without %s: %w", station, err)
		}
	}
	return nil
}

// leadsNowhere takes a station out of the recording: the kiosk must say so, end
// with a failure and leave no result.
func (s *stage) leadsNowhere(ctx context.Context, recording, station string) (err error) {
	from, to := filepath.Join(recording, station), filepath.Join(s.private, station)
	if err := os.Rename(from, to); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Rename(to, from)) }()
	none := filepath.Join(s.private, "none.json")
	p, err := s.start(ctx, "portico-kiosk", "--replay", recording, "--result", none,
		"--data", filepath.Join(s.private, "store"), "--key-file", s.keyFile())
	if err != nil {
		return err
	}
	if err := p.until(ctx, "no pictures for "+station, 2*time.Minute); err != nil {
		return err
	}
	if err := p.fails(); err != nil {
		return err
	}
	if _, err := os.Stat(none); err == nil {
		return errors.New("there is a result")
	}
	return nil
}
