package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"path/filepath"

	"portico/app/demo"
	"portico/assets/specimen"
)

// playFlat is a photograph of the holder in the place of their face: it does
// not smile, and after three tries a colleague is called.
func playFlat(ctx context.Context, s *stage) error {
	holder := demo.Rendered()
	photo := func(yield func(*image.RGBA) bool) { yield(first(holder.Neutral)) }
	k, err := s.plays(ctx, demo.Holder{Portrait: holder.Portrait, Neutral: photo, Smiling: photo})
	if err != nil {
		return err
	}
	if err := errors.Join(k.onboard(ctx), k.refuseToSmile(ctx), k.key("Return"), k.reached(ctx, "result")); err != nil {
		return err
	}
	o, err := k.decided()
	if err != nil {
		return err
	}
	if o.Decision != "REJECT" {
		err = fmt.Errorf("the decision is %s for %v", o.Decision, o.Reasons)
	}
	return errors.Join(err, o.expect(map[string]string{"activeLiveness": "REJECT"}), k.stop())
}

// first is the first of some pictures, nil where there is none.
func first(frames demo.Frames) *image.RGBA {
	for img := range frames {
		return img
	}
	return nil
}

// wrong is a recording that must not be accepted.
type wrong struct {
	name     string
	record   func(ctx context.Context, dir string) error
	decision string
	factors  map[string]string
}

// playWrong plays recordings that must not be accepted, the kiosk leading
// itself: a card that has expired and, where the outside pictures are, somebody
// else's card.
func playWrong(ctx context.Context, s *stage) error {
	all := []wrong{
		{"expired-card", func(ctx context.Context, dir string) error {
			h := demo.Rendered()
			card := specimen.Example(h.Portrait)
			card.Issue, card.Expiry = "15.04.2012", "15.04.2022"
			return demo.RecordCard(ctx, dir, h, card)
		}, "REJECT", map[string]string{"documentNotExpired": "REJECT", "mrzValid": "PASS", "portraitMatch": "PASS"}},
	}
	// Drawn faces are too alike to be told apart, so somebody else is a picture
	// from outside.
	if data := outside(); data != "" {
		all = append(all, wrong{"another-person", func(ctx context.Context, dir string) error {
			return errors.Join(demo.Record(ctx, dir, demo.Rendered()),
				lay(dir, filepath.Join(data, "dis"), map[string]string{"selfie": contractFace["selfie"]}))
		}, "REJECT", map[string]string{"portraitMatch": "REJECT"}})
	}
	var errs []error
	for _, w := range all {
		if err := s.refused(ctx, w); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", w.name, err))
		}
	}
	return errors.Join(errs...)
}

func (s *stage) refused(ctx context.Context, w wrong) error {
	recording := filepath.Join(s.private, w.name)
	if err := w.record(ctx, recording); err != nil {
		return err
	}
	k, err := s.kiosk(ctx, "--replay", recording)
	if err != nil {
		return err
	}
	if err := k.until(ctx, "step=result ", patience); err != nil {
		return err
	}
	k.moment(w.name)
	if err := k.wait(); err != nil {
		return err
	}
	o, err := k.decided()
	if err != nil {
		return err
	}
	if o.Decision != w.decision {
		err = fmt.Errorf("the decision is %s for %v, want %s", o.Decision, o.Reasons, w.decision)
	}
	return errors.Join(err, o.expect(w.factors), s.keepResult(w.name))
}
