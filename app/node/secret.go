package node

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/zalando/go-keyring"
)

// keyringService names Portico's entries in the session's keyring.
const keyringService = "portico"

// secret says where a token or a shared secret is: in a file, in a credential
// of systemd, or in the session's keyring. Without any it is empty.
type secret struct{ file, credential, keyring string }

// text reads it now: what was exchanged under a running program counts from
// then on.
func (s secret) text() (string, error) {
	file := s.file
	switch {
	case s.keyring != "":
		text, err := keyring.Get(keyringService, s.keyring)
		if err != nil {
			return "", fmt.Errorf("the keyring's entry %s: %w", s.keyring, err)
		}
		return strings.TrimSpace(text), nil
	case s.credential != "":
		dir := os.Getenv("CREDENTIALS_DIRECTORY")
		if dir == "" || !filepath.IsLocal(s.credential) {
			return "", errors.New("systemd gave no such credential: add LoadCredentialEncrypted= to the unit")
		}
		file = filepath.Join(dir, s.credential)
	case file == "":
		return "", nil
	}
	data, err := os.ReadFile(file)
	return strings.TrimSpace(string(data)), err
}

func (s secret) bytes() ([]byte, error) {
	text, err := s.text()
	return []byte(text), err
}
