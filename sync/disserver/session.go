package disserver

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"portico/engine/customer"
	"portico/sync/audit"
	"portico/sync/disapi"
	"portico/sync/store"
)

const sessionTokenBytes = 32

// errNoSession refuses, as the contract does without a body, to create a
// customer in a session that is over.
var errNoSession = errors.New("the session is over")

// session is what the shelf keeps of one. Its customers end with it by
// themselves: the list is for a client that closes it before.
type session struct {
	Owner     string   `json:"owner"`
	Customers []string `json:"customers,omitempty"`
}

func sessionItem(name string) string { return "session/" + name }

// sessionName is the hash of the token in the request's header, which is all
// that is kept of it; empty without a token.
func sessionName(r *http.Request) string {
	token := r.Header.Get(disapi.SessionHeader)
	if token == "" {
		return ""
	}
	return nameOf(token)
}

func nameOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// owned finds a customer for the request: one of its bearer's, and, where it
// belongs to a session, of the request's.
func (s *server) owned(r *http.Request, id string) (*customer.Customer, error) {
	c, err := s.Store.Get(r.Context(), id)
	if err == nil && (c.Owner != owner(r.Context()) || c.Session != "" && c.Session != sessionName(r)) {
		return nil, customer.ErrNotFound
	}
	return c, err
}

// fetchSession returns the request's open session; errNoSession without one.
func (s *server) fetchSession(r *http.Request) (session, store.Item, error) {
	var found session
	item, err := s.Shelf.Fetch(r.Context(), sessionItem(sessionName(r)))
	if errors.Is(err, customer.ErrNotFound) {
		return found, item, errNoSession
	}
	if err == nil {
		err = json.Unmarshal(item.Value, &found)
	}
	if err == nil && found.Owner != owner(r.Context()) {
		err = errNoSession
	}
	return found, item, err
}

// join notes that a customer belongs to the request's session, which may have
// been closed meanwhile.
func (s *server) join(r *http.Request, id string) error {
	for try := 1; ; try++ {
		found, item, err := s.fetchSession(r)
		if err != nil {
			return err
		}
		found.Customers = append(found.Customers, id)
		if item.Value, err = json.Marshal(found); err != nil {
			return err
		}
		err = s.Shelf.Put(r.Context(), sessionItem(sessionName(r)), &item)
		if errors.Is(err, customer.ErrNotFound) {
			return errNoSession
		}
		if !errors.Is(err, customer.ErrConflict) || try == mostTries {
			return err
		}
	}
}

func (s *server) createSession(r *http.Request) (any, error) {
	var req disapi.CreateSessionRequest
	if err := s.decode(r, &req); err != nil {
		return nil, err
	}
	if req.Timeout < 1 {
		return nil, badBody("timeout: a number of seconds from 1 is required")
	}
	random := make([]byte, sessionTokenBytes)
	if _, err := io.ReadFull(s.Random, random); err != nil {
		return nil, fmt.Errorf("make a session token: %w", err)
	}
	token := base64.StdEncoding.EncodeToString(random)
	value, err := json.Marshal(session{Owner: owner(r.Context())})
	if err != nil {
		return nil, err
	}
	life := store.LongestShelved // a longer timeout is shortened
	if req.Timeout < int(life/time.Second) {
		life = time.Duration(req.Timeout) * time.Second
	}
	item := store.Item{Value: value, Ends: s.Clock().Add(life)}
	if err := s.Shelf.Put(r.Context(), sessionItem(nameOf(token)), &item); err != nil {
		return nil, err
	}
	return disapi.CreateSessionResponse{Token: token}, nil
}

// deleteSession ends the session and erases its customers.
func (s *server) deleteSession(r *http.Request) (any, error) {
	found, _, err := s.fetchSession(r)
	if errors.Is(err, errNoSession) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	name := sessionName(r)
	if err := s.Shelf.Drop(r.Context(), sessionItem(name)); err != nil {
		return nil, err
	}
	return nil, s.erase(r.Context(), name, found.Customers)
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
		s.tell(ctx, audit.Erased, id, "")
	}
	return nil
}
