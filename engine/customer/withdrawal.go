package customer

import (
	"bytes"
	"crypto/sha256"
	"strings"
	"unicode"
)

// HashReceipt is the SHA-256 of a receipt's code as people write it: spaces,
// hyphens and case do not count.
func HashReceipt(code string) []byte {
	plain := strings.Map(func(r rune) rune {
		if r == '-' || unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, code)
	sum := sha256.Sum256([]byte(plain))
	return sum[:]
}

// Receipt reports whether code is that of the customer's receipt.
func (c *Customer) Receipt(code string) bool {
	return len(c.Withdrawal) > 0 && bytes.Equal(c.Withdrawal, HashReceipt(code))
}
