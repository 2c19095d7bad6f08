package disserver

import (
	"sync"
	"time"
)

// sessionStore keeps the sessions of this process in memory: a restart ends
// them, and their customers are erased when their own lifetime ends. It is
// safe for concurrent use.
type sessionStore struct {
	mu       sync.Mutex
	sessions map[string]session // by name
}

type session struct {
	ends      time.Time
	customers []string
}

func newSessionStore() *sessionStore { return &sessionStore{sessions: map[string]session{}} }

func (s *sessionStore) start(name string, ends time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sessions[name] = session{ends: ends}
}

func (s *sessionStore) open(name string, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.sessions[name]
	return ok && now.Before(found.ends)
}

// add puts a customer under a session and says whether it is still open.
func (s *sessionStore) add(name, id string, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.sessions[name]
	if !ok || !now.Before(found.ends) {
		return false
	}
	found.customers = append(found.customers, id)
	s.sessions[name] = found
	return true
}

// end forgets a session and returns its customers.
func (s *sessionStore) end(name string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.sessions[name]
	delete(s.sessions, name)
	return found.customers
}

// over forgets the sessions that ran out and returns their customers.
func (s *sessionStore) over(now time.Time) map[string][]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	ended := map[string][]string{}
	for name, found := range s.sessions {
		if !now.Before(found.ends) {
			ended[name] = found.customers
			delete(s.sessions, name)
		}
	}
	return ended
}
