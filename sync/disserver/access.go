package disserver

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"strings"
)

// TokenHash is the SHA-256 of a bearer token, which is all that is kept of it.
type TokenHash [sha256.Size]byte

// HashToken returns the hash of a token.
func HashToken(token string) TokenHash { return sha256.Sum256([]byte(token)) }

// Access is what a token may do.
type Access int

// The answers to a token: 401, 403 or the operation.
const (
	Unknown Access = iota
	Forbidden
	Allowed
)

// Tokens allows everything to the bearers of these tokens. The time it takes
// does not depend on which one came.
func Tokens(hashes ...TokenHash) func(TokenHash) Access {
	return func(got TokenHash) Access {
		known := 0
		for _, h := range hashes {
			known |= subtle.ConstantTimeCompare(got[:], h[:])
		}
		if known == 0 {
			return Unknown
		}
		return Allowed
	}
}

// refuse answers 401 or 403, which have no body, and says whether it did.
func (s *server) refuse(w http.ResponseWriter, r *http.Request) bool {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	access := Unknown
	if strings.EqualFold(scheme, "Bearer") && token != "" {
		access = s.Access(HashToken(token))
	}
	switch access {
	case Allowed:
		return false
	case Forbidden:
		w.WriteHeader(http.StatusForbidden)
	default:
		w.Header().Set("WWW-Authenticate", "Bearer")
		w.WriteHeader(http.StatusUnauthorized)
	}
	return true
}
