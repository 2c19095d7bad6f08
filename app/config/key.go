package config

import (
	"errors"
	"slices"
)

// Key says where the master key comes from (package app/masterkey).
type Key struct {
	Source         string `toml:"source"`          // file (default), credential, passphrase or keyring
	Credential     string `toml:"credential"`      // name in $CREDENTIALS_DIRECTORY; empty means portico-master-key
	PassphraseFile string `toml:"passphrase-file"` // empty: the passphrase is asked for at the terminal
}

// Validate reports a source that is none.
func (k Key) Validate() error {
	if !slices.Contains([]string{"", "file", "credential", "passphrase", "keyring"}, k.Source) {
		return errors.New("key.source: write file, credential, passphrase or keyring")
	}
	return nil
}
