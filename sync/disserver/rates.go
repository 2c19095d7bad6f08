package disserver

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// rates bounds how many requests a token makes, on this server. It is safe for
// concurrent use.
type rates struct {
	each  rate.Limit // a second; 0: no bound
	burst int

	mu     sync.Mutex
	tokens map[string]*rate.Limiter // of known tokens only, so there are few
}

// allow says whether a token may make one more request now.
func (r *rates) allow(id string, now time.Time) bool {
	if r.each == 0 {
		return true
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	l, ok := r.tokens[id]
	if !ok {
		l = rate.NewLimiter(r.each, r.burst)
		r.tokens[id] = l
	}
	return l.AllowN(now, 1)
}
