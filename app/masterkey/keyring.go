package masterkey

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"

	"github.com/zalando/go-keyring"

	"portico/sync/store/bolt"
)

// service names Portico's entries in the keyring.
const service = "portico"

// ring is an entry in the keyring of the session (the Secret Service of GNOME,
// KDE or KeePassXC), by the name of the key file that it stands for.
type ring struct{ name string }

func (r ring) String() string { return "the keyring's entry " + r.name }

func (r ring) user(next bool) string { return keyFile(r.name).name(next) }

func (r ring) read(_ context.Context, next bool) (key bolt.MasterKey, err error) {
	text, err := keyring.Get(service, r.user(next))
	if errors.Is(err, keyring.ErrNotFound) {
		err = fs.ErrNotExist
	}
	if err != nil {
		return key, fmt.Errorf("read master key from the keyring: %w", err)
	}
	return parse([]byte(text), r.String())
}

func (r ring) create(_ context.Context, next bool) (bolt.MasterKey, error) {
	key := bolt.NewMasterKey()
	return key, r.set(next, key)
}

func (r ring) set(next bool, key bolt.MasterKey) error {
	if err := keyring.Set(service, r.user(next), hex.EncodeToString(key[:])); err != nil {
		return fmt.Errorf("write master key to the keyring: %w", err)
	}
	return nil
}

func (r ring) promote(ctx context.Context) error {
	key, err := r.read(ctx, true)
	if err != nil {
		return err
	}
	if err := r.set(false, key); err != nil {
		return err
	}
	return r.discard(ctx)
}

func (r ring) discard(context.Context) error {
	if err := keyring.Delete(service, r.user(true)); err != nil && !errors.Is(err, keyring.ErrNotFound) {
		return fmt.Errorf("remove the old master key from the keyring: %w", err)
	}
	return nil
}
