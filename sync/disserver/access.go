package disserver

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"

	"portico/sync/disapi"
	"portico/sync/token"
)

// bearerKey finds the token of a request in its context.
type bearerKey struct{}

// owner names whom the customers belong to that the request may see.
func owner(ctx context.Context) string {
	t, _ := ctx.Value(bearerKey{}).(token.Token)
	return t.Owner()
}

// admit answers 401 or 403, which have no body, 429, or an error. Otherwise it
// returns the request with its bearer.
func (s *server) admit(w http.ResponseWriter, r *http.Request, path string) (admitted *http.Request, code int) {
	scheme, text, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	t, err := token.Token{}, token.ErrUnknown
	if strings.EqualFold(scheme, "Bearer") && text != "" {
		t, err = token.Judge(r.Context(), s.Tokens, text, s.Clock())
	}
	switch {
	case errors.Is(err, token.ErrUnknown) && !s.guesses.allow(address(r), s.Clock()):
		return nil, s.answer(w, nil, errTooFast)
	case errors.Is(err, token.ErrUnknown):
		w.Header().Set("WWW-Authenticate", "Bearer")
		w.WriteHeader(http.StatusUnauthorized)
		return nil, http.StatusUnauthorized
	case err != nil:
		s.log(r.Context()).Error("the token cannot be judged", "error", err)
		return nil, s.answer(w, nil, err)
	case !permits(t.Role, path):
		w.WriteHeader(http.StatusForbidden)
		return nil, http.StatusForbidden
	case !s.rates.allow(t.ID, s.Clock()):
		return nil, s.answer(w, nil, errTooFast)
	}
	return r.WithContext(context.WithValue(r.Context(), bearerKey{}, t)), http.StatusOK
}

// address is where a request comes from, without the port.
func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// permits says what a role may call. A path outside of the routes is open to
// all, since nothing answers there.
func permits(r token.Role, path string) bool {
	if path == "" || strings.HasPrefix(path, disapi.Base+"/metadata") {
		return true
	}
	switch r {
	case token.Integrator:
		return true
	case token.Kiosk:
		return strings.HasPrefix(path, disapi.Base+"/customers") || strings.HasPrefix(path, disapi.Base+"/sessions")
	}
	return false
}
