package chip

import (
	"fmt"
)

// element is one tag with its value; the value aliases the input.
type element struct {
	tag         uint32
	body        []byte
	constructed bool
	indefinite  bool // body ends before an end-of-contents mark
}

func malformed(what string) error { return fmt.Errorf("%w: %s", ErrParse, what) }

// next reads the first element of data, in BER as chips and signers write it,
// and returns what follows. An indefinite length is walked to its end.
func next(data []byte) (element, []byte, error) { return nextAt(data, 0) }

func nextAt(data []byte, depth int) (element, []byte, error) {
	if depth > mostDepth {
		return element{}, nil, malformed("nested too deeply")
	}
	e, rest, err := readTag(data)
	if err != nil {
		return e, nil, err
	}
	n, rest, indefinite, err := readLength(rest)
	if err != nil {
		return e, nil, err
	}
	if !indefinite {
		if n > len(rest) {
			return e, nil, malformed("an element ends early")
		}
		e.body = rest[:n]
		return e, rest[n:], nil
	}
	if !e.constructed {
		return e, nil, malformed("a primitive of no length")
	}
	e.indefinite = true
	for inner := rest; ; {
		if len(inner) >= 2 && inner[0] == 0 && inner[1] == 0 {
			e.body = rest[:len(rest)-len(inner)]
			return e, inner[2:], nil
		}
		if _, inner, err = nextAt(inner, depth+1); err != nil {
			return e, nil, err
		}
	}
}

// readTag reads a tag of at most three bytes, which no format here exceeds.
func readTag(data []byte) (element, []byte, error) {
	if len(data) == 0 {
		return element{}, nil, malformed("no tag")
	}
	e := element{tag: uint32(data[0]), constructed: data[0]&0x20 != 0}
	if data[0]&0x1F != 0x1F {
		return e, data[1:], nil
	}
	for i := 1; i < len(data) && i < 3; i++ {
		e.tag = e.tag<<8 | uint32(data[i])
		if data[i]&0x80 == 0 {
			return e, data[i+1:], nil
		}
	}
	return e, nil, malformed("a tag too long")
}

func readLength(data []byte) (n int, rest []byte, indefinite bool, err error) {
	if len(data) == 0 {
		return 0, nil, false, malformed("no length")
	}
	first, rest := data[0], data[1:]
	switch {
	case first < 0x80:
		return int(first), rest, false, nil
	case first == 0x80:
		return 0, rest, true, nil
	}
	bytes := int(first & 0x7F)
	if bytes > 4 || bytes > len(rest) {
		return 0, nil, false, malformed("a length too long")
	}
	for _, b := range rest[:bytes] {
		n = n<<8 | int(b)
	}
	return n, rest[bytes:], false, nil
}

// only returns the value of data's one element, which must have the tag.
func only(data []byte, tag uint32) ([]byte, error) {
	e, rest, err := next(data)
	if err != nil {
		return nil, err
	}
	if e.tag != tag || len(rest) > 0 {
		return nil, malformed(fmt.Sprintf("not one element %#x", tag))
	}
	return e.body, nil
}

// find returns the value of the first element of the tag among those of data.
func find(data []byte, tag uint32) ([]byte, error) {
	for len(data) > 0 {
		e, rest, err := next(data)
		if err != nil {
			return nil, err
		}
		if e.tag == tag {
			return e.body, nil
		}
		data = rest
	}
	return nil, malformed(fmt.Sprintf("no element %#x", tag))
}

// definite returns data's elements in DER's form of length, and octet strings
// in one piece, which is what package asn1 reads.
func definite(data []byte, depth int) ([]byte, error) {
	if depth > mostDepth {
		return nil, malformed("nested too deeply")
	}
	var out []byte
	for len(data) > 0 {
		e, rest, err := nextAt(data, depth)
		if err != nil {
			return nil, err
		}
		body := e.body
		if e.constructed {
			if body, err = definite(e.body, depth+1); err != nil {
				return nil, err
			}
		}
		if e.tag == 0x24 { // an octet string in pieces
			if body, err = joined(body); err != nil {
				return nil, err
			}
			e.tag = 0x04
		}
		out = append(appendHeader(out, e.tag, len(body)), body...)
		data = rest
	}
	return out, nil
}

func joined(pieces []byte) ([]byte, error) {
	var out []byte
	for len(pieces) > 0 {
		e, rest, err := next(pieces)
		if err != nil {
			return nil, err
		}
		if e.tag != 0x04 {
			return nil, malformed("an octet string of other pieces")
		}
		out = append(out, e.body...)
		pieces = rest
	}
	return out, nil
}

func appendHeader(out []byte, tag uint32, n int) []byte {
	for shift := 16; shift >= 0; shift -= 8 {
		if b := byte(tag >> shift); b != 0 || shift == 0 {
			out = append(out, b)
		}
	}
	if n < 0x80 {
		return append(out, byte(n))
	}
	var digits []byte
	for ; n > 0; n >>= 8 {
		digits = append([]byte{byte(n)}, digits...)
	}
	return append(append(out, 0x80|byte(len(digits))), digits...)
}
