// Package seal encrypts what stores keep. Every ciphertext is tied to its
// place: moved elsewhere, it does not open.
package seal

import (
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"

	"golang.org/x/crypto/chacha20poly1305"
)

// ErrDamaged says that stored data cannot be what was written: it is not what
// was sealed, or was sealed with another key.
var ErrDamaged = errors.New("the stored data is damaged")

// Key is a secret of 256 bits. Printing and logging it is its owner's mistake
// to avoid; a Box never shows it.
type Key [chacha20poly1305.KeySize]byte

// NewKey returns a random key.
func NewKey() Key {
	var k Key
	rand.Read(k[:]) // never fails: crypto/rand ends the program instead
	return k
}

// Box seals and opens with one key, by XChaCha20-Poly1305. It is safe for
// concurrent use.
type Box struct{ aead cipher.AEAD }

// WrappedSize is the length in bytes of a key that WrapKey sealed.
const WrappedSize = chacha20poly1305.NonceSizeX + chacha20poly1305.KeySize + chacha20poly1305.Overhead

// IsZero reports whether b is the zero Box, which has no key and cannot be used.
func (b Box) IsZero() bool { return b.aead == nil }

// NewBox returns the box of a key.
func NewBox(k Key) Box {
	aead, err := chacha20poly1305.NewX(k[:])
	if err != nil {
		panic(err) // only for a key of another length, which a Key cannot have
	}
	return Box{aead}
}

// Seal encrypts plain under a random nonce of 24 bytes, which it puts in
// front, bound to what it is about.
func (b Box) Seal(about, plain []byte) []byte {
	out := make([]byte, chacha20poly1305.NonceSizeX, chacha20poly1305.NonceSizeX+len(plain)+chacha20poly1305.Overhead)
	rand.Read(out)
	return b.aead.Seal(out, out, plain, about)
}

// Open reverses Seal. It fails with ErrDamaged when key, about or one bit of
// sealed is not the same.
func (b Box) Open(about, sealed []byte) ([]byte, error) {
	if len(sealed) < chacha20poly1305.NonceSizeX {
		return nil, fmt.Errorf("sealed data of %d bytes: %w", len(sealed), ErrDamaged)
	}
	plain, err := b.aead.Open(nil, sealed[:chacha20poly1305.NonceSizeX], sealed[chacha20poly1305.NonceSizeX:], about)
	if err != nil {
		return nil, fmt.Errorf("unseal: %w", ErrDamaged)
	}
	return plain, nil
}

// SealJSON seals v as JSON.
func (b Box) SealJSON(about []byte, v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	defer clear(plain)
	return b.Seal(about, plain), nil
}

// OpenJSON opens what SealJSON sealed into v.
func (b Box) OpenJSON(about, sealed []byte, v any) error {
	plain, err := b.Open(about, sealed)
	if err != nil {
		return err
	}
	defer clear(plain)
	if err := json.Unmarshal(plain, v); err != nil {
		return errors.Join(ErrDamaged, err)
	}
	return nil
}

// WrapKey seals a key with the box.
func (b Box) WrapKey(about []byte, k Key) []byte { return b.Seal(about, k[:]) }

// UnwrapKey returns the box of a key that WrapKey sealed.
func (b Box) UnwrapKey(about, wrapped []byte) (Box, error) {
	k, err := b.OpenKey(about, wrapped)
	if err != nil {
		return Box{}, err
	}
	defer clear(k[:])
	return NewBox(k), nil
}

// OpenKey returns a key that WrapKey sealed. The caller clears it.
func (b Box) OpenKey(about, wrapped []byte) (Key, error) {
	plain, err := b.Open(about, wrapped)
	if err != nil {
		return Key{}, err
	}
	defer clear(plain)
	if len(plain) != len(Key{}) {
		return Key{}, fmt.Errorf("a key of %d bytes: %w", len(plain), ErrDamaged)
	}
	return Key(plain), nil
}

// About says what a ciphertext is: every part with its length in front, so
// that no two lists of parts look alike.
func About(parts ...string) []byte {
	var out []byte
	for _, p := range parts {
		out = binary.BigEndian.AppendUint32(out, uint32(len(p)))
		out = append(out, p...)
	}
	return out
}
