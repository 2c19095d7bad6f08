package disserver

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"portico/sync/disapi"
)

// status gives a body another status than 200.
type status struct {
	code int
	body any
}

// route serves one operation: access, panics, answer and log line.
func (s *server) route(route disapi.Route, h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !route.Open() && s.refuse(w, r) {
			return
		}
		start := time.Now()
		body, err := s.guarded(h, r)
		code := s.answer(w, body, err)
		s.Log.Debug("request", "operation", route.Operation, "status", code, "ms", time.Since(start).Milliseconds())
		if err != nil && code >= http.StatusInternalServerError {
			s.Log.Error("request failed", "operation", route.Operation, "error", err)
		}
	})
}

// guarded turns a panic of h into an error. The value of a panic may hold
// personal data, so only its type and place are kept.
func (s *server) guarded(h handler, r *http.Request) (body any, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic with a %T at %s", v, debug.Stack())
		}
	}()
	return h(r)
}

// unknown answers what no route matches: 405 where another method would, else
// 404.
func (s *server) unknown(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.refuse(w, r) {
			return
		}
		var allowed []string
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete} {
			other := r.Clone(r.Context())
			other.Method = method
			if _, pattern := mux.Handler(other); pattern != "/" {
				allowed = append(allowed, method)
			}
		}
		if len(allowed) == 0 {
			s.answer(w, nil, &problem{disapi.NotFound, "there is nothing at this path"})
			return
		}
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		s.answer(w, nil, &problem{disapi.InvalidRequestMethod, "the path does not take this method"})
	})
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
			w.Header().Set("Retry-After", strconv.Itoa(int(s.Queue.Seconds()+.5)))
		}
		body = status{p.code.Status(), disapi.ErrorResponse{ErrorCode: p.code, ErrorMessage: p.message}}
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
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(code)
	_, _ = w.Write(buf.Bytes()) // fails when the client is gone: nobody to tell
	return code
}
