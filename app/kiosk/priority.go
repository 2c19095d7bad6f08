package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// behind is the niceness of what works behind the window: where all processors
// are busy, it gets a third of the time that the window gets.
const behind = 5

// windowFirst puts every thread of the process behind the calling one, which
// must be the interface thread: what a visitor sees and touches does not wait
// for what is computed. Threads inherit it: those that Go starts come from
// threads that are behind, those of a software GL from the interface thread.
func windowFirst() error {
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
			// Linux gives 20 − niceness.
			if now, err := unix.Getpriority(unix.PRIO_PROCESS, id); err != nil || 20-now >= behind {
				continue // ended meanwhile, or behind already
			}
			if err := unix.Setpriority(unix.PRIO_PROCESS, id, behind); err != nil && !errors.Is(err, unix.ESRCH) {
				return fmt.Errorf("put a thread behind the window: %w", err)
			}
			again = true
		}
	}
	return nil
}
