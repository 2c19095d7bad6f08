package main

import (
	"os"
	"os/exec"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"
)

// TestWindowFirst checks what a visitor feels: the interface thread keeps its
// priority, and a thread that is started later is behind it all the same.
func TestWindowFirst(t *testing.T) {
	if os.Getenv("PORTICO_WINDOW_FIRST") == "" { // it cannot be undone: in a process of its own
		alone := exec.Command(os.Args[0], "-test.run=^TestWindowFirst$")
		alone.Env = append(os.Environ(), "PORTICO_WINDOW_FIRST=1")
		if out, err := alone.CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
		return
	}
	runtime.LockOSThread()
	own := func() int {
		nice, err := niceness(unix.Gettid())
		if err != nil {
			t.Error(err)
		}
		return nice
	}
	before := own()
	if err := windowFirst(); err != nil {
		t.Fatal(err)
	}
	if got := own(); got != before {
		t.Errorf("the interface thread has niceness %d, want %d as before", got, before)
	}
	const many = 8 // more than there are idle threads
	got := make(chan int, many)
	held := make(chan struct{})
	for range many {
		go func() {
			runtime.LockOSThread() // its own thread, which ends with it
			got <- own()
			<-held
		}()
	}
	for range many {
		if n := <-got; n != min(before+behind, 19) {
			t.Errorf("a thread behind the window has niceness %d, the window %d, want %d more", n, before, behind)
		}
	}
	close(held)
}
