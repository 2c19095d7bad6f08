package office

import (
	"context"
	"time"

	"portico/app/screen"
	"portico/sync/outbox"
)

// warnAfter is how long a delivery may be owed until staff are warned; the
// outbox counts by the same.
const warnAfter = 7 * 24 * time.Hour

// keyShown is how much of a random identifier people compare.
const keyShown = 8

func (o *Office) delivery(ctx context.Context) (*screen.Delivery, error) {
	sync, err := o.deps.Desk.Status(ctx)
	if err != nil {
		return nil, err
	}
	d := &screen.Delivery{
		Pending: sync.Pending, Dead: sync.Dead, Late: sync.Late, Delivered: sync.Delivered,
		Unavailable: sync.Unavailable, LastSuccess: sync.LastSuccess.Local(),
		WarnAfter: warnAfter, ErasedAfter: time.Duration(o.Privacy().Undelivered),
	}
	for _, id := range sync.Disagreements {
		d.Disagreed = append(d.Disagreed, key(id))
	}
	for _, backend := range sync.Backends {
		for _, e := range backend.Entries {
			d.Owed = append(d.Owed, owed(backend.Backend, e))
		}
	}
	return d, nil
}

func key(id string) string { return id[:min(len(id), keyShown)] }

func owed(receiver string, e outbox.Owed) screen.Owed {
	return screen.Owed{
		Receiver: receiver, Key: key(e.Key), Since: e.Since.Local(), Next: e.Next.Local(), Attempts: e.Attempts,
		Dead: e.Dead, Late: e.Late, Reason: e.Error, Progress: e.Progress,
	}
}

// Retry makes the deliveries that were given up due again.
func (o *Office) Retry(ctx context.Context) error {
	_, err := o.deps.Desk.Retry(ctx)
	return err
}
