package store

import (
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// Machine reads this machine's clocks. Where Boot or Up cannot be read it
// leaves Boot empty, and a Mark goes by Wall as over a restart.
func Machine() Reading {
	r := Reading{Wall: time.Now()}
	var up unix.Timespec
	boot, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err == nil && unix.ClockGettime(unix.CLOCK_BOOTTIME, &up) == nil {
		r.Boot, r.Up = strings.TrimSpace(string(boot)), time.Duration(up.Nano())
	}
	var timex unix.Timex
	state, err := unix.Adjtimex(&timex)
	r.Synced = err == nil && state != unix.TIME_ERROR && timex.Status&unix.STA_UNSYNC == 0
	return r
}
