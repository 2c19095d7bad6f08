package node

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"sync"

	"portico/app/config"
	"portico/sync/store/seal"
)

// Recordings returns what seals and opens recordings, with a key that is
// derived from the store's master key: who cannot open the store sees nobody in
// them. It makes a master key where there is none.
func Recordings(ctx context.Context, cfg config.Config, log *slog.Logger) (seal.Box, error) {
	master, err := masterKey(ctx, cfg, cfg.Data, log)
	if err != nil {
		return seal.Box{}, err
	}
	key, err := hkdf.Key(sha256.New, master[:], nil, "portico recordings 1", len(seal.Key{}))
	if err != nil {
		return seal.Box{}, fmt.Errorf("derive the recordings' key: %w", err)
	}
	return seal.NewBox(seal.Key(key)), nil
}

// Unseal opens the pictures of recordings, as replay.Config wants it. The
// master key is read when the first sealed one is met.
func Unseal(ctx context.Context, cfg config.Config, log *slog.Logger) func(about, sealed []byte) ([]byte, error) {
	box := sync.OnceValues(func() (seal.Box, error) { return Recordings(ctx, cfg, log) })
	return func(about, sealed []byte) ([]byte, error) {
		b, err := box()
		if err != nil {
			return nil, err
		}
		return b.Open(about, sealed)
	}
}
