package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime/pprof"
	"time"
)

// mostEnding is how long the kiosk may take to end: the requests that its
// backend is answering have 20 s of it (app/node).
const mostEnding = 30 * time.Second

// endInTime ends the process if it is still there that long after ctx is done.
// What was committed bears it. Which functions wait is written to w, without
// what they work on.
func endInTime(ctx context.Context, most time.Duration, w io.Writer) {
	context.AfterFunc(ctx, func() {
		time.AfterFunc(most, func() {
			_, _ = fmt.Fprintln(w, "portico-kiosk: a part of the kiosk does not end; where everything waits:")
			_ = pprof.Lookup("goroutine").WriteTo(w, 1)
			os.Exit(exitFailed)
		})
	})
}
