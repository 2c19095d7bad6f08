package main

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"

	"portico/app/node"
	"portico/sync/audit"
)

// sightings returns what notes cameras in the audit trail of a data folder,
// each once while the program runs. The folder must be there when the first
// camera is opened.
func sightings(ctx context.Context, data string, log *slog.Logger) func(node.Sighting) {
	var mu sync.Mutex
	noted := map[node.Sighting]bool{}
	return func(s node.Sighting) {
		mu.Lock()
		defer mu.Unlock()
		if noted[s] {
			return
		}
		if err := note(ctx, data, s); err != nil {
			log.Error("the audit trail does not take a camera", "camera", s.ID, "error", err)
			return
		}
		noted[s] = true
	}
}

func note(ctx context.Context, data string, s node.Sighting) (err error) {
	trail, err := audit.Open(ctx, filepath.Join(data, audit.FileName), audit.Config{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, trail.Close()) }()
	e := audit.Event{What: audit.UnknownCamera, Role: audit.System, Subject: strings.ReplaceAll(s.ID, "/", "_")}
	if s.Virtual {
		e.What = audit.VirtualCamera
	}
	return trail.Append(ctx, e)
}
