package assemble

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"
)

// OneOpenMPThread is a setting for Restart: the library under Tesseract reads it
// when it is loaded, and is ten times slower with threads.
const OneOpenMPThread = "OMP_THREAD_LIMIT=1"

// restarted marks a program that Restart has executed.
const restarted = "PORTICO_RESTARTED"

// Restart executes the program once more with the settings (NAME=VALUE) in its
// environment if it runs without: they are for libraries that read them when
// they are loaded. It returns only on failure or when there is nothing to do.
// It fails where the system takes a setting out again, as it does for programs
// with file capabilities.
func Restart(settings ...string) error {
	started := os.Environ()
	missing := slices.DeleteFunc(slices.Clone(settings), func(s string) bool { return slices.Contains(started, s) })
	if len(missing) == 0 {
		return os.Unsetenv(restarted)
	}
	if os.Getenv(restarted) != "" {
		return fmt.Errorf("the system took %s out of the program's environment: give it no file capabilities and no set-user-ID bit", missing[0])
	}
	for _, s := range append(missing, restarted+"=1") {
		name, value, _ := strings.Cut(s, "=")
		if err := os.Setenv(name, value); err != nil {
			return err
		}
	}
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find the program's own file: %w", err)
	}
	return syscall.Exec(self, os.Args, os.Environ())
}
