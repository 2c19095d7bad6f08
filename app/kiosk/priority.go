package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"

	"golang.org/x/sys/unix"
)

// behind is by how much what works behind the window is nicer than it: where
// all processors are busy, it gets a third of the time that the window gets.
const behind = 5

// spare is by how much more threads may run Go than there are processors. Go knows
// no priorities: the interface thread, back from drawing a frame, would wait until
// one that computes pauses. The kernel does.
const spare = 4

// windowFirst puts every thread of the process behind the calling one, which
// must be the interface thread: what a visitor sees and touches does not wait
// for what is computed. Threads inherit it: those that Go starts come from
// threads that are behind, those of a software GL from the interface thread.
func windowFirst() error {
	window, err := niceness(unix.Gettid())
	if err != nil {
		return fmt.Errorf("look at the window's priority: %w", err)
	}
	runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + spare)
	nice := min(window+behind, 19)
	for again := true; again; { // threads may be starting meanwhile
		again = false
		tasks, err := os.ReadDir("/proc/self/task")
		if err != nil {
			return fmt.Errorf("list the threads: %w", err)
		}
		for _, task := range tasks {
			id, err := strconv.Atoi(task.Name())
			if err != nil || id == unix.Gettid() {
				continue
			}
			if now, err := niceness(id); err != nil || now >= nice {
				continue // ended meanwhile, or behind already
			}
			if err := unix.Setpriority(unix.PRIO_PROCESS, id, nice); err != nil && !errors.Is(err, unix.ESRCH) {
				return fmt.Errorf("put a thread behind the window: %w", err)
			}
			again = true
		}
	}
	return nil
}

// niceness is that of a thread, −20 to 19; the kernel gives 20 less it.
func niceness(thread int) (int, error) {
	kernel, err := unix.Getpriority(unix.PRIO_PROCESS, thread)
	return 20 - kernel, err
}
