package node

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"portico/engine/customer"
	"portico/engine/document/chip"
	"portico/engine/native/assemble"
	"portico/sync/disapi"
	"portico/sync/disserver"
)

// sweepEvery is how often customers past their lifetime are erased. They are
// not found before that either.
const sweepEvery = time.Minute

// Handler answers the DIS contract over store, for the bearers of tokens. Chip
// data are authentic when one of the authorities signed them. While idle says
// no, requests that need the engine wait; nil means always.
func Handler(p *assemble.Parts, store customer.Store, tokens []disserver.TokenHash, authorities []chip.Certificate, idle func() bool, log *slog.Logger) http.Handler {
	return disserver.New(disserver.Config{
		Engine: p.Engine, Faces: p.Faces, Store: store, Access: disserver.Tokens(tokens...),
		Info: info(), Templates: p.Types, Authorities: authorities, Idle: idle, Log: log,
	})
}

// Authorities reads the certificates of those who sign travel documents from
// the file authorities in the store's folder dir: PEM, DER or a master list.
// Without the file there are none.
func Authorities(dir string) ([]chip.Certificate, error) {
	file := filepath.Join(dir, "authorities")
	data, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("the authorities of travel documents: %w", err)
	}
	list, err := chip.ParseAuthorities(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return list, nil
}

// Serve answers on ln until ctx is done, then lets the requests in flight
// finish. Slow and silent clients are cut off.
func Serve(ctx context.Context, ln net.Listener, h http.Handler) error {
	srv := &http.Server{
		Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 2 * time.Minute,
		WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute,
	}
	stopped := make(chan error, 1)
	unhook := context.AfterFunc(ctx, func() {
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
		defer cancel()
		stopped <- srv.Shutdown(grace)
	})
	defer unhook()
	if err := srv.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return <-stopped
}

// Sweep erases customers past their lifetime until ctx is done.
func Sweep(ctx context.Context, s customer.Store, log *slog.Logger) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		if n, err := s.Sweep(ctx, time.Now()); err != nil && ctx.Err() == nil {
			log.Error("erasing customers past their lifetime failed", "error", err)
		} else if n > 0 {
			log.Info("customers past their lifetime were erased", "count", n)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// NewToken makes a bearer token of 256 random bits.
func NewToken() string { return rand.Text() + rand.Text() }

// Tokens reads the hashes of the tokens in the store's folder dir. When there
// are none yet it makes a token and returns it, the only time it is ever seen.
func Tokens(dir string) (hashes []disserver.TokenHash, made string, err error) {
	file := filepath.Join(dir, "tokens")
	text, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		made = NewToken()
		h := disserver.HashToken(made)
		text = []byte(hex.EncodeToString(h[:]) + "\n")
		err = os.WriteFile(file, text, 0o600)
	}
	if err != nil {
		return nil, "", fmt.Errorf("the tokens of the backend: %w", err)
	}
	for line := range strings.Lines(string(text)) {
		var h disserver.TokenHash
		if n, err := hex.Decode(h[:], []byte(strings.TrimSpace(line))); err != nil || n != len(h) {
			return nil, "", fmt.Errorf("%s: not a list of SHA-256 hashes", file)
		}
		hashes = append(hashes, h)
	}
	return hashes, made, nil
}

func info() disapi.ActuatorInfo {
	version := "unversioned"
	if b, ok := debug.ReadBuildInfo(); ok && b.Main.Version != "" {
		version = b.Main.Version
	}
	var i disapi.ActuatorInfo
	i.Build.Artifact, i.Build.Name, i.Build.Group, i.Build.Version = "portico", "Portico", "portico", version
	i.Sam.Version = version
	i.Iface.Version = version
	// The contract wants the day on which the vendor's licence ends; Portico's
	// does not end.
	i.Iface.License.Year, i.Iface.License.Month, i.Iface.License.Day = "9999", "12", "31"
	return i
}
