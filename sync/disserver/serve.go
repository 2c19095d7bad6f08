package disserver

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"portico/sync/disapi"
)

// requestHeader carries the id of a request, the client's own where it sent a
// good one: it stands in the log beside what went wrong.
const requestHeader = "X-Request-Id"

var goodID = regexp.MustCompile(`^[A-Za-z0-9._-]{8,64}$`)

type requestKey struct{}

// log returns the log of a request.
func (s *server) log(ctx context.Context) *slog.Logger {
	id, _ := ctx.Value(requestKey{}).(string)
	return s.Log.With("request", id)
}

// dress gives every answer its headers: it is data, of nobody else's page, and
// not to be kept.
func (s *server) dress(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get(requestHeader)
		if !goodID.MatchString(id) {
			id = s.NewID()
		}
		h := w.Header()
		h.Set(requestHeader, id)
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		if r.TLS != nil {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestKey{}, id)))
	})
}

// statusGone is what others, too, count requests by whose client has gone
// before the answer.
const statusGone = 499

// route serves one operation: access, panics, answer, log line.
func (s *server) route(route disapi.Route, h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		code := http.StatusOK
		r, answered := s.Watch(r, route.Operation)
		defer func() { answered(code) }()
		if !route.Open() {
			r, code = s.admit(w, r, route.Path)
		}
		if r == nil {
			return
		}
		client := r.Context()
		ctx, v := s.pool.begin(client, s.Queue)
		defer s.pool.end(v)
		r = r.WithContext(ctx)
		log := s.log(r.Context()).With("operation", route.Operation)
		body, err := s.guarded(h, r)
		if errors.Is(err, context.Canceled) && client.Err() != nil {
			code = statusGone
		} else {
			if err != nil && problemOf(err).code == disapi.UnexpectedError {
				log.Error("request failed", "error", err)
			}
			code = s.answer(w, body, err)
		}
		log.Debug("request", "status", code, "ms", time.Since(start).Milliseconds())
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
		if r, _ = s.admit(w, r, ""); r == nil {
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
