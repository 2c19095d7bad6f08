package node

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"portico/app/config"
	"portico/engine/customer"
	"portico/sync/store"
	"portico/sync/store/redis"
	"portico/sync/store/seal"
	"portico/sync/store/shelf"
	"portico/sync/token"
)

// Names in the data folder of a backend.
const (
	shelfName  = "shelf"
	tokensName = "tokens"
)

// sweepEvery is how often what is past its lifetime is erased. It is not found
// before that either.
const sweepEvery = time.Minute

// Backend is where a backend keeps what it was given: in a folder, or in a
// Redis that several share.
type Backend struct {
	Store  customer.Store
	Shelf  store.Shelf
	Tokens token.Book
	Vault  *Vault // nil where it is not in a folder

	sweep func(ctx context.Context) (int, error) // nil: it goes by itself
	close func() error
}

// OpenBackend opens the backend that cfg names.
func OpenBackend(ctx context.Context, cfg config.Config, log *slog.Logger) (*Backend, error) {
	if cfg.Server.Store != "" {
		return openRedis(ctx, cfg, log)
	}
	s, err := OpenStore(ctx, cfg, false, log)
	if err != nil {
		return nil, err
	}
	items, err := openShelf(ctx, cfg, s)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	both := func(ctx context.Context) (int, error) {
		n, err := s.Sweep(ctx)
		return n, errors.Join(err, items.Sweep(ctx))
	}
	return &Backend{
		Store: s, Shelf: items, Tokens: token.OpenFile(filepath.Join(cfg.Data, tokensName)), Vault: s, sweep: both, close: s.Close,
	}, nil
}

// OpenTokens opens the tokens of the backend that cfg names, whether it runs
// or not.
func OpenTokens(ctx context.Context, cfg config.Config, log *slog.Logger) (book token.Book, closed func() error, err error) {
	if cfg.Server.Store == "" {
		return token.OpenFile(filepath.Join(cfg.Data, tokensName)), func() error { return nil }, nil
	}
	b, err := openRedis(ctx, cfg, log)
	if err != nil {
		return nil, nil, err
	}
	return b.Tokens, b.Close, nil
}

// openShelf opens what lies beside the customers, sealed with a key that a
// change of the master key does not change.
func openShelf(ctx context.Context, cfg config.Config, s *Vault) (*shelf.Shelf, error) {
	key, err := s.Derive(shelfName)
	if err != nil {
		return nil, err
	}
	return shelf.Open(ctx, shelf.Config{Dir: filepath.Join(cfg.Data, shelfName), Key: seal.Key(key)})
}

func openRedis(ctx context.Context, cfg config.Config, log *slog.Logger) (*Backend, error) {
	key, made, err := KeySource(cfg).Load(ctx, "")
	if err != nil {
		return nil, err
	}
	if made {
		log.Warn("a master key was created; every server on this Redis needs the same: copy it to them", "file", cfg.KeyFile)
	}
	redis.LogTo(log)
	s, err := redis.Open(ctx, redis.Config{URL: cfg.Server.Store, Key: seal.Key(key), Lifetime: lifetime(cfg.Privacy)})
	if errors.Is(err, redis.ErrKey) {
		return nil, fmt.Errorf("%w; name the file that the other servers have with --key-file", err)
	}
	if err != nil {
		return nil, err
	}
	return &Backend{Store: s, Shelf: s, Tokens: s.Tokens(), close: s.Close}, nil
}

func lifetime(p config.Privacy) store.Lifetime {
	return store.Lifetime{
		Unfinished: time.Duration(p.Unfinished), Finished: time.Duration(p.Finished), Undelivered: time.Duration(p.Undelivered),
	}
}

// Close closes the store.
func (b *Backend) Close() error { return b.close() }

// Sweep erases what is past its lifetime until ctx is done, where the store
// does not do so by itself.
func (b *Backend) Sweep(ctx context.Context, log *slog.Logger) {
	if b.sweep == nil {
		<-ctx.Done()
		return
	}
	sweep(ctx, b.sweep, log)
}

// Sweep erases the customers past their lifetime until ctx is done.
func Sweep(ctx context.Context, s customer.Store, log *slog.Logger) {
	sweep(ctx, s.Sweep, log)
}

func sweep(ctx context.Context, once func(context.Context) (int, error), log *slog.Logger) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		if n, err := once(ctx); err != nil && ctx.Err() == nil {
			log.Error("erasing customers past their lifetime failed", "error", err)
		} else if n > 0 {
			log.Info("customers past their lifetime were erased", "count", n)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
