package control

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"portico/sync/delivery"
	"portico/sync/outbox"
	"portico/sync/webhook"
)

// Sync is how the deliveries stand: of all backends together, and of each.
type Sync struct {
	outbox.Status
	Backends []outbox.Status `json:"backends"`
	// Disagreements are the customers that a backend judges otherwise than the
	// decision here: somebody must look.
	Disagreements []string `json:"disagreements,omitempty"`
}

// workers are those of the deliveries; where no backend is configured, ones
// that can only count what is owed, and the reason why.
func (o *Office) workers() ([]*outbox.Worker, error) {
	all, err := o.Workers()
	if err != nil {
		for _, name := range []string{"", webhook.Backend} {
			all = append(all, outbox.New(o.Queue, nil, outbox.Config{Backend: name, Clock: o.now}))
		}
	}
	return all, err
}

// Status implements Desk.
func (o *Office) Status(ctx context.Context) (*Sync, error) {
	workers, _ := o.workers() // without a backend, what is owed can be counted all the same
	var s Sync
	for _, w := range workers {
		one, err := w.Status(ctx)
		if err != nil {
			return nil, err
		}
		s.add(one)
	}
	customers, err := o.Store.List(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range customers {
		if c.Disagrees {
			s.Disagreements = append(s.Disagreements, c.ID)
		}
	}
	return &s, nil
}

func (s *Sync) add(one outbox.Status) {
	one.Backend = cmp.Or(one.Backend, delivery.Backend)
	s.Backends = append(s.Backends, one)
	s.Pending += one.Pending
	s.Dead += one.Dead
	s.Late += one.Late
	s.Damaged = max(s.Damaged, one.Damaged) // of the queue that they share
	s.Sending += one.Sending
	s.Delivered += one.Delivered
	s.Unavailable = s.Unavailable || one.Unavailable
	if s.Oldest.IsZero() || !one.Oldest.IsZero() && one.Oldest.Before(s.Oldest) {
		s.Oldest = one.Oldest
	}
	if one.LastSuccess.After(s.LastSuccess) {
		s.LastSuccess = one.LastSuccess
	}
	if one.LastFailure.After(s.LastFailure) {
		s.LastFailure, s.LastError = one.LastFailure, one.LastError
	}
}

// Run implements Desk.
func (o *Office) Run(ctx context.Context) (*Sync, error) {
	workers, err := o.workers()
	if err != nil {
		return nil, err
	}
	var errs []error
	for _, w := range workers {
		errs = append(errs, w.Drain(ctx))
	}
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("deliver: %w", err)
	}
	return o.Status(ctx)
}

// Retry implements Desk.
func (o *Office) Retry(ctx context.Context) (int, error) {
	n, err := o.Queue.Retry(ctx, o.now())
	o.wake()
	return n, err
}

// now is the time by which customers age and deliveries are due.
func (o *Office) now() time.Time {
	now, _ := o.Store.Time()
	return now
}

func (o *Office) wake() {
	workers, _ := o.workers() // those that only count have nobody to wake
	for _, w := range workers {
		w.Wake()
	}
}
