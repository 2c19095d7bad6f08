// Command gate compares what two versions of Portico allocate, by the output
// of Go's benchmarks that ran in turn: app/gate OLD NEW ALLOWED. It fails where
// a benchmark of NEW allocates more bytes or more often in every round than OLD
// did in any, and beyond chance, unless ALLOWED, a table of benchmark, unit, most and why, says
// that it may. Times are benchstat's to compare. Called by `make gate`.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: gate OLD NEW ALLOWED")
		os.Exit(2)
	}
	if err := run(os.Stdout, os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "gate:", err)
		os.Exit(1)
	}
}

var errGrown = errors.New("allocations have grown; reduce them, or say in the table of what is allowed why they may")

func run(out io.Writer, oldFile, newFile, allowedFile string) error {
	before, err := measured(oldFile)
	if err != nil {
		return err
	}
	after, err := measured(newFile)
	if err != nil {
		return err
	}
	allowed, err := readAllowed(allowedFile)
	if err != nil {
		return err
	}
	grown := false
	for _, c := range compare(before, after, allowed) {
		fmt.Fprintln(out, c)
		grown = grown || c.verdict == larger
	}
	if grown {
		return errGrown
	}
	return nil
}
