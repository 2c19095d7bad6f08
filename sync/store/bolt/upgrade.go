package bolt

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"

	"portico/sync/audit"
	"portico/sync/files"
	"portico/sync/store"
)

// signerKey is the meta bucket's key of the sealed seed of the installation's
// signing key.
var signerKey = []byte("signer")

// backupPrefix starts the name of a folder with the record file as it was
// before an upgrade; the time follows, and backupFor is how long it is kept. Keys and pictures are not copied: an erasure
// would not reach the copy. With the keys of today, it opens what was not
// erased since, and nothing else.
const (
	backupPrefix = "before-upgrade-"
	backupFor    = 7 * 24 * time.Hour
)

// upgrade brings the record file to today's schema, in one transaction, after
// copying it.
func (s *Store) upgrade() error {
	var from uint32
	err := s.db.View(func(tx *bbolt.Tx) error {
		from = binary.BigEndian.Uint32(tx.Bucket(metaBucket).Get(schemaKey))
		return nil
	})
	if err != nil || from == schema {
		return err
	}
	if err := s.backUp(); err != nil {
		return fmt.Errorf("copy the record file before the upgrade: %w", err)
	}
	if err := s.db.Update(s.initialise); err != nil {
		return fmt.Errorf("upgrade from schema %d: %w", from, err)
	}
	return s.tell(context.Background(), audit.Event{What: audit.StoreUpgraded, Role: audit.System, Count: schema})
}

func (s *Store) backUp() error {
	data, err := s.files.ReadFile(filepath.Join(s.dir, dbName))
	if err != nil {
		return err
	}
	dir := filepath.Join(s.dir, backupPrefix+s.Now().UTC().Format(asideTime))
	if err := s.files.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := files.WriteWhole(s.files, filepath.Join(dir, dbName), data); err != nil {
		return err
	}
	return errors.Join(s.files.SyncDir(dir), s.files.SyncDir(s.dir))
}

// initialise writes what schema 2 has over schema 1.
func (s *Store) initialise(tx *bbolt.Tx) error {
	seed := make([]byte, ed25519.SeedSize)
	rand.Read(seed)
	defer clear(seed)
	_, key, err := s.storeKey()
	if err != nil {
		return err
	}
	first, _ := store.Mark{}.Next(s.machine())
	mark, err := json.Marshal(first)
	if err != nil {
		return err
	}
	meta := tx.Bucket(metaBucket)
	return errors.Join(
		meta.Put(markKey, mark),
		meta.Put(signerKey, key.Seal(aboutSigner(s.keys.id), seed)),
		meta.Put(schemaKey, binary.BigEndian.AppendUint32(nil, schema)))
}
