package models

import (
	"fmt"
	"io"
	"time"
)

// Report returns a progress function for Fetch that tells people on w: a line
// for each step, and how far a long download is every few seconds.
func Report(w io.Writer) func(Progress) {
	var step int
	var said time.Time
	return func(p Progress) {
		switch {
		case p.Step != step:
			step, said = p.Step, time.Now()
			fmt.Fprintf(w, "  %d/%d %s\n", p.Step, p.Steps, p.What)
		case p.Total > 0 && time.Since(said) > 3*time.Second:
			said = time.Now()
			fmt.Fprintf(w, "      %d of %d MB\n", p.Done>>20, p.Total>>20)
		}
	}
}
