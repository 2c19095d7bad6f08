package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"portico/app/staff"
)

func TestStaffPINFromStandardInput(t *testing.T) {
	for name, c := range map[string]struct {
		input, message string
		set            bool
	}{
		"twice the same":  {"271828\n271828\n", "", true},
		"no last newline": {"271828\r\n271828", "", true},
		"they differ":     {"271828\n271829\n", "differ", false},
		"once only":       {"271828\n", "6 to 12 digits", false},
		"too short":       {"2718\n2718\n", "6 to 12 digits", false},
		"letters":         {"27182e\n27182e\n", "6 to 12 digits", false},
		"nothing":         {"", "6 to 12 digits", false},
	} {
		t.Run(name, func(t *testing.T) {
			key := filepath.Join(t.TempDir(), "master.key")
			cmd := exec.CommandContext(t.Context(), os.Args[0], "staff", "pin", "--key-file", key)
			cmd.Env = append(os.Environ(), asProgram+"=1")
			cmd.Stdin = strings.NewReader(c.input)
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			err := cmd.Run()
			if (err == nil) != c.set || !strings.Contains(stderr.String(), c.message) {
				t.Errorf("%v, %q", err, stderr.String())
			}
			if strings.Contains(stderr.String(), "2718") {
				t.Error("the PIN shows in a message")
			}
			ok, err := staff.File(filepath.Join(filepath.Dir(key), "staff.pin")).Matches("271828")
			if ok != c.set {
				t.Errorf("set: %v, %v", ok, err)
			}
		})
	}
}
