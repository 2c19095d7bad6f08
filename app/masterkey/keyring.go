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

// Ring keeps secrets by service and name. Get and Delete fail with
// keyring.ErrNotFound where there is none.
type Ring interface {
	Get(service, name string) (string, error)
	Set(service, name, secret string) error
	Delete(service, name string) error
}

// sessionRing is the keyring of the session: the Secret Service of GNOME, KDE or
// KeePassXC.
type sessionRing struct{}

func (sessionRing) Get(service, name string) (string, error) { return keyring.Get(service, name) }
func (sessionRing) Set(service, name, secret string) error   { return keyring.Set(service, name, secret) }

func (sessionRing) Delete(service, name string) error { return keyring.Delete(service, name) }

// ring is an entry in a keyring, by the name of the key file that it stands for.
type ring struct {
	in   Ring
	name string
}

func (r ring) String() string { return "the keyring's entry " + r.name }

func (r ring) read(_ context.Context, next bool) (key bolt.MasterKey, err error) {
	text, err := r.in.Get(service, named(r.name, next))
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
	if err := r.in.Set(service, named(r.name, next), hex.EncodeToString(key[:])); err != nil {
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
	if err := r.in.Delete(service, named(r.name, true)); err != nil && !errors.Is(err, keyring.ErrNotFound) {
		return fmt.Errorf("remove the old master key from the keyring: %w", err)
	}
	return nil
}
