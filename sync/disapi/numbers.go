package disapi

import "encoding/base64"

// array looks into an array whose bracket was read: bytes become a string,
// anything else is left to the caller.
func (c *compactor) array() error {
	b, err := c.next()
	if err != nil {
		return err
	}
	if b != '-' && !digit(b) {
		c.out = append(c.out, '[')
		return c.token(b)
	}
	c.depth++
	if err := c.unread(); err != nil {
		return err
	}
	data, err := c.numbers()
	if err != nil {
		return err
	}
	c.out = append(c.out, '"')
	c.out = base64.StdEncoding.AppendEncode(c.out, data)
	c.out = append(c.out, '"')
	return nil
}

// numbers reads the rest of an array of bytes, its closing bracket included.
func (c *compactor) numbers() ([]byte, error) {
	var data []byte
	for {
		data = c.run(data)
		if c.left < 0 {
			return nil, ErrBodyTooLarge
		}
		value, err := c.number()
		if err != nil {
			return nil, err
		}
		data = append(data, value)
		switch b, err := c.next(); {
		case err != nil:
			return nil, err
		case b == ']':
			return data, nil
		case b != ',':
			return nil, ErrBodyArray
		}
	}
}

// number reads one number, whatever is around it.
func (c *compactor) number() (byte, error) {
	b, err := c.next()
	if err != nil {
		return 0, err
	}
	negative := b == '-'
	if negative {
		if b, err = c.read(); err != nil {
			return 0, err
		}
	}
	value, digits := 0, 0
	for digit(b) {
		value = value*10 + int(b-'0')
		if digits++; digits > 3 {
			return 0, ErrBodyArray
		}
		if b, err = c.read(); err != nil {
			return 0, err
		}
	}
	if negative {
		value = -value
	}
	if digits == 0 || !fits(value) {
		return 0, ErrBodyArray
	}
	return byte(value), c.unread()
}

// run reads the numbers that lie whole in the buffer, each followed at once by
// its comma: nearly all of them.
func (c *compactor) run(data []byte) []byte {
	const longest = len("-128,")
	window, _ := c.in.Peek(c.in.Buffered()) // no more than is there: cannot fail
	at := 0
	for {
		for at < len(window) && blank(window[at]) {
			at++
		}
		if at+longest > len(window) {
			break
		}
		value, n := short(window[at : at+longest])
		if n == 0 {
			break
		}
		data = append(data, value)
		at += n
	}
	c.left -= at
	_, _ = c.in.Discard(at) // within the buffer: cannot fail
	return data
}

// short parses a number and the comma after it and returns their length, 0
// when s does not begin with both.
func short(s []byte) (value byte, n int) {
	i := 0
	negative := s[0] == '-'
	if negative {
		i++
	}
	v, first := 0, i
	for i < len(s) && digit(s[i]) {
		v = v*10 + int(s[i]-'0')
		i++
	}
	if i == first || i == len(s) || s[i] != ',' {
		return 0, 0
	}
	if negative {
		v = -v
	}
	if !fits(v) {
		return 0, 0
	}
	return byte(v), i + 1
}

// blank says whether b is white space of JSON.
func blank(b byte) bool { return b == ' ' || b == '\n' || b == '\r' || b == '\t' }

func digit(b byte) bool { return b >= '0' && b <= '9' }

// fits says whether a signed or an unsigned byte can hold v.
func fits(v int) bool { return v >= -128 && v <= 255 }
