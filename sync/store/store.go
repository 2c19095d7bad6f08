// Package store holds what every store of customers shares: how long a
// customer is kept. The stores themselves are packages below it (bolt), the
// contract is customer.Store, and storetest checks that a store honours it.
package store

import (
	"time"

	"portico/engine/customer"
)

// Lifetime says how long customers are kept. The zero value means the
// defaults named at the fields.
type Lifetime struct {
	Unfinished  time.Duration // after the last change, while in progress; 0 means 30 minutes
	Finished    time.Duration // after the last delivery was acknowledged, or the last change if none was owed; 0 means 24 hours
	Undelivered time.Duration // after the first delivery that is still owed was enqueued; 0 means 30 days
}

// WithDefaults returns l with the defaults filled in.
func (l Lifetime) WithDefaults() Lifetime {
	set := func(d *time.Duration, to time.Duration) {
		if *d == 0 {
			*d = to
		}
	}
	set(&l.Unfinished, 30*time.Minute)
	set(&l.Finished, 24*time.Hour)
	set(&l.Undelivered, 30*24*time.Hour)
	return l
}

// End returns when a customer's lifetime ends. settled is its last change or
// the last acknowledgement, whichever is later; owed is when the oldest
// delivery still owed was enqueued, zero when none is. Whatever they say, it
// ends at latest, unless that is zero.
func (l Lifetime) End(state customer.State, settled, owed, latest time.Time) time.Time {
	l = l.WithDefaults()
	end := settled.Add(l.Unfinished)
	switch {
	case !owed.IsZero():
		end = owed.Add(l.Undelivered)
	case state == customer.Finished:
		end = settled.Add(l.Finished)
	}
	if !latest.IsZero() && latest.Before(end) {
		return latest
	}
	return end
}
