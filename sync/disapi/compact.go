package disapi

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Limits bounds a request body. The zero value is usable.
type Limits struct {
	Bytes int // as sent; 0 means 64 MiB
	Depth int // of nested objects and arrays; 0 means 16
}

// Size returns the most bytes a body may have.
func (l Limits) Size() int {
	if l.Bytes == 0 {
		return 64 << 20
	}
	return l.Bytes
}

// What can be wrong with a body before its fields are looked at. Callers
// compare with errors.Is.
var (
	ErrBodyTooLarge = errors.New("the body is too large")
	ErrBodyTooDeep  = errors.New("the body is nested too deeply")
	ErrBodyArray    = errors.New("an array of numbers that are not bytes")
)

// Decode reads a JSON object into v, which points to one of the package's
// types. Fields that v lacks are ignored, as the contract's older clients
// need. The body is bounded while it is read, not afterwards.
func Decode(r io.Reader, lim Limits, v any) error {
	body, err := Compact(r, lim)
	if err != nil {
		return err
	}
	if len(body) == 0 || body[0] != '{' {
		return errors.New("not a JSON object")
	}
	return json.Unmarshal(body, v)
}

// Compact copies JSON from r without its white space and with every array of
// signed (or unsigned) bytes as a Base64 string, which is what makes a
// picture sent as 35 MB of digits cheap to parse: the digits are read once and
// never held. It checks bounds, not syntax; a parser must follow.
func Compact(r io.Reader, lim Limits) ([]byte, error) {
	if lim.Depth == 0 {
		lim.Depth = 16
	}
	c := compactor{in: bufio.NewReaderSize(r, 64<<10), left: lim.Size(), depth: lim.Depth}
	for {
		b, err := c.next()
		if errors.Is(err, io.EOF) {
			return c.out, nil
		}
		if err == nil {
			err = c.token(b)
		}
		if err != nil {
			return nil, fmt.Errorf("read the body: %w", noEOF(err))
		}
	}
}

// noEOF turns an end inside a token into what it is.
func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

type compactor struct {
	in    *bufio.Reader
	out   []byte
	left  int
	depth int
}

// next returns the next byte that is no white space.
func (c *compactor) next() (byte, error) {
	for {
		b, err := c.read()
		if err != nil || !blank(b) {
			return b, err
		}
	}
}

func (c *compactor) read() (byte, error) {
	b, err := c.in.ReadByte()
	if err == nil {
		if c.left--; c.left < 0 {
			return 0, ErrBodyTooLarge
		}
	}
	return b, err
}

// unread takes back the byte that read returned last.
func (c *compactor) unread() error {
	c.left++
	return c.in.UnreadByte()
}

func (c *compactor) token(b byte) error {
	switch b {
	case '"':
		return c.text()
	case '{', '[':
		if c.depth--; c.depth < 0 {
			return ErrBodyTooDeep
		}
		if b == '[' {
			return c.array()
		}
	case '}', ']':
		c.depth++
	}
	c.out = append(c.out, b)
	return nil
}

// text copies a string whose opening quote was read.
func (c *compactor) text() error {
	c.out = append(c.out, '"')
	for {
		part, err := c.in.ReadSlice('"')
		if c.left -= len(part); c.left < 0 {
			return ErrBodyTooLarge
		}
		c.out = append(c.out, part...)
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil {
			return err
		}
		if !escaped(c.out[:len(c.out)-1]) {
			return nil
		}
	}
}

// escaped says whether an odd number of backslashes ends s.
func escaped(s []byte) bool {
	n := 0
	for n < len(s) && s[len(s)-1-n] == '\\' {
		n++
	}
	return n%2 == 1
}
