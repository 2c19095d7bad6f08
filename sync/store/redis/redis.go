// Package redis keeps customers, and what the backend keeps beside them, in a
// Redis that several servers share: one server, a Sentinel's, or a cluster.
//
// Redis sees ciphertexts, identifiers and lifetimes only. Each customer is one
// hash, whose key holds the id as {hash tag}: record and pictures are saved by
// one script, erased by one command and end with one expiry, which is Redis's
// own. A customer's data are sealed with a key of its own; that is wrapped by a
// key of the day, and the day's key by the master key, which the servers read
// from a file. A day's key ends with the longest lifetime: what backups and
// logs of Redis hold of it by then opens no more. The format is
// docs/design/redis.md.
//
// A Store implements customer.Store and store.Shelf.
package redis

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"portico/sync/store"
	"portico/sync/store/seal"
)

// Errors of Open and of reading. Callers compare with errors.Is.
var (
	// ErrDamaged marks stored data that cannot be what was written.
	ErrDamaged = seal.ErrDamaged
	// ErrKey says that the master key is not the one of this store.
	ErrKey = errors.New("the master key does not open this store")
)

// prefix is what every key in Redis begins with.
const prefix = "portico:"

// Config says where and how a Store keeps its data. URL and Key are required.
type Config struct {
	URL      string           // see Parse
	Key      seal.Key         // the master key, the same for all servers
	Lifetime store.Lifetime   // zero value: the defaults; nothing is owed from here
	Clock    func() time.Time // nil means time.Now
}

// Store is an open connection. It is safe for concurrent use, also by several
// programs on one Redis.
type Store struct {
	rdb   goredis.UniversalClient
	life  store.Lifetime
	clock func() time.Time
	days  *days
}

// Open connects. It fails when Redis cannot be reached, and with ErrKey when
// Key is not the one the store was begun with.
func Open(ctx context.Context, cfg Config) (*Store, error) {
	rdb, err := Parse(cfg.URL)
	if err != nil {
		return nil, err
	}
	s := &Store{rdb: rdb, life: cfg.Lifetime.WithDefaults(), clock: cfg.Clock}
	if s.clock == nil {
		s.clock = time.Now
	}
	s.days = newDays(rdb, cfg.Key, max(s.life.Unfinished, s.life.Finished, store.LongestShelved), s.clock)
	if err := s.days.check(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open the store in Redis: %w", err), rdb.Close())
	}
	return s, nil
}

// Close ends the connection.
func (s *Store) Close() error { return s.rdb.Close() }

// LogTo has the client of Redis report to log, at level debug: what it could
// not do is an error of the call. It is for the program's start, since the
// client has one logger for all.
func LogTo(log *slog.Logger) { goredis.SetLogger(logger{log}) }

type logger struct{ log *slog.Logger }

// Printf implements go-redis's logger.
func (l logger) Printf(ctx context.Context, format string, v ...any) {
	l.log.DebugContext(ctx, fmt.Sprintf(format, v...))
}

// lifetime returns how long what ends at ends lives from now on. Redis counts
// from its own clock, which need not be right.
func lifetime(now, ends time.Time) int64 { return max(1, ends.Sub(now).Milliseconds()) }
