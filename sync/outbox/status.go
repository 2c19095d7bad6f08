package outbox

import (
	"context"
	"fmt"
	"time"
)

// Status is what an operator sees of a Worker.
type Status struct {
	Backend     string    `json:"backend,omitempty"`
	Pending     int       `json:"pending"`              // entries still to be delivered
	Dead        int       `json:"dead"`                 // entries given up, waiting for Retry
	Late        int       `json:"late"`                 // entries owed for longer than Config.LateAfter, dead or not
	Damaged     int       `json:"damaged,omitempty"`    // entries of the queue that cannot be read, whomever they are owed to
	Sending     int       `json:"sending"`              // entries under way now
	Delivered   int       `json:"delivered"`            // acknowledged since the Worker was made
	Oldest      time.Time `json:"oldest,omitzero"`      // when the oldest entry was enqueued, dead or not
	LastSuccess time.Time `json:"lastSuccess,omitzero"` // last acknowledged delivery since the Worker was made
	LastFailure time.Time `json:"lastFailure,omitzero"`
	LastError   string    `json:"lastError,omitempty"` // of LastFailure; never personal data
	Unavailable bool      `json:"unavailable"`         // the last try found the backend unavailable

	Entries []Owed `json:"entries,omitempty"` // the oldest hundred
}

// Owed is one entry as an operator sees it.
type Owed struct {
	ID       uint64    `json:"id"`
	Topic    string    `json:"topic"`
	Key      string    `json:"key"`
	Dead     bool      `json:"dead"`
	Late     bool      `json:"late,omitempty"` // owed for longer than Config.LateAfter
	Attempts int       `json:"attempts"`
	Since    time.Time `json:"since"`
	Next     time.Time `json:"next,omitzero"`      // no earlier try; absent when dead
	Error    string    `json:"error,omitempty"`    // why the last try failed, or why it was given up
	Progress string    `json:"progress,omitempty"` // how far it came
}

// shown bounds Status.Entries.
const shown = 100

// Status returns the queue's length now and what the Worker saw last.
func (w *Worker) Status(ctx context.Context) (Status, error) {
	entries, damaged, err := w.list(ctx)
	if err != nil {
		return Status{}, fmt.Errorf("outbox status: %w", err)
	}
	w.mu.Lock()
	st := w.status
	st.Backend, st.Unavailable, st.Sending, st.Damaged = w.cfg.Backend, w.outage > 0, len(w.busy), damaged
	w.mu.Unlock()
	now := w.cfg.Clock()
	for _, e := range entries {
		if e.Backend != w.cfg.Backend {
			continue
		}
		if e.Dead {
			st.Dead++
		} else {
			st.Pending++
		}
		late := now.Sub(e.Enqueued) >= w.cfg.LateAfter
		if late {
			st.Late++
		}
		if st.Oldest.IsZero() || e.Enqueued.Before(st.Oldest) {
			st.Oldest = e.Enqueued
		}
		if len(st.Entries) < shown {
			st.Entries = append(st.Entries, w.owed(e, late))
		}
	}
	return st, nil
}

func (w *Worker) owed(e Entry, late bool) Owed {
	o := Owed{
		ID: e.ID, Topic: e.Topic, Key: e.Key, Dead: e.Dead, Late: late, Attempts: e.Attempts,
		Since: e.Enqueued, Next: e.NotBefore, Error: e.LastError, Progress: w.cfg.Progress(e.Payload),
	}
	if e.Dead {
		o.Next = time.Time{}
	}
	return o
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
	w.status.Delivered++
}

func (w *Worker) failed(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.status.LastFailure, w.status.LastError = w.cfg.Clock(), err.Error()
}
