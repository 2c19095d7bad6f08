package bolt

import (
	"context"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"

	"go.etcd.io/bbolt"
)

// Signer returns the installation's key for signing case files. It is made
// with the store and changes with it only.
func (s *Store) Signer(ctx context.Context) (ed25519.PrivateKey, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var signer ed25519.PrivateKey
	err := s.db.View(func(tx *bbolt.Tx) error {
		_, key, err := s.storeKey()
		if err != nil {
			return err
		}
		seed, err := key.Open(aboutSigner(s.keys.id), tx.Bucket(metaBucket).Get(signerKey))
		if err != nil {
			return err
		}
		defer clear(seed)
		signer = ed25519.NewKeyFromSeed(seed)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the signing key: %w", err)
	}
	return signer, nil
}

// Derive returns a secret of the store's for another purpose, by HKDF-SHA256
// (RFC 5869) from the store's own key: the same as long as the store lives,
// whatever its master key.
func (s *Store) Derive(purpose string) (secret [32]byte, err error) {
	key, err := s.keys.unwrap(storeSlot)
	if err != nil {
		return secret, fmt.Errorf("derive a key: %w", err)
	}
	defer clear(key[:])
	out, err := hkdf.Key(sha256.New, key[:], s.keys.id[:], purpose, len(secret))
	defer clear(out)
	copy(secret[:], out)
	return secret, err
}
