package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Places on the 1280×800 screen.
const (
	facelessX          = 850      // of the consent screen
	pencilX, pencilY   = 408, 184 // of the first field
	eraseX, keyboardY  = 1020, 584
	letterEX, letterEY = 497, 382
	keepX, keepY       = 1020, 679
)

// faceless leads a visitor who does not show their face to the check of the data.
func (k *kiosk) faceless(ctx context.Context) error {
	time.Sleep(time.Second) // the first screen is drawn
	return errors.Join(k.key("Return"), k.reached(ctx, "consent"), k.click(facelessX, buttonRow),
		k.until(ctx, "step=document-back ", patience), k.reached(ctx, "check"))
}

// playCorrected is a visitor without a face who corrects their surname with
// the pointer alone: the value that was read stays beside it, and a colleague
// must look.
func playCorrected(ctx context.Context, s *stage) error {
	k, err := s.recorded(ctx)
	if err != nil {
		return err
	}
	if err := errors.Join(k.faceless(ctx), k.click(pencilX, pencilY)); err != nil {
		return err
	}
	k.moment("correct")
	if err := errors.Join(k.click(eraseX, keyboardY), k.click(letterEX, letterEY), k.click(keepX, keepY)); err != nil {
		return err
	}
	k.moment("corrected")
	if err := errors.Join(k.click(mainButton, buttonRow), k.reached(ctx, "clerk"), k.key("Return"), k.reached(ctx, "result")); err != nil {
		return err
	}
	o, err := k.decided()
	if err != nil {
		return err
	}
	if o.Decision != "REVIEW" {
		return fmt.Errorf("the decision is %s", o.Decision)
	}
	return errors.Join(o.expect(map[string]string{"dataEdited": "REVIEW", "portraitMatch": "NOT_EVALUATED"}), k.stop(),
		k.noTrace("Eriksson", "Erikssoe", "ERIKSSON", "D23145890"))
}
