package outbox

import (
	"context"
	"fmt"
	"time"
)

// Status is what an operator sees of a Worker.
type Status struct {
	Pending     int       `json:"pending"`              // entries still to be delivered
	Dead        int       `json:"dead"`                 // entries given up, waiting for Retry
	Late        int       `json:"late"`                 // entries owed for longer than Config.LateAfter, dead or not
	Oldest      time.Time `json:"oldest,omitzero"`      // when the oldest entry was enqueued, dead or not
	LastSuccess time.Time `json:"lastSuccess,omitzero"` // last acknowledged delivery since the Worker was made
	LastFailure time.Time `json:"lastFailure,omitzero"`
	LastError   string    `json:"lastError,omitempty"` // of LastFailure; never personal data
	Unavailable bool      `json:"unavailable"`         // the last try found the backend unavailable
}

// Status returns the queue's length now and what the Worker saw last.
func (w *Worker) Status(ctx context.Context) (Status, error) {
	entries, err := w.queue.List(ctx)
	if err != nil {
		return Status{}, fmt.Errorf("outbox status: %w", err)
	}
	w.mu.Lock()
	st := w.status
	st.Unavailable = w.outage > 0
	w.mu.Unlock()
	for _, e := range entries {
		if e.Dead {
			st.Dead++
		} else {
			st.Pending++
		}
		if w.cfg.Clock().Sub(e.Enqueued) >= w.cfg.LateAfter {
			st.Late++
		}
		if st.Oldest.IsZero() || e.Enqueued.Before(st.Oldest) {
			st.Oldest = e.Enqueued
		}
	}
	return st, nil
}

// answered ends an outage: the backend did take or refuse an entry.
func (w *Worker) answered() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.outage = 0
}

func (w *Worker) succeeded() {
	w.answered()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.status.LastSuccess = w.cfg.Clock()
	w.delivered++
}

// successes counts acknowledged deliveries.
func (w *Worker) successes() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.delivered
}

func (w *Worker) failed(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.status.LastFailure, w.status.LastError = w.cfg.Clock(), err.Error()
}
