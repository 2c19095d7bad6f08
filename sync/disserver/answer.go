package disserver

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"portico/sync/disapi"
)

// status gives a body another status than 200.
type status struct {
	code int
	body any
}

// headed gives an answer a header.
type headed struct {
	name, value string
	body        any
}

// answer writes a body, none (204 or 403), or an error, and returns the status.
func (s *server) answer(w http.ResponseWriter, body any, err error) int {
	code := http.StatusOK
	switch {
	case errors.Is(err, errNoSession):
		body = status{http.StatusForbidden, nil}
	case err != nil:
		p := problemOf(err)
		if p.code == disapi.TooManyRequests {
			w.Header().Set("Retry-After", strconv.Itoa(s.retryAfter(err)))
		}
		body = status{p.code.Status(), disapi.ErrorResponse{ErrorCode: p.code, ErrorMessage: p.message}}
	}
	if h, ok := body.(headed); ok {
		w.Header().Set(h.name, h.value)
		body = h.body
	}
	if other, ok := body.(status); ok {
		code, body = other.code, other.body
	}
	if body == nil && code == http.StatusOK {
		code = http.StatusNoContent
	}
	if body == nil {
		w.WriteHeader(code)
		return code
	}
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	if err := e.Encode(body); err != nil {
		s.Log.Error("answer cannot be written as JSON", "error", err)
		w.WriteHeader(http.StatusInternalServerError)
		return http.StatusInternalServerError
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(buf.Len()))
	w.WriteHeader(code)
	_, _ = w.Write(buf.Bytes()) // fails when the client is gone: nobody to tell
	return code
}

// retryAfter returns the seconds after which a request may be let in: the
// bound of a token lets the next one in within one.
func (s *server) retryAfter(err error) int {
	if errors.Is(err, errTooFast) {
		return 1
	}
	return int(s.Queue.Seconds() + .5)
}
