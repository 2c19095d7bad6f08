package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// sinceLaunch is how long ago the kernel started this process: its libraries
// were loaded before its first line ran. The kernel counts in hundredths of a
// second.
func sinceLaunch() (time.Duration, error) {
	stat, err := os.ReadFile("/proc/self/stat") // proc_pid_stat(5)
	if err != nil {
		return 0, fmt.Errorf("ask when the program was started: %w", err)
	}
	_, after, _ := bytes.Cut(stat, []byte(") ")) // the name may hold spaces
	fields := bytes.Fields(after)
	if len(fields) < 20 {
		return 0, errors.New("/proc/self/stat does not say when the program was started")
	}
	var ticks int64 // since the machine was started
	if _, err := fmt.Sscan(string(fields[19]), &ticks); err != nil {
		return 0, fmt.Errorf("read when the program was started: %w", err)
	}
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_BOOTTIME, &now); err != nil {
		return 0, fmt.Errorf("read the clock: %w", err)
	}
	return time.Duration(now.Nano()) - time.Duration(ticks)*10*time.Millisecond, nil
}
