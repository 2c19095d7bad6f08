package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

func TestAKioskThatDoesNotEndIsEnded(t *testing.T) {
	const hangs = "PORTICO_TEST_HANGS"
	if os.Getenv(hangs) != "" {
		ctx, cancel := context.WithCancel(t.Context())
		endInTime(ctx, time.Millisecond, os.Stderr)
		cancel()
		<-make(chan struct{})
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), hangs+"=yes")
	out, err := cmd.CombinedOutput()
	if exit := new(exec.ExitError); !errors.As(err, &exit) || exit.ExitCode() != exitFailed {
		t.Errorf("it ended with %v, want %d", err, exitFailed)
	}
	if !strings.Contains(string(out), "app/kiosk.TestAKioskThatDoesNotEndIsEnded") {
		t.Errorf("it does not tell what waits: %s", out)
	}
}
