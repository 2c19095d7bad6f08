package record

import (
	"bytes"
	"crypto/ed25519"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"time"
)

// Is says whether data begins as a record does, of whatever version.
func Is(data []byte) bool { return len(data) > len(magic) && string(data[:len(magic)]) == magic }

// Open reads a record that one of keys signed. The frames share data's memory.
// Errors are those of the package; nothing of a record that is not whole is
// returned.
func Open(data []byte, keys []ed25519.PublicKey) (Record, error) {
	switch {
	case !Is(data):
		return Record{}, ErrFormat
	case data[len(magic)] != version:
		return Record{}, ErrVersion
	case len(data) > MaxBytes:
		return Record{}, ErrTooLarge
	case len(data) < len(magic)+1+lengthSize+ed25519.SignatureSize:
		return Record{}, ErrFormat
	}
	body, signature := data[:len(data)-ed25519.SignatureSize], data[len(data)-ed25519.SignatureSize:]
	head, rest, ok := piece(body[len(magic)+1:])
	if !ok || len(head) > maxHeader {
		return Record{}, fmt.Errorf("%w: header", ErrFormat)
	}
	h, err := parseHeader(head)
	if err != nil {
		return Record{}, err
	}
	i := slices.IndexFunc(keys, func(k ed25519.PublicKey) bool { return KeyID(k) == h.Key })
	if i < 0 {
		return Record{}, ErrKey
	}
	if !ed25519.Verify(keys[i], signed(body), signature) {
		return Record{}, ErrSignature
	}
	return h.record(rest)
}

func parseHeader(head []byte) (header, error) {
	d := json.NewDecoder(bytes.NewReader(head))
	d.DisallowUnknownFields()
	var h header
	if err := d.Decode(&h); err != nil {
		return h, fmt.Errorf("%w: header: %w", ErrFormat, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return h, fmt.Errorf("%w: after the header", ErrFormat)
	}
	if len(h.Times) > MaxFrames {
		return h, ErrTooLarge
	}
	return h, nil
}

// record takes the frames out of data, which must hold nothing else.
func (h header) record(data []byte) (Record, error) {
	r := Record{Kind: h.Kind, Session: h.Session, Created: h.Created}
	nonce, err := hex.DecodeString(h.Nonce)
	if err != nil || len(nonce) != nonceSize {
		return Record{}, fmt.Errorf("%w: nonce", ErrFormat)
	}
	r.Nonce = Nonce(nonce)
	for i, at := range h.Times {
		image, rest, ok := piece(data)
		if !ok || at < 0 || at > math.MaxInt64/int64(time.Microsecond) || i > 0 && at <= h.Times[i-1] {
			return Record{}, fmt.Errorf("%w: frame %d", ErrFormat, i)
		}
		r.Frames = append(r.Frames, Frame{time.Duration(at) * time.Microsecond, image})
		data = rest
	}
	if len(data) > 0 {
		return Record{}, fmt.Errorf("%w: after the frames", ErrFormat)
	}
	return r, nil
}

// piece is a length, big-endian, and so many bytes.
func piece(data []byte) (piece, rest []byte, ok bool) {
	if len(data) < lengthSize {
		return nil, nil, false
	}
	n, data := uint64(binary.BigEndian.Uint32(data)), data[lengthSize:]
	if n > uint64(len(data)) {
		return nil, nil, false
	}
	return data[:n], data[n:], true
}
