// Package record is the sealed container of one liveness challenge: its
// frames with their times, the session it was taken for and a nonce out of
// which the challenge was drawn, signed by the kiosk that took it. The format
// is described in docs/design/liveness-record.md.
//
// A record says where and for whom it was taken, not that it is live: that is
// for the challenges to judge. Functions are pure and safe for concurrent use.
package record

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"portico/engine/liveness"
)

// What can be wrong with a record. Callers compare with errors.Is.
var (
	ErrFormat    = errors.New("not a liveness record, or a damaged one")
	ErrVersion   = errors.New("the liveness record is of another version")
	ErrTooLarge  = errors.New("the liveness record is too large")
	ErrKey       = errors.New("the liveness record is signed by an unknown device")
	ErrSignature = errors.New("the liveness record was changed after it was signed")
	ErrSession   = errors.New("the liveness record was taken for another session")
	ErrStale     = errors.New("the liveness record is too old, or of the future")
)

// Limits of what Open takes.
const (
	MaxBytes  = 64 << 20
	MaxFrames = 600
)

const (
	magic     = "PLR"
	version   = '1'
	keyBytes  = 8  // of the SHA-256 of the public key, that name it
	nonceSize = 16 // bytes
	// lengthSize is that of the length before the header and each picture, in bytes.
	lengthSize = 4
	maxHeader  = 1 << 16
	// domain keeps a signature from being one of anything else.
	domain = "portico liveness record 1\x00"
)

// Nonce is drawn anew for each record, by the device that takes it.
type Nonce [nonceSize]byte

// String is the nonce in hexadecimal.
func (n Nonce) String() string { return hex.EncodeToString(n[:]) }

// Frame is one picture and when it was taken.
type Frame struct {
	At    time.Duration // since the challenge began
	Image []byte        // JPEG or PNG
}

// Record is one take of a challenge.
type Record struct {
	Kind    liveness.Kind
	Session string // the customer's id
	Nonce   Nonce
	Created time.Time // when the challenge began
	Frames  []Frame
}

// Random is the source of chance that the record's challenge is drawn from.
// Who knows session and nonce can draw it again; who does not hold the
// device's key cannot choose them.
func (r Record) Random() *rand.Rand { return Random(r.Kind, r.Session, r.Nonce) }

// Random returns the source for a challenge that is about to be made.
func Random(kind liveness.Kind, session string, nonce Nonce) *rand.Rand {
	mac := hmac.New(sha256.New, nonce[:])
	mac.Write([]byte(domain + string(kind) + "\x00" + session))
	return rand.New(rand.NewChaCha8([32]byte(mac.Sum(nil))))
}

// Check says whether r was taken for session, at most age before now.
func (r Record) Check(session string, now time.Time, age time.Duration) error {
	if r.Session != session {
		return ErrSession
	}
	// The clocks of two machines differ.
	const slack = time.Minute
	if passed := now.Sub(r.Created); passed > age || passed < -slack {
		return ErrStale
	}
	return nil
}

// KeyID names a device's key.
func KeyID(key ed25519.PublicKey) string {
	sum := sha256.Sum256(key)
	return hex.EncodeToString(sum[:keyBytes])
}

// header is what stands before the frames, as JSON.
type header struct {
	Kind    liveness.Kind `json:"kind"`
	Session string        `json:"session"`
	Nonce   string        `json:"nonce"`
	Created time.Time     `json:"created"`
	Key     string        `json:"key"`
	Times   []int64       `json:"times"` // of the frames, in microseconds
}

// Seal writes r and signs it. The frames must be no more than MaxFrames and
// all together less than MaxBytes.
func Seal(r Record, key ed25519.PrivateKey) ([]byte, error) {
	h := header{Kind: r.Kind, Session: r.Session, Nonce: r.Nonce.String(), Created: r.Created.UTC(), Key: KeyID(key.Public().(ed25519.PublicKey))}
	for _, f := range r.Frames {
		h.Times = append(h.Times, f.At.Microseconds())
	}
	head, err := json.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("seal a liveness record: %w", err)
	}
	size := len(magic) + 1 + lengthSize + len(head) + ed25519.SignatureSize
	for _, f := range r.Frames {
		size += lengthSize + len(f.Image)
	}
	if len(r.Frames) > MaxFrames || len(head) > maxHeader || size > MaxBytes {
		return nil, ErrTooLarge
	}
	data := append(make([]byte, 0, size), magic...)
	data = append(data, version)
	data = binary.BigEndian.AppendUint32(data, uint32(len(head)))
	data = append(data, head...)
	for _, f := range r.Frames {
		data = binary.BigEndian.AppendUint32(data, uint32(len(f.Image)))
		data = append(data, f.Image...)
	}
	return append(data, ed25519.Sign(key, signed(data))...), nil
}

func signed(data []byte) []byte {
	sum := sha256.Sum256(data)
	return append([]byte(domain), sum[:]...)
}
