package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime/pprof"
	"sync"
	"time"
)

const (
	// mostEnding is how long the kiosk may take to end: the requests that its
	// backend is answering have 20 s of it (app/node).
	mostEnding = 30 * time.Second
	// mostLeaving is how long it may take to leave the window.
	mostLeaving = 5 * time.Second
)

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

// leaveInTime ends everything behind the window and then the process, where the
// window is not left that long after ctx is done: fyne 2.7.1 waits for good where
// the last function for the interface thread comes between its last look at them
// and the end of its loop (internal/driver/glfw/loop.go, runGL). The function that
// it returns is for a window that was left, and ends everything as well.
func leaveInTime(ctx context.Context, most time.Duration, end func() error, exit func(error)) (left func() error) {
	end = sync.OnceValue(end)
	gone := make(chan struct{})
	context.AfterFunc(ctx, func() {
		select {
		case <-gone:
		case <-time.After(most):
			exit(end())
		}
	})
	return func() error {
		close(gone)
		return end()
	}
}
