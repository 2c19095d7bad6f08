package bolt

import (
	"crypto/rand"
	"fmt"
	"log/slog"
)

// MasterKey wraps the keys of all customers. It never shows itself: printing
// and logging it give its redacted name.
type MasterKey [32]byte

// String returns a redacted name.
func (MasterKey) String() string { return "[master key]" }

// Format prints the redacted name, whatever the verb.
func (k MasterKey) Format(f fmt.State, _ rune) { fmt.Fprint(f, k.String()) }

// LogValue logs the redacted name.
func (k MasterKey) LogValue() slog.Value { return slog.StringValue(k.String()) }

// NewMasterKey returns a random key.
func NewMasterKey() MasterKey {
	var k MasterKey
	rand.Read(k[:])
	return k
}
