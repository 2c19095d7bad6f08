package mrz

import "strings"

// CheckDigit returns the check digit of s, '0' to '9': the sum of the values
// of its characters (digits as they are, A to Z 10 to 35, anything else 0)
// weighted 7, 3, 1 in turn, modulo 10 (Doc 9303-3, 4.9).
func CheckDigit(s string) byte {
	sum := 0
	for i := range len(s) {
		sum += value(s[i]) * [3]int{7, 3, 1}[i%3]
	}
	return '0' + byte(sum%10)
}

func value(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'Z':
		return int(c-'A') + 10
	}
	return 0
}

// resolve returns the spans that c is really computed over in text and the
// position of its digit: those of the table, or for a long number those that
// reach into the optional data.
func (c *check) resolve(l *layout, text string) (over []span, at int) {
	if !c.long || text[c.at] != '<' || text[c.at-1] == '<' {
		return c.over, c.at
	}
	rest := l.rest(text)
	if rest.to-rest.from < 2 {
		return c.over, c.at
	}
	return append(c.over[:1:1], span{rest.from, rest.to - 1}), rest.to - 1
}

// rest returns the span of the optional data where a long number goes on, its
// check digit included: up to the first filler.
func (l *layout) rest(text string) span {
	opt := l.optional2
	if l.kind == TD1 {
		opt = l.optional1
	}
	n := strings.IndexByte(opt.of(text), '<')
	if n < 0 {
		n = opt.to - opt.from
	}
	return span{opt.from, opt.from + n}
}

// holds tells whether the check digit is right in text.
func (c *check) holds(l *layout, text string) bool {
	over, at := c.resolve(l, text)
	var s strings.Builder
	for _, p := range over {
		s.WriteString(p.of(text))
	}
	if c.blank && text[at] == '<' {
		return strings.Trim(s.String(), filler) == ""
	}
	return text[at] == CheckDigit(s.String())
}
