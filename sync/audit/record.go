package audit

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// Record is one line of the trail.
type Record struct {
	N      uint64    `json:"n"` // from 1, without a gap
	At     time.Time `json:"at"`
	Device string    `json:"device"` // of the installation; random, made with the trail
	Event
}

// Head names the end of a trail: its last record's number and hash. Whoever
// keeps a head can tell later whether the trail up to it was changed or cut.
type Head struct {
	N    uint64
	Hash [sha256.Size]byte // zeros where N is 0
}

// String writes N:HASH with the hash in hexadecimal digits.
func (h Head) String() string { return fmt.Sprintf("%d:%x", h.N, h.Hash) }

// ParseHead reads what String writes.
func ParseHead(text string) (h Head, err error) {
	n, digits, _ := strings.Cut(text, ":")
	if h.N, err = strconv.ParseUint(n, 10, 64); err != nil || len(digits) != 2*sha256.Size {
		return Head{}, errors.New("write a head as NUMBER:HASH")
	}
	if _, err := hex.Decode(h.Hash[:], []byte(digits)); err != nil {
		return Head{}, errors.New("write a head as NUMBER:HASH")
	}
	return h, nil
}

// ErrBroken marks a trail that is not as it was written. Callers compare with
// errors.Is.
var ErrBroken = errors.New("the audit trail is not as it was written")

// BrokenError names the first record that is not as it was written. It wraps
// ErrBroken.
type BrokenError struct {
	Record uint64 // by its place in the file, from 1
	Reason string
}

// Error implements error.
func (e *BrokenError) Error() string {
	return fmt.Sprintf("%v: record %d %s", ErrBroken, e.Record, e.Reason)
}

// Unwrap returns ErrBroken.
func (e *BrokenError) Unwrap() error { return ErrBroken }

// hashField stands between the hashed part of a line and its hash.
const hashField = `,"hash":"`

// seal returns the record's line and the head after it.
func (r Record) seal(before Head) (line []byte, head Head, err error) {
	body, err := json.Marshal(r)
	if err != nil {
		return nil, head, err
	}
	body = bytes.TrimSuffix(body, []byte("}"))
	head = Head{r.N, chain(before, body)}
	line = fmt.Appendf(body, "%s%x\"}\n", hashField, head.Hash)
	return line, head, nil
}

// chain is SHA-256 over the forerunner's hash and the line up to its own.
func chain(before Head, body []byte) [sha256.Size]byte {
	return sha256.Sum256(append(before.Hash[:], body...))
}

// parse reads one line with its newline; it does not check the hash.
func parse(line []byte) (r Record, head Head, err error) {
	at := bytes.LastIndex(line, []byte(hashField))
	digits, ok := bytes.CutSuffix(line[max(at, 0):], []byte("\"}\n"))
	if at < 0 || !ok || len(digits) != len(hashField)+2*sha256.Size {
		return r, head, fmt.Errorf("a line without a hash: %w", ErrBroken)
	}
	digits = digits[len(hashField):]
	if _, err := hex.Decode(head.Hash[:], digits); err != nil || fmt.Sprintf("%x", head.Hash) != string(digits) {
		return r, head, fmt.Errorf("a line without a hash: %w", ErrBroken)
	}
	if err := json.Unmarshal(append(bytes.Clone(line[:at]), '}'), &r); err != nil {
		return r, head, fmt.Errorf("a line that is no record: %w", ErrBroken)
	}
	head.N = r.N
	return r, head, nil
}

// Read checks a whole trail and hands every sound record to each, in order,
// up to the first that is broken. It returns the head. Its errors are each's,
// the reader's and *BrokenError. What follows the last newline is the rest of
// a record that was never acknowledged, and is passed over.
func Read(ctx context.Context, from io.Reader, each func(Record, Head) error) (Head, error) {
	var head Head
	var device string
	lines := bufio.NewReaderSize(from, maxLine)
	for n := uint64(1); ; n++ {
		if err := ctx.Err(); err != nil {
			return head, err
		}
		line, err := lines.ReadSlice('\n')
		switch {
		case errors.Is(err, io.EOF):
			return head, nil
		case errors.Is(err, bufio.ErrBufferFull):
			return head, &BrokenError{n, "is too long"}
		case err != nil:
			return head, fmt.Errorf("read the audit trail: %w", err)
		}
		r, next, err := parse(line)
		switch {
		case err != nil:
			return head, &BrokenError{n, "cannot be read"}
		case chain(head, line[:bytes.LastIndex(line, []byte(hashField))]) != next.Hash:
			return head, &BrokenError{n, "was changed or does not follow the one before"}
		case r.N != n, n > 1 && r.Device != device:
			return head, &BrokenError{n, "is numbered wrongly or of another device"}
		case r.Validate() != nil:
			return head, &BrokenError{n, "holds what the trail does not take"}
		}
		head, device = next, r.Device
		if err := each(r, head); err != nil {
			return head, err
		}
	}
}
