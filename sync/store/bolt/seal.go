package bolt

import (
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"fmt"

	"golang.org/x/crypto/chacha20poly1305"
)

// seal encrypts plain with XChaCha20-Poly1305 under a random 24-byte nonce,
// which it puts in front.
func seal(key cipher.AEAD, about, plain []byte) []byte {
	out := make([]byte, chacha20poly1305.NonceSizeX, chacha20poly1305.NonceSizeX+len(plain)+chacha20poly1305.Overhead)
	rand.Read(out) // never fails: crypto/rand ends the program instead
	return key.Seal(out, out, plain, about)
}

// unseal reverses seal. It fails with ErrDamaged when key, about or one bit of
// sealed is not the same.
func unseal(key cipher.AEAD, about, sealed []byte) ([]byte, error) {
	if len(sealed) < chacha20poly1305.NonceSizeX {
		return nil, fmt.Errorf("sealed data of %d bytes: %w", len(sealed), ErrDamaged)
	}
	plain, err := key.Open(nil, sealed[:chacha20poly1305.NonceSizeX], sealed[chacha20poly1305.NonceSizeX:], about)
	if err != nil {
		return nil, fmt.Errorf("unseal: %w", ErrDamaged)
	}
	return plain, nil
}

// about builds the associated data that ties a ciphertext to its place: every
// part with its length in front, so that no two lists of parts look alike.
func about(parts ...string) []byte {
	var out []byte
	for _, p := range parts {
		out = binary.BigEndian.AppendUint32(out, uint32(len(p)))
		out = append(out, p...)
	}
	return out
}

func aboutHead(id string) []byte { return about("head", id) }

func aboutRecord(id string, version uint64) []byte {
	return about("record", id, fmt.Sprint(version))
}

func aboutBlob(id, blob, file string) []byte { return about("blob", id, blob, file) }

func aboutEntry(part string, id uint64) []byte { return about(part, fmt.Sprint(id)) }
