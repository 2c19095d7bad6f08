package bolt

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"portico/sync/files"
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

// LoadKey reads the master key from the file at path: 64 hexadecimal digits
// and a line end. When there is no file it makes a random key, writes it 0600
// and returns created = true; of several programs that do so at once, one
// wins and all return its key. It refuses a file that its group or others may
// read or write.
func LoadKey(path string) (k MasterKey, created bool, err error) {
	k, err = readKey(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return k, false, err
	}
	k = NewMasterKey()
	err = createKey(path, k)
	if errors.Is(err, fs.ErrExist) {
		k, err = readKey(path)
		return k, false, err
	}
	if err != nil {
		return MasterKey{}, false, fmt.Errorf("create master key: %w", err)
	}
	return k, true, nil
}

func readKey(path string) (k MasterKey, err error) {
	f, err := os.Open(path)
	if err != nil {
		return k, fmt.Errorf("read master key: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return k, fmt.Errorf("read master key: %w", err)
	}
	if !info.Mode().IsRegular() {
		return k, fmt.Errorf("read master key: %s is not a file", path)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return k, fmt.Errorf("read master key: others may read or write %s (mode %04o); chmod 600 it", path, info.Mode().Perm())
	}
	text := make([]byte, hex.EncodedLen(len(k))+2)
	n, _ := f.Read(text)
	digits := bytes.TrimSpace(text[:n])
	if len(digits) != hex.EncodedLen(len(k)) {
		return k, fmt.Errorf("read master key: %s does not hold 64 hexadecimal digits", path)
	}
	if _, err := hex.Decode(k[:], digits); err != nil {
		return MasterKey{}, fmt.Errorf("read master key: %s does not hold 64 hexadecimal digits", path)
	}
	return k, nil
}

// createKey writes the whole file under another name and links it into place,
// which fails with fs.ErrExist instead of replacing one.
func createKey(path string, k MasterKey) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".master-key-*") // made 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = fmt.Fprintln(f, hex.EncodeToString(k[:]))
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); err != nil {
		return err
	}
	return files.System().SyncDir(dir)
}
