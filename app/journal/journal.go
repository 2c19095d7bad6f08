// Package journal passes a program's log on and keeps its last warnings and
// errors in memory, for the diagnostics. Like the log, it holds no personal
// data.
package journal

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"
)

// kept is how many entries are remembered.
const kept = 20

// Entry is a warning or an error.
type Entry struct {
	At    time.Time  `json:"at"`
	Level slog.Level `json:"level"`
	Text  string     `json:"text"` // the message, and attributes as key=value
}

// Journal is a slog.Handler in front of another. It is safe for concurrent
// use.
type Journal struct {
	next slog.Handler
	with []slog.Attr
	last *last
}

type last struct {
	mu      sync.Mutex
	entries []Entry // the newest first
}

// New returns an empty journal in front of next.
func New(next slog.Handler) *Journal { return &Journal{next: next, last: &last{}} }

// Last returns what is remembered, the newest first.
func (j *Journal) Last() []Entry {
	j.last.mu.Lock()
	defer j.last.mu.Unlock()
	return slices.Clone(j.last.entries)
}

// Enabled implements slog.Handler.
func (j *Journal) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn || j.next.Enabled(ctx, l)
}

// Handle implements slog.Handler.
func (j *Journal) Handle(ctx context.Context, r slog.Record) error {
	if r.Level >= slog.LevelWarn {
		j.keep(r)
	}
	if !j.next.Enabled(ctx, r.Level) {
		return nil
	}
	return j.next.Handle(ctx, r)
}

func (j *Journal) keep(r slog.Record) {
	text := []string{r.Message}
	add := func(a slog.Attr) bool {
		text = append(text, a.Key+"="+a.Value.Resolve().String())
		return true
	}
	for _, a := range j.with {
		add(a)
	}
	r.Attrs(add)
	j.last.mu.Lock()
	defer j.last.mu.Unlock()
	j.last.entries = slices.Insert(j.last.entries, 0, Entry{r.Time, r.Level, strings.Join(text, " ")})
	j.last.entries = j.last.entries[:min(len(j.last.entries), kept)]
}

// WithAttrs implements slog.Handler.
func (j *Journal) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &Journal{j.next.WithAttrs(attrs), append(slices.Clip(j.with), attrs...), j.last}
}

// WithGroup implements slog.Handler. What is remembered has no groups.
func (j *Journal) WithGroup(name string) slog.Handler {
	return &Journal{j.next.WithGroup(name), j.with, j.last}
}
