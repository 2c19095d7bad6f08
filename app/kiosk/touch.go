package main

import (
	"io/fs"
	"strconv"
	"strings"
)

// direct is the property bit of input devices whose touches fall on what they
// show (INPUT_PROP_DIRECT in Linux's input-event-codes.h).
const direct = 1 << 1

// touchscreen reports whether the machine whose /sys is given has a screen
// that is touched.
func touchscreen(sys fs.FS) bool {
	devices, err := fs.Glob(sys, "class/input/event*/device/properties")
	if err != nil {
		return false
	}
	for _, device := range devices {
		text, err := fs.ReadFile(sys, device)
		if err != nil {
			continue
		}
		words := strings.Fields(string(text)) // the lowest bits come last
		if len(words) == 0 {
			continue
		}
		if bits, err := strconv.ParseUint(words[len(words)-1], 16, 64); err == nil && bits&direct != 0 {
			return true
		}
	}
	return false
}
