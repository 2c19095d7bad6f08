package masterkey

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"

	"golang.org/x/crypto/argon2"

	"portico/sync/files"
	"portico/sync/store/bolt"
)

// Stretching says how a passphrase becomes a key: Argon2id of RFC 9106 with its
// second recommended setting. It is kept, in clear, in the key file's place.
type Stretching struct {
	KDF       string `json:"kdf"` // argon2id
	Time      uint32 `json:"time"`
	MemoryKiB uint32 `json:"memoryKiB"`
	Threads   uint8  `json:"threads"`
	Salt      []byte `json:"salt"`
}

// Bounds of what is believed of a file.
const (
	maxTime   = 100
	maxMemory = 4 << 20 // KiB
	minSalt   = 8
)

func newStretching() Stretching {
	s := Stretching{"argon2id", 3, 64 << 10, 4, make([]byte, 16)}
	rand.Read(s.Salt)
	return s
}

// Key stretches a passphrase.
func (s Stretching) Key(passphrase []byte) (key bolt.MasterKey, err error) {
	if s.KDF != "argon2id" || s.Time < 1 || s.Time > maxTime || s.MemoryKiB < 8 || s.MemoryKiB > maxMemory || s.Threads < 1 || len(s.Salt) < minSalt {
		return key, errors.New("the passphrase's file does not say how it is stretched")
	}
	return s.stretch(passphrase), nil
}

func (s Stretching) stretch(passphrase []byte) (key bolt.MasterKey) {
	out := argon2.IDKey(passphrase, s.Salt, s.Time, s.MemoryKiB, s.Threads, uint32(len(key)))
	defer clear(out)
	copy(key[:], out)
	return key
}

// stretched is a key that a passphrase gives; what is kept is a Stretching.
type stretched struct {
	source Source
	old    []byte // the passphrase, once asked for
}

func (s *stretched) String() string { return "a passphrase stretched as in " + s.source.File }

func (s *stretched) name(next bool) string { return named(s.source.File, next) }

func (s *stretched) read(ctx context.Context, next bool) (key bolt.MasterKey, err error) {
	text, err := readPrivate(s.source.Files, s.name(next))
	if err != nil {
		return key, fmt.Errorf("read how the passphrase is stretched: %w", err)
	}
	var how Stretching
	if err := json.Unmarshal(text, &how); err != nil {
		return key, fmt.Errorf("%s does not say how a passphrase is stretched; does it hold a key? Then set key.source to file", s.name(next))
	}
	if s.old == nil {
		if s.old, err = s.passphrase(ctx, "Passphrase of the store: "); err != nil {
			return key, err
		}
	}
	return how.Key(s.old)
}

func (s *stretched) create(ctx context.Context, next bool) (key bolt.MasterKey, err error) {
	phrase, err := s.passphrase(ctx, "New passphrase of the store: ")
	if err != nil {
		return key, err
	}
	how := newStretching()
	text, err := json.Marshal(how)
	if err != nil {
		panic("a stretching is plain values: " + err.Error())
	}
	s.old = phrase
	return how.stretch(phrase), createPrivate(s.source.Files, s.name(next), append(text, '\n'))
}

func (s *stretched) promote(context.Context) error {
	return promoteFile(s.source.Files, s.name(true), s.name(false))
}

func (s *stretched) discard(context.Context) error { return files.Remove(s.source.Files, s.name(true)) }

func (s *stretched) passphrase(ctx context.Context, question string) ([]byte, error) {
	var phrase []byte
	var err error
	switch {
	case s.source.PassphraseFile != "":
		phrase, err = readPrivate(s.source.Files, s.source.PassphraseFile)
	case s.source.Ask != nil:
		phrase, err = s.source.Ask(ctx, question)
	default:
		err = ErrNoTerminal
	}
	if err != nil {
		return nil, fmt.Errorf("read the passphrase: %w", err)
	}
	phrase = bytes.TrimRight(phrase, "\r\n")
	if len(phrase) == 0 {
		return nil, errors.New("the passphrase is empty")
	}
	return phrase, nil
}
