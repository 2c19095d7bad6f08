package node

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"

	"portico/app/config"
	"portico/engine/document/chip"
	"portico/engine/native/assemble"
	"portico/sync/disapi"
	"portico/sync/disserver"
	"portico/sync/download"
)

// Handler answers the DIS contract with the engine p over what b keeps, as cfg
// says; its Tokens are b's unless it names others.
func Handler(p *assemble.Parts, b *Backend, cfg disserver.Config) http.Handler {
	cfg.Engine, cfg.Faces, cfg.Templates = p.Engine, p.Faces, p.Types
	cfg.Store, cfg.Shelf, cfg.Info = b.Store, b.Shelf, info()
	if cfg.Tokens == nil {
		cfg.Tokens = b.Tokens
	}
	return disserver.New(cfg)
}

// Downloads returns what fetches pictures that requests name the address of;
// nil where cfg lists no origin.
func Downloads(cfg config.Server) (func(context.Context, string) ([]byte, error), error) {
	if len(cfg.Pictures) == 0 {
		return nil, nil
	}
	d, err := download.New(cfg.Pictures)
	if err != nil {
		return nil, fmt.Errorf("server.pictures: %w", err)
	}
	return d.Fetch, nil
}

// Watch has metrics and traces told of every request.
func Watch(m *Metrics, t *Traces) func(*http.Request, string) (*http.Request, func(int)) {
	return func(r *http.Request, operation string) (*http.Request, func(int)) {
		r, ended := t.Watch(r, operation)
		counted := m.Watch(operation)
		return r, func(status int) {
			counted(status)
			ended(status)
		}
	}
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
