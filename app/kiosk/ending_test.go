package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"
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

func TestAWindowThatIsNotLeftIsLeft(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	failed := errors.New("a part did not close")
	ended, exited := 0, make(chan error, 1)
	left := leaveInTime(ctx, time.Millisecond, func() error { ended++; return failed }, func(err error) { exited <- err })
	cancel()
	if err := <-exited; !errors.Is(err, failed) || ended != 1 {
		t.Errorf("it ended %d times and exits with %v", ended, err)
	}
	if err := left(); !errors.Is(err, failed) || ended != 1 {
		t.Errorf("left after all, it ended %d times and returns %v", ended, err)
	}
}

func TestAWindowThatWasLeftEndsEverythingOnce(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	ended := 0
	left := leaveInTime(ctx, time.Hour, func() error { ended++; return nil }, func(error) { t.Error("the process was ended") })
	cancel()
	if err := left(); err != nil || ended != 1 {
		t.Errorf("it ended %d times and returns %v", ended, err)
	}
}

// TestNothingIsLeftToDoAtTheEnd: what Fyne has queued when its loop ends can
// come too late for its queue, and then the program ends with a panic.
func TestNothingIsLeftToDoAtTheEnd(t *testing.T) {
	a := test.NewTempApp(t)
	life, ok := a.Lifecycle().(interface {
		SetOnStoppedHookExecuted(hook func())
		OnStopped() func()
	})
	if !ok {
		t.Fatalf("%T has no hook", a.Lifecycle())
	}
	life.SetOnStoppedHookExecuted(func() {})
	endQuietly(a)
	if life.OnStopped() != nil {
		t.Error("something is done when the last window was closed")
	}
}
