package delivery

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"portico/sync/disclient"
	"portico/sync/outbox"
)

// permanent is a failure that only a person can mend; text says how it looks
// to the operator.
func permanent(text string) error { return fmt.Errorf("%s: %w", text, outbox.ErrPermanent) }

// Classify tells the outbox what a failure means: nobody there, try again, or
// give up.
func Classify(err error) error {
	var answered *disclient.Error
	var broken *disclient.TransportError
	switch {
	case err == nil, errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &answered):
		return classifyStatus(answered)
	case errors.As(err, &broken), errors.Is(err, disclient.ErrAnswer):
		return &outbox.UnavailableError{Err: err}
	}
	return err
}

func classifyStatus(e *disclient.Error) error {
	switch e.Status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return permanent(fmt.Sprintf("the backend refuses the token (%v): give the kiosk a valid one, then retry", e))
	case http.StatusRequestTimeout, http.StatusTooManyRequests,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return &outbox.UnavailableError{RetryAfter: e.RetryAfter, Err: e}
	case http.StatusConflict, http.StatusNotFound:
		return e // changed or expired under our hands: the next try starts from what is there
	}
	if e.Status >= http.StatusInternalServerError {
		return e
	}
	return permanent(fmt.Sprintf("the backend refuses the onboarding (%v)", e))
}
