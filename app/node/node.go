// Package node opens what both programs stand on: the cameras, the encrypted
// store, the outbox over it and the backend that speaks the DIS contract.
package node

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"

	"portico/app/config"
	"portico/engine/customer"
	"portico/sync/store/bolt"
)

// OpenStore opens the store in dir with the master key in keyFile. Where there
// is neither a store nor a key, a key is created; that is announced, for
// whoever loses the file loses the data. A damaged store is set aside, unless
// it is only to be inspected. An error says what to do about it.
func OpenStore(ctx context.Context, dir, keyFile string, p config.Privacy, inspect bool, log *slog.Logger) (*bolt.Store, error) {
	if bolt.Exists(dir) {
		if _, err := os.Stat(keyFile); errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("the store in %s is there, but not its master key %s; name the right one with --key-file", dir, keyFile)
		}
	}
	key, created, err := bolt.LoadKey(keyFile)
	if err != nil {
		return nil, err
	}
	if created {
		log.Warn("a master key was created; without it the store cannot be opened: keep a copy in a safe place", "file", keyFile)
	}
	s, err := bolt.Open(ctx, bolt.Config{Dir: dir, Key: key, Inspect: inspect, Lifetime: lifetime(p)})
	if errors.Is(err, customer.ErrLocked) {
		return nil, fmt.Errorf("open the store in %s: %w; stop that program first, or name another folder with --data", dir, err)
	}
	if err != nil {
		return nil, fmt.Errorf("open the store in %s: %w", dir, err)
	}
	return s, nil
}
