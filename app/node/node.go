// Package node opens what both programs stand on: the cameras, the encrypted
// store, the outbox over it and the backend that speaks the DIS contract.
package node

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"portico/app/config"
	"portico/app/control"
	"portico/engine/customer"
	"portico/engine/liveness/record"
	"portico/sync/audit"
	"portico/sync/outbox"
	"portico/sync/store/bolt"
)

// Vault is an open data folder: the store with its audit trail.
type Vault struct {
	*bolt.Store
	Audit *audit.Log
}

// OpenStore opens the store that cfg names, with its audit trail. Where there
// is neither a store nor a key, a key is created; that is announced, for
// whoever loses it loses the data. A damaged store is set aside, unless it is
// only to be inspected. An error says what to do about it.
func OpenStore(ctx context.Context, cfg config.Config, inspect bool, log *slog.Logger) (*Vault, error) {
	key, err := masterKey(ctx, cfg, cfg.Data, log)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(cfg.Data, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	trail, err := audit.Open(ctx, filepath.Join(cfg.Data, audit.FileName), audit.Config{})
	if err != nil {
		return nil, err
	}
	s, err := bolt.Open(ctx, bolt.Config{Dir: cfg.Data, Key: key, Inspect: inspect, Lifetime: lifetime(cfg.Privacy), Audit: trail})
	if err != nil {
		if errors.Is(err, customer.ErrLocked) {
			err = fmt.Errorf("%w; stop that program first, or name another folder with --data", err)
		}
		return nil, errors.Join(err, trail.Close())
	}
	return &Vault{s, trail}, nil
}

// Keep has customers live so long, each from its next change on.
func (v *Vault) Keep(p config.Privacy) { v.Live(lifetime(p)) }

// Close releases the folder.
func (v *Vault) Close() error { return errors.Join(v.Store.Close(), v.Audit.Close()) }

// Device is the public key by which backends know this installation: its liveness
// records and case files are signed with the other half.
func (v *Vault) Device(ctx context.Context) (ed25519.PublicKey, error) {
	key, err := v.Signer(ctx)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	return key.Public().(ed25519.PublicKey), nil
}

// SealRecord signs a liveness record as this installation.
func (v *Vault) SealRecord(ctx context.Context, r record.Record) ([]byte, error) {
	key, err := v.Signer(ctx)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	return record.Seal(r, key)
}

// Desk is what operators' commands do with the vault. workers are those of its
// deliveries; it fails where no backend is configured.
func (v *Vault) Desk(workers func() ([]*outbox.Worker, error)) *control.Office {
	return &control.Office{Store: v.Store, Queue: v.Outbox(), Trail: v.Audit, Workers: workers}
}
