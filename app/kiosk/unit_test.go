package main

import (
	"os"
	"strings"
	"testing"

	"portico/app/discreet"
	"portico/engine/native/assemble"
)

// The store asks the kernel about the clock, which @clock forbids; and a Go
// program that crashed or was aborted by the watchdog ends with 2, like one
// whose command line is wrong.
func TestTheUnitLetsTheKioskStartAndStartsItAgain(t *testing.T) {
	unit, err := os.ReadFile("../../packaging/portico-kiosk.service")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(unit)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		if key == "SystemCallFilter" && (strings.Contains(value, "@clock") || strings.Contains(value, "adjtimex")) {
			t.Error("its filter ends the kiosk when the store asks about the clock")
		}
		if key == "RestartPreventExitStatus" {
			t.Error("a crash may not be the end")
		}
	}
	for _, want := range []string{
		"\nType=notify\n", "\nWatchdogSec=15\n", "\nRestart=always\n",
		"\nEnvironment=" + assemble.OneOpenMPThread + " " + discreet.OverwriteFreed + "\n", // else each start loads the program twice
	} {
		if !strings.Contains(string(unit), want) {
			t.Errorf("it lacks %q", want)
		}
	}
}
