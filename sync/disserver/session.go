package disserver

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"portico/engine/customer"
	"portico/sync/disapi"
)

const (
	sessionTokenBytes = 32
	longestSession    = 24 * time.Hour // a longer timeout is shortened
)

// errNoSession refuses, as the contract does without a body, to create a
// customer in a session that is over.
var errNoSession = errors.New("the session is over")

// sessionName is the hash of the token in the request's header, which is all
// that is kept of it; empty without a token.
func sessionName(r *http.Request) string {
	token := r.Header.Get(disapi.SessionHeader)
	if token == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// owned finds a customer for the request. One that belongs to a session is
// there only for requests of that session and while it lasts.
func (s *server) owned(r *http.Request, id string) (*customer.Customer, error) {
	c, err := s.Store.Get(r.Context(), id)
	if err == nil && c.Session != "" && (c.Session != sessionName(r) || !s.sessions.open(c.Session, s.Clock())) {
		return nil, customer.ErrNotFound
	}
	return c, err
}

func (s *server) createSession(r *http.Request) (any, error) {
	var req disapi.CreateSessionRequest
	if err := s.decode(r, &req); err != nil {
		return nil, err
	}
	if req.Timeout < 1 {
		return nil, badBody("timeout: a number of seconds from 1 is required")
	}
	if err := s.eraseOver(r.Context()); err != nil {
		return nil, err
	}
	random := make([]byte, sessionTokenBytes)
	if _, err := io.ReadFull(s.Random, random); err != nil {
		return nil, fmt.Errorf("make a session token: %w", err)
	}
	token := base64.StdEncoding.EncodeToString(random)
	sum := sha256.Sum256([]byte(token))
	life := longestSession
	if seconds := int(longestSession / time.Second); req.Timeout < seconds {
		life = time.Duration(req.Timeout) * time.Second
	}
	s.sessions.start(hex.EncodeToString(sum[:]), s.Clock().Add(life))
	return disapi.CreateSessionResponse{Token: token}, nil
}

// deleteSession ends the session and erases its customers.
func (s *server) deleteSession(r *http.Request) (any, error) {
	name := sessionName(r)
	return nil, s.erase(r.Context(), name, s.sessions.end(name))
}

// eraseOver erases the customers of sessions that ran out. They are not found
// before that either.
func (s *server) eraseOver(ctx context.Context) error {
	for name, ids := range s.sessions.over(s.Clock()) {
		if err := s.erase(ctx, name, ids); err != nil {
			return err
		}
	}
	return nil
}

// erase erases those of the customers that belong to the session: an id may
// have been given to another since.
func (s *server) erase(ctx context.Context, session string, ids []string) error {
	for _, id := range ids {
		c, err := s.Store.Get(ctx, id)
		if errors.Is(err, customer.ErrNotFound) || err == nil && c.Session != session {
			continue
		}
		if err != nil {
			return err
		}
		if err := s.Store.Delete(ctx, id); err != nil {
			return err
		}
	}
	return nil
}
