package masterkey

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"portico/sync/files"
	"portico/sync/store/bolt"
)

const credentialName = "portico-master-key"

// credential is a file that systemd decrypts for a unit that asks for it with
// LoadCredentialEncrypted=; systemd-creds seals it with the TPM where there is
// one. The successor has the same name with ".new".
type credential struct {
	files     files.Layer
	dir, name string
}

func newCredential(layer files.Layer, name string) (place, error) {
	dir := os.Getenv("CREDENTIALS_DIRECTORY")
	if dir == "" {
		return nil, errors.New("key.source is credential, but systemd gave none: add LoadCredentialEncrypted= to the unit")
	}
	if name == "" {
		name = credentialName
	}
	if !filepath.IsLocal(name) {
		return nil, fmt.Errorf("key.credential: %q is no name of a credential", name)
	}
	return credential{layer, dir, name}, nil
}

func (c credential) String() string { return "the credential " + c.name }

func (c credential) read(_ context.Context, next bool) (key bolt.MasterKey, err error) {
	text, err := c.files.ReadFile(filepath.Join(c.dir, named(c.name, next))) // systemd alone decides who may read it
	if err != nil {
		return key, fmt.Errorf("read master key: %w", err)
	}
	defer clear(text)
	return parse(text, c.name)
}

// create cannot make a credential, but takes a successor that is there.
func (c credential) create(ctx context.Context, next bool) (bolt.MasterKey, error) {
	key, err := c.read(ctx, next)
	if errors.Is(err, fs.ErrNotExist) {
		return key, fmt.Errorf("%w: seal 64 random hexadecimal digits with systemd-creds as the credential %s",
			ErrElsewhere, named(c.name, next))
	}
	return key, err
}

// promote leaves both: the operator renames the credential in the unit, and
// until then Load finds the successor.
func (c credential) promote(context.Context) error { return nil }

func (c credential) discard(context.Context) error { return nil }
