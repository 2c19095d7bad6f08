package disserver

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Bounds of who shows no good token: from one address one a second, and a few
// at once for clients whose token has just ended.
const (
	guessesEach  = 1
	guessesBurst = 20
)

// mostRates bounds what is remembered. Where more come, all begin afresh.
const mostRates = 10_000

// rates bounds how often somebody does something, on this server. It is safe
// for concurrent use.
type rates struct {
	each  rate.Limit // a second; 0: no bound
	burst int

	mu  sync.Mutex
	who map[string]*rate.Limiter
}

func newRates(each rate.Limit, burst int) *rates {
	return &rates{each: each, burst: burst, who: map[string]*rate.Limiter{}}
}

// allow says whether who, a token or an address, may do it once more now.
func (r *rates) allow(who string, now time.Time) bool {
	if r.each == 0 {
		return true
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	l, ok := r.who[who]
	if !ok {
		if len(r.who) == mostRates {
			clear(r.who)
		}
		l = rate.NewLimiter(r.each, r.burst)
		r.who[who] = l
	}
	return l.AllowN(now, 1)
}
