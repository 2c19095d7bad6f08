package bolt

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"

	"portico/engine/customer"
	"portico/sync/files"
	"portico/sync/store/seal"
)

// The key file: slots of 128 bytes, so that none crosses a sector. Slot 0 is
// the header, slot 1 the store's own key, the others the customers'. A free
// slot is all zeros.
const (
	slotSize  = 128
	keysMagic = "PORTKEY1"
	storeSlot = 1
	firstSlot = 2
)

// errErased says that a customer's key was overwritten: whatever of it is
// still in the folder cannot be read any more.
var errErased = fmt.Errorf("%w: its key was erased", customer.ErrNotFound)

// storeID ties key file and record file together.
type storeID [16]byte

// keyFile hands out and destroys the keys of customers. Changing it is
// serialised by its Store; fetch may run beside anything but erase.
type keyFile struct {
	f      files.File
	master seal.Box
	id     storeID
	taken  []bool // by slot; not free, or not known to be
}

// wrapKey returns a slot's bytes and its random key, ready for use.
func wrapKey(master seal.Box, id storeID, slot uint32) ([]byte, seal.Box) {
	key := seal.NewKey()
	defer clear(key[:])
	out := make([]byte, slotSize)
	copy(out, master.WrapKey(aboutSlot(id, slot), key))
	return out, seal.NewBox(key)
}

func createKeys(layer files.Layer, path string, master MasterKey) error {
	var id storeID
	rand.Read(id[:])
	out := make([]byte, slotSize)
	copy(out[copy(out, keysMagic):], id[:])
	slot, _ := wrapKey(seal.NewBox(seal.Key(master)), id, storeSlot)
	return files.WriteWhole(layer, path, append(out, slot...))
}

// openKeys fails with ErrKey when master is not the one it was made with.
func openKeys(layer files.Layer, path string, master MasterKey) (*keyFile, error) {
	f, err := layer.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	k := &keyFile{f: f, master: seal.NewBox(seal.Key(master))}
	if err := k.load(); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return k, nil
}

func (k *keyFile) load() error {
	size, err := k.f.Size()
	if err != nil {
		return err
	}
	k.taken = make([]bool, (size+slotSize-1)/slotSize)
	slot := make([]byte, slotSize)
	for i := range k.taken {
		if err := k.read(uint32(i), slot); err != nil {
			return err
		}
		k.taken[i] = !zero(slot)
		if i == 0 {
			copy(k.id[:], slot[len(keysMagic):])
			if !bytes.HasPrefix(slot, []byte(keysMagic)) {
				return fmt.Errorf("key file without its header: %w", ErrDamaged)
			}
		}
	}
	if len(k.taken) < firstSlot {
		return fmt.Errorf("key file of %d bytes: %w", size, ErrDamaged)
	}
	if _, err = k.fetch(storeSlot); errors.Is(err, ErrDamaged) {
		err = ErrKey // or damaged, which looks the same
	}
	return err
}

// read reads one slot into out, of its size; what a torn write at the end of
// the file left out is zero.
func (k *keyFile) read(slot uint32, out []byte) error {
	n, err := k.f.ReadAt(out, int64(slot)*slotSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read key slot %d: %w", slot, err)
	}
	if n == 0 {
		return fmt.Errorf("key slot %d is past the end of the key file: %w", slot, ErrDamaged)
	}
	clear(out[n:])
	return nil
}

func zero(b []byte) bool { return len(bytes.TrimLeft(b, "\x00")) == 0 }

// fetch returns the key in slot, ready for use; errErased when there is none
// any more.
func (k *keyFile) fetch(slot uint32) (seal.Box, error) {
	key, err := k.unwrap(slot)
	if err != nil {
		return seal.Box{}, err
	}
	defer clear(key[:])
	return seal.NewBox(key), nil
}

// unwrap is fetch for the bytes of the key, which the caller clears.
func (k *keyFile) unwrap(slot uint32) (seal.Key, error) {
	var wrapped [slotSize]byte
	if err := k.read(slot, wrapped[:]); err != nil {
		return seal.Key{}, err
	}
	if zero(wrapped[:]) {
		return seal.Key{}, errErased
	}
	key, err := k.master.OpenKey(aboutSlot(k.id, slot), wrapped[:seal.WrappedSize])
	if err != nil {
		return seal.Key{}, fmt.Errorf("key slot %d: %w", slot, err)
	}
	return key, nil
}

// add puts a new random key into the lowest free slot, durably.
func (k *keyFile) add() (uint32, seal.Box, error) {
	slot := uint32(firstSlot)
	for int(slot) < len(k.taken) && k.taken[slot] {
		slot++
	}
	wrapped, key := wrapKey(k.master, k.id, slot)
	if _, err := k.f.WriteAt(wrapped, int64(slot)*slotSize); err != nil {
		return 0, seal.Box{}, fmt.Errorf("write key slot %d: %w", slot, errors.Join(err, k.erase(slot)))
	}
	if err := k.f.Sync(); err != nil {
		return 0, seal.Box{}, fmt.Errorf("sync key file: %w", errors.Join(err, k.erase(slot)))
	}
	if int(slot) == len(k.taken) {
		k.taken = append(k.taken, false)
	}
	k.taken[slot] = true
	return slot, key, nil
}

// erase overwrites slots with zeros, durably. They stay taken until release.
func (k *keyFile) erase(slots ...uint32) error {
	if len(slots) == 0 {
		return nil
	}
	for _, slot := range slots {
		if _, err := k.f.WriteAt(make([]byte, slotSize), int64(slot)*slotSize); err != nil {
			return fmt.Errorf("erase key slot %d: %w", slot, err)
		}
	}
	if err := k.f.Sync(); err != nil {
		return fmt.Errorf("sync key file: %w", err)
	}
	return nil
}

// release makes erased slots free again, once no record names them.
func (k *keyFile) release(slots ...uint32) {
	for _, slot := range slots {
		k.taken[slot] = false
	}
}

// others returns the customers' slots that are taken and not in named.
func (k *keyFile) others(named map[uint32]bool) []uint32 {
	var out []uint32
	for slot := uint32(firstSlot); int(slot) < len(k.taken); slot++ {
		if k.taken[slot] && !named[slot] {
			out = append(out, slot)
		}
	}
	return out
}

func (k *keyFile) close() error { return k.f.Close() }
