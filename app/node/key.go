package node

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"golang.org/x/term"

	"portico/app/config"
	"portico/app/masterkey"
	"portico/sync/store/bolt"
)

// KeySource is where cfg says that the master key is.
func KeySource(cfg config.Config) masterkey.Source {
	return masterkey.Source{
		Kind: masterkey.Kind(cfg.Key.Source), File: cfg.KeyFile,
		Credential: cfg.Key.Credential, PassphraseFile: cfg.Key.PassphraseFile, Ask: ask,
	}
}

// masterKey loads the master key of the store in dir; one that is made is
// announced.
func masterKey(ctx context.Context, cfg config.Config, dir string, log *slog.Logger) (bolt.MasterKey, error) {
	key, made, err := KeySource(cfg).Load(ctx, dir)
	if errors.Is(err, masterkey.ErrMissing) {
		return key, fmt.Errorf("%w; name the right one with --key-file", err)
	}
	if made {
		log.Warn("a master key was created; without it the store cannot be opened: keep a copy in a safe place", "file", cfg.KeyFile)
	}
	return key, err
}

// ask reads a line from the terminal without showing it.
func ask(_ context.Context, question string) ([]byte, error) {
	tty, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	if err != nil || !term.IsTerminal(int(os.Stdin.Fd())) {
		if err == nil {
			err = tty.Close()
		}
		return nil, errors.Join(masterkey.ErrNoTerminal, err)
	}
	defer func() { _ = tty.Close() }()
	fmt.Fprint(tty, question)
	line, err := term.ReadPassword(int(tty.Fd()))
	fmt.Fprintln(tty)
	return bytes.TrimSpace(line), err
}
