package bolt

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"go.etcd.io/bbolt"

	"portico/sync/audit"
	"portico/sync/store"
)

// markKey is the meta bucket's key of the store.Mark.
var markKey = []byte("clock")

// markEvery is how often the time is written down.
const markEvery = time.Minute

// Time returns the store's own time, by which customers age, and whether the
// machine's clock runs so far ahead of it that it waits for ConfirmClock.
func (s *Store) Time() (now time.Time, held bool) {
	if s.clock != nil {
		return s.clock(), false
	}
	s.marking.Lock()
	defer s.marking.Unlock()
	next, held := s.mark.Next(s.machine())
	return next.Now, held
}

// Now returns the store's own time.
func (s *Store) Now() time.Time {
	now, _ := s.Time()
	return now
}

// ConfirmClock says that the machine's clock is right however far it jumped:
// lifetimes end by it from now on.
func (s *Store) ConfirmClock(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	r := s.machine()
	mark := store.Mark{Now: r.Wall.UTC().Round(0), Boot: r.Boot, Up: r.Up}
	switch behind := s.Now().Sub(mark.Now); {
	case behind > markEvery:
		return errors.New("confirm the clock: it is behind the store's time, which never goes back")
	case behind >= 0:
		return nil // nothing waits to be confirmed
	}
	if err := s.tell(ctx, audit.Event{What: audit.ClockBelieved, Role: audit.Operator}); err != nil {
		return err
	}
	return s.putMark(mark)
}

// remember writes the time down, once a minute, so that a restart goes on from
// there. It also notices a jump of the clock, once.
func (s *Store) remember(ctx context.Context) error {
	if s.clock != nil {
		return nil
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	next, held := s.mark.Next(s.machine())
	if held && !s.held {
		slog.Warn("the clock jumped further than anything explains; nothing expires by it until a time service or 'portico customers clock --confirm' confirms it", "ahead_of", next.Now)
		if err := s.tell(ctx, audit.Event{What: audit.ClockHeld, Role: audit.System}); err != nil {
			return err
		}
	}
	s.held = held
	if next.Boot == s.mark.Boot && next.Now.Sub(s.mark.Now) < markEvery {
		return nil
	}
	return s.putMark(next)
}

func (s *Store) putMark(m store.Mark) error {
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	err = s.db.Update(func(tx *bbolt.Tx) error { return tx.Bucket(metaBucket).Put(markKey, text) })
	if err != nil {
		return fmt.Errorf("write down the time: %w", full(err))
	}
	s.marking.Lock()
	defer s.marking.Unlock()
	s.mark = m
	return nil
}

// loadMark reads the time as it was written down last and goes on from there.
// After a restart of the machine it is written down at once: otherwise the time
// could go back in the next crash.
func (s *Store) loadMark() error {
	err := s.db.View(func(tx *bbolt.Tx) error {
		if err := json.Unmarshal(tx.Bucket(metaBucket).Get(markKey), &s.mark); err != nil {
			return fmt.Errorf("the time of the store: %w", errors.Join(ErrDamaged, err))
		}
		return nil
	})
	if err != nil || s.clock != nil {
		return err
	}
	if next, _ := s.mark.Next(s.machine()); next.Boot != s.mark.Boot {
		return s.putMark(next)
	}
	return nil
}

// tell appends to the audit trail, where there is one.
func (s *Store) tell(ctx context.Context, e audit.Event) error {
	if s.trail == nil {
		return nil
	}
	return s.trail.Append(ctx, e)
}
