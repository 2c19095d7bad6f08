package disapi

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

// Bytes is a binary field. It is written as one line of standard Base64.
//
// Read, it is liberal, because the contract's clients are: Base64 of the
// standard or the URL-safe alphabet, padded or not, with line breaks, after a
// data-URL prefix; or an array of signed bytes.
type Bytes []byte

var errNotBase64 = errors.New("neither Base64 nor an array of bytes")

// UnmarshalJSON reads a Base64 string or an array of integers.
func (b *Bytes) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	if len(data) > 0 && data[0] == '[' {
		var err error
		if data, err = Compact(bytes.NewReader(data), Limits{Bytes: math.MaxInt, Depth: 1}); err != nil {
			return err
		}
		if string(data) == "[]" {
			*b = Bytes{}
			return nil
		}
	}
	text, err := unquote(data)
	if err != nil {
		return err
	}
	*b, err = decodeBase64(text)
	return err
}

func unquote(data []byte) ([]byte, error) {
	if len(data) < 2 || data[0] != '"' {
		return nil, errNotBase64
	}
	if bytes.IndexByte(data, '\\') < 0 {
		return data[1 : len(data)-1], nil
	}
	var s string
	if err := json.Unmarshal(data, &s); err != nil {
		return nil, fmt.Errorf("read a string: %w", err)
	}
	return []byte(s), nil
}

// alphabet maps the URL-safe alphabet to the standard one and drops what is
// no part of either.
func alphabet(r rune) rune {
	switch r {
	case '-':
		return '+'
	case '_':
		return '/'
	case '\r', '\n', '\t', ' ':
		return -1
	}
	return r
}

func decodeBase64(text []byte) ([]byte, error) {
	if bytes.HasPrefix(text, []byte("data:")) {
		comma := bytes.IndexByte(text, ',')
		if comma < 0 {
			return nil, errNotBase64
		}
		text = text[comma+1:]
	}
	if bytes.ContainsAny(text, "-_\r\n\t ") {
		text = bytes.Map(alphabet, text)
	}
	text = bytes.TrimRight(text, "=")
	out := make([]byte, base64.RawStdEncoding.DecodedLen(len(text)))
	n, err := base64.RawStdEncoding.Decode(out, text)
	if err != nil {
		return nil, errNotBase64
	}
	return out[:n], nil
}

// String hides the content: pictures and templates never reach a log.
func (b Bytes) String() string { return fmt.Sprintf("%d bytes", len(b)) }

// GoString hides the content as String does.
func (b Bytes) GoString() string { return "disapi.Bytes(" + b.String() + ")" }
