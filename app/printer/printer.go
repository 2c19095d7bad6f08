// Package printer prints pages through CUPS, by its commands lp and lpstat. What
// is printed goes through a pipe and never lies in a file of ours.
package printer

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// ErrStuck says that the printer took the page and did not print it: it is
// without paper, jammed or switched off.
var ErrStuck = errors.New("the printer does not print")

const every = 500 * time.Millisecond // the queue is looked at

// Printer is a queue of CUPS.
type Printer struct {
	Name     string
	Patience time.Duration // for one page; 0 means 20 s
}

// Print prints a PDF and returns once it is on paper. A page that does not come
// out is taken back; one that ctx no longer waits for still comes.
func (p Printer) Print(ctx context.Context, pdf []byte) error {
	given := time.NewTimer(cmp.Or(p.Patience, 20*time.Second))
	defer given.Stop()
	job, err := p.submit(ctx, pdf)
	if err != nil {
		return err
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		waits, err := p.waits(ctx, job)
		if err == nil && !waits {
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		case <-given.C:
			_ = exec.CommandContext(ctx, "cancel", job).Run() // else it comes out for somebody else
			return fmt.Errorf("%w: %s", ErrStuck, job)
		}
	}
}

// submit puts the page into the queue and returns the job's name.
func (p Printer) submit(ctx context.Context, pdf []byte) (string, error) {
	cmd := exec.CommandContext(ctx, "lp", "-d", p.Name, "-t", "Portico", "-")
	cmd.Stdin = bytes.NewReader(pdf)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("print on %s: %w: %s", p.Name, err, strings.TrimSpace(said.String()))
	}
	for _, word := range strings.Fields(string(out)) {
		if strings.HasPrefix(word, p.Name+"-") {
			return word, nil
		}
	}
	return "", fmt.Errorf("print on %s: lp named no job", p.Name)
}

// waits reports whether the job is still in the queue.
func (p Printer) waits(ctx context.Context, job string) (bool, error) {
	out, err := exec.CommandContext(ctx, "lpstat", "-W", "not-completed", "-o", p.Name).Output()
	if err != nil {
		return false, fmt.Errorf("ask for the queue of %s: %w", p.Name, err)
	}
	for line := range strings.Lines(string(out)) {
		if name, _, _ := strings.Cut(line, " "); name == job {
			return true, nil
		}
	}
	return false, nil
}
