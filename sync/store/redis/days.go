package redis

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"portico/engine/customer"
	"portico/sync/store/seal"
)

// errDestroyed says that the key of the day was destroyed, and with it what it
// wrapped.
var errDestroyed = fmt.Errorf("%w: the key of its day was destroyed", customer.ErrNotFound)

const masterName = prefix + "master"

// days hands out the key-encryption keys of the days. They lie in Redis,
// wrapped by the master key, and end there, longest after their day is over.
type days struct {
	rdb     goredis.UniversalClient
	master  seal.Box
	longest time.Duration
	clock   func() time.Time

	mu    sync.Mutex
	boxes map[string]seal.Box // opened before, by day
}

func newDays(rdb goredis.UniversalClient, master seal.Key, longest time.Duration, clock func() time.Time) *days {
	return &days{rdb: rdb, master: seal.NewBox(master), longest: longest, clock: clock, boxes: map[string]seal.Box{}}
}

// check compares the master key with the one that the store was begun with.
func (d *days) check(ctx context.Context) error {
	about := seal.About("master")
	if err := d.rdb.SetNX(ctx, masterName, d.master.Seal(about, nil), 0).Err(); err != nil {
		return err
	}
	sealed, err := d.rdb.Get(ctx, masterName).Bytes()
	if err != nil {
		return err
	}
	if _, err := d.master.Open(about, sealed); err != nil {
		return ErrKey
	}
	return nil
}

func dayKey(day string) string { return prefix + "day:" + day }

// today returns the key to wrap with. It is always asked for: a key that Redis
// lost must not be used again, for the other servers cannot have it.
func (d *days) today(ctx context.Context) (day string, box seal.Box, err error) {
	now := d.clock().UTC()
	day = now.Format(time.DateOnly)
	if box, err = d.fetch(ctx, day); !errors.Is(err, errDestroyed) {
		return day, box, err
	}
	ends := now.Truncate(24 * time.Hour).Add(24*time.Hour + d.longest)
	wrapped := d.master.WrapKey(seal.About("day", day), seal.NewKey())
	if err := d.rdb.SetNX(ctx, dayKey(day), wrapped, ends.Sub(now)).Err(); err != nil {
		return "", seal.Box{}, err
	}
	box, err = d.fetch(ctx, day)
	return day, box, err
}

// of returns the key of a day to open with.
func (d *days) of(ctx context.Context, day string) (seal.Box, error) {
	d.mu.Lock()
	box, ok := d.boxes[day]
	d.mu.Unlock()
	if ok {
		return box, nil
	}
	return d.fetch(ctx, day)
}

func (d *days) fetch(ctx context.Context, day string) (seal.Box, error) {
	wrapped, err := d.rdb.Get(ctx, dayKey(day)).Bytes()
	if errors.Is(err, goredis.Nil) {
		return seal.Box{}, errDestroyed
	}
	if err != nil {
		return seal.Box{}, err
	}
	box, err := d.master.UnwrapKey(seal.About("day", day), wrapped)
	if err != nil {
		return seal.Box{}, fmt.Errorf("the key of %s: %w", day, err)
	}
	d.keep(day, box)
	return box, nil
}

// keep remembers an opened key and forgets those whose time is over.
func (d *days) keep(day string, box seal.Box) {
	oldest := d.clock().UTC().Add(-24*time.Hour - d.longest).Format(time.DateOnly)
	d.mu.Lock()
	defer d.mu.Unlock()
	for other := range d.boxes {
		if other < oldest {
			delete(d.boxes, other)
		}
	}
	d.boxes[day] = box
}
