package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

func TestSecondKioskOnTheScreenIsToldWhoRuns(t *testing.T) {
	dir := t.TempDir()
	release, err := claim(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := claim(dir); !errors.Is(err, errRunning) || !strings.Contains(err.Error(), fmt.Sprint(os.Getpid())) {
		t.Errorf("a second kiosk: %v, want errRunning with the process", err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	again, err := claim(dir)
	if err != nil {
		t.Fatalf("after the first one ended: %v", err)
	}
	if err := again(); err != nil {
		t.Error(err)
	}
}

// The properties are what the kernel shows of real devices.
func TestTouchscreensAreKnown(t *testing.T) {
	for properties, want := range map[string]bool{
		"0\n": false, // a keyboard
		"1\n": false, // a mouse: INPUT_PROP_POINTER
		"5\n": false, // a touchpad with buttons below it
		"2\n": true,  // a touchscreen: INPUT_PROP_DIRECT
		"\n":  false,
	} {
		sys := fstest.MapFS{"class/input/event3/device/properties": {Data: []byte(properties)}}
		if got := touchscreen(sys); got != want {
			t.Errorf("properties %q: %v, want %v", properties, got, want)
		}
	}
	if touchscreen(fstest.MapFS{}) {
		t.Error("a machine without devices has a touchscreen")
	}
}
