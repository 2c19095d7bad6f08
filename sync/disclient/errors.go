package disclient

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"portico/sync/disapi"
)

// ErrAnswer says that what came back is no answer of the contract: a proxy's
// page, a captive portal, another service.
var ErrAnswer = errors.New("the answer is none of the contract")

// Error is an HTTP error that the server answered.
type Error struct {
	Operation  string
	Status     int
	Code       disapi.ErrorCode // empty where there was no body of the contract
	RetryAfter time.Duration    // as the server asked; 0 when it did not
}

// Error names operation, status and code.
func (e *Error) Error() string {
	if e.Code == "" {
		return fmt.Sprintf("%s: %d %s", e.Operation, e.Status, http.StatusText(e.Status))
	}
	return fmt.Sprintf("%s: %d %s", e.Operation, e.Status, e.Code)
}

// TransportError says that no whole answer came. The server may have done
// what it was asked.
type TransportError struct {
	Operation string
	Err       error
}

// Error names the operation and what broke.
func (e *TransportError) Error() string { return e.Operation + ": " + e.Err.Error() }

// Unwrap returns what broke.
func (e *TransportError) Unwrap() error { return e.Err }

// HasCode says whether err is an answer with the code.
func HasCode(err error, code disapi.ErrorCode) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == code
}

func (c *Client) failure(operation string, res *http.Response, data []byte) error {
	e := &Error{Operation: operation, Status: res.StatusCode, RetryAfter: RetryAfter(res.Header, c.cfg.Clock())}
	var body disapi.ErrorResponse
	if json.Unmarshal(data, &body) == nil {
		e.Code = body.ErrorCode
	}
	return e
}

// RetryAfter reads either form of the header (RFC 9110 §10.2.3) at now; 0 when
// there is none or it lies in the past.
func RetryAfter(h http.Header, now time.Time) time.Duration {
	text := h.Get("Retry-After")
	if s, err := strconv.Atoi(text); err == nil {
		return max(0, time.Duration(s)*time.Second)
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}

// HasStatus says whether err is an answer with the HTTP status.
func HasStatus(err error, status int) bool {
	var e *Error
	return errors.As(err, &e) && e.Status == status
}
