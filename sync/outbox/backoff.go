package outbox

import "time"

// maxRetryAfter bounds what a backend may ask for.
const maxRetryAfter = time.Hour

// delay is the pause after the n-th failure in a row: 1 s, doubled with each
// further one, at most longest, of which jitter in [0, 1) takes away up to a
// half, so that kiosks that failed together do not come back together.
func delay(n int, longest time.Duration, jitter float64) time.Duration {
	d := longest
	if n < 32 { // beyond, it would overflow a Duration
		d = min(longest, time.Second<<(n-1))
	}
	return d - time.Duration(jitter*float64(d)/2)
}

// outageDelay counts one more try that found the backend unavailable and
// returns when its entry comes again. Everything else is held for as long
// where the backend asked for it, and for half as long otherwise: an outage
// that only this entry sees must not hold up the rest.
func (w *Worker) outageDelay(retryAfter time.Duration, now time.Time) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.outage++
	pause := min(retryAfter, maxRetryAfter)
	w.held = now.Add(pause)
	if retryAfter == 0 {
		pause = delay(w.outage, w.cfg.Probe, w.cfg.Jitter())
		w.held = now.Add(pause / 2)
	}
	return pause
}

// queueFailed holds everything for a while: the queue itself cannot be used.
func (w *Worker) queueFailed(err error) {
	now := w.cfg.Clock()
	w.mu.Lock()
	w.queueFailures++
	pause := delay(w.queueFailures, w.cfg.MaxDelay, w.cfg.Jitter())
	w.held = now.Add(pause)
	w.mu.Unlock()
	w.failed(err)
	w.cfg.Log.Error("the outbox cannot be used", "error", err, "again", pause)
}

func (w *Worker) queueWorked() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.queueFailures = 0
}
