package outbox

import "time"

// maxRetryAfter bounds what a backend may ask for.
const maxRetryAfter = time.Hour

// delay is the pause after the n-th failure in a row: n² seconds, at most
// longest, of which jitter in [0, 1) takes away up to a half, so that kiosks
// that failed together do not come back together.
func delay(n int, longest time.Duration, jitter float64) time.Duration {
	d := longest
	if n < 1<<15 { // beyond, n² seconds would overflow a Duration
		d = min(longest, time.Duration(n*n)*time.Second)
	}
	return d - time.Duration(jitter*float64(d)/2)
}

// outageDelay counts one more try that found the backend unavailable.
func (w *Worker) outageDelay(retryAfter time.Duration) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.outage++
	if retryAfter > 0 {
		return min(retryAfter, maxRetryAfter)
	}
	return delay(w.outage, w.cfg.Probe, w.cfg.Jitter())
}
