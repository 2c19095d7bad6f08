package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"portico/sync/files"
	"portico/sync/store/seal"
)

// Rekey wraps every key of the store in cfg.Dir with the master key to instead
// of cfg.Key, and renders the old wrapping unreadable. It works on a store
// that no program holds and changes the key file in one step: whenever it is
// stopped, either key opens the store, and the other does not. It fails with
// customer.ErrLocked, ErrKey and ErrDamaged, having changed nothing then.
func Rekey(ctx context.Context, cfg Config, to MasterKey) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if cfg.Files == nil {
		cfg.Files = files.System()
	}
	lock, err := lockFolder(filepath.Join(cfg.Dir, lockName))
	if err != nil {
		return fmt.Errorf("change the master key: %w", err)
	}
	err = rekey(cfg, to)
	if err = errors.Join(err, lock.release()); err != nil {
		return fmt.Errorf("change the master key: %w", full(err))
	}
	return nil
}

func rekey(cfg Config, to MasterKey) error {
	path := filepath.Join(cfg.Dir, keysName)
	old, err := openKeys(cfg.Files, path, cfg.Key)
	if err != nil {
		return err
	}
	data, err := old.rewrapped(to)
	if err == nil {
		err = files.WriteWhole(cfg.Files, path, data)
	}
	if err == nil {
		err = cfg.Files.SyncDir(cfg.Dir)
	}
	if err == nil {
		// The old file has no name any more; its blocks must not keep the keys.
		_, err = old.f.WriteAt(make([]byte, len(data)), 0)
	}
	if err == nil {
		err = old.f.Sync()
	}
	return errors.Join(err, old.close())
}

// rewrapped returns the whole key file for another master key.
func (k *keyFile) rewrapped(to MasterKey) ([]byte, error) {
	master := seal.NewBox(seal.Key(to))
	out := make([]byte, len(k.taken)*slotSize)
	if err := k.read(0, out[:slotSize]); err != nil {
		return nil, err
	}
	for slot := uint32(storeSlot); int(slot) < len(k.taken); slot++ {
		wrapped := out[slot*slotSize:][:slotSize]
		if err := k.read(slot, wrapped); err != nil {
			return nil, err
		}
		if !zero(wrapped) {
			key, err := k.unwrap(slot)
			if err != nil {
				return nil, err
			}
			clear(wrapped)
			copy(wrapped, master.WrapKey(aboutSlot(k.id, slot), key))
			clear(key[:])
		}
	}
	return out, nil
}

// Opens reports whether cfg has the master key of the store in its folder. It
// changes nothing and needs no lock. Its errors are those of reading; a wrong
// key is none.
func Opens(cfg Config) (bool, error) {
	if cfg.Files == nil {
		cfg.Files = files.System()
	}
	k, err := openKeys(readOnly{cfg.Files}, filepath.Join(cfg.Dir, keysName), cfg.Key)
	if errors.Is(err, ErrKey) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, k.close()
}

// readOnly opens files for reading, whatever they are asked for.
type readOnly struct{ files.Layer }

func (r readOnly) OpenFile(name string, _ int, perm os.FileMode) (files.File, error) {
	return r.Layer.OpenFile(name, os.O_RDONLY, perm)
}
