package staff

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime/debug"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Argon2id with the second recommended parameters of RFC 9106, section 4: for
// machines that cannot give it 2 GiB.
const (
	passes    = 3
	memoryKiB = 64 << 10
	lanes     = 4
	saltLen   = 16
	tagLen    = 32
)

// header begins every hash; it names the algorithm and its parameters in the
// form that the Argon2 reference implementation prints.
var header = fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$", argon2.Version, memoryKiB, passes, lanes)

var encoding = base64.RawStdEncoding.Strict()

// hash is a salted hash of a PIN.
type hash struct {
	salt [saltLen]byte
	tag  [tagLen]byte
}

func newHash(p PIN) hash {
	var h hash
	rand.Read(h.salt[:]) // never fails
	h.tag = h.of(p)
	return h
}

// of takes 64 MiB, for which it makes room, and gives them back at once: a PIN is
// held against every role's hash, one after the other.
func (h hash) of(p PIN) (tag [tagLen]byte) {
	debug.FreeOSMemory()
	defer debug.FreeOSMemory()
	copy(tag[:], argon2.IDKey([]byte(p), h.salt[:], passes, memoryKiB, lanes, tagLen))
	return tag
}

func (h hash) matches(p PIN) bool {
	tag := h.of(p)
	return subtle.ConstantTimeCompare(tag[:], h.tag[:]) == 1
}

func (h hash) String() string {
	return header + encoding.EncodeToString(h.salt[:]) + "$" + encoding.EncodeToString(h.tag[:])
}

// parse reads what String wrote, to the letter (Base64 decoders pass over line
// breaks). Other parameters are refused: nobody but Portico writes the file,
// and a forged one could ask for all the memory.
func parse(text string) (h hash, err error) {
	rest, ok := strings.CutPrefix(text, header)
	salt, tag, split := strings.Cut(rest, "$")
	if !ok || !split || !decode(h.salt[:], salt) || !decode(h.tag[:], tag) || h.String() != text {
		return hash{}, ErrFile
	}
	return h, nil
}

func decode(into []byte, text string) bool {
	b, err := encoding.DecodeString(text)
	return err == nil && copy(into, b) == len(into) && len(b) == len(into)
}
