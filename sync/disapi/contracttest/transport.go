package contracttest

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"portico/sync/disapi"
)

// Transport passes requests on to next and fails the test when an answer
// breaks the contract. Without the contract's file it only passes them on.
func Transport(t testing.TB, next http.RoundTripper) http.RoundTripper {
	t.Helper()
	c := Find(t)
	if c == nil {
		return next
	}
	watch := &transport{t: t, next: next, contract: c, mux: http.NewServeMux(), operations: map[string]string{}}
	for _, r := range disapi.Routes() {
		pattern := r.Method + " " + strings.ReplaceAll(r.Path, "{page-type}", "{side}")
		watch.operations[pattern] = r.Operation
		watch.mux.Handle(pattern, http.NotFoundHandler())
	}
	return watch
}

type transport struct {
	t          testing.TB
	next       http.RoundTripper
	contract   *Contract
	mux        *http.ServeMux
	operations map[string]string // by pattern
}

// RoundTrip implements http.RoundTripper.
func (w *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := w.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	if err := res.Body.Close(); err != nil {
		return nil, err
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	if _, pattern := w.mux.Handler(req); pattern != "" {
		if err := w.contract.Answer(w.operations[pattern], res.StatusCode, res.Header.Get("Content-Type"), body); err != nil {
			w.t.Errorf("breaks the contract: %v", err)
		}
	}
	return res, nil
}
