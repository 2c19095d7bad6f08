package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
)

// The faults. Those of hitting come on every Nth frame, the others last.
const (
	none     = "none"
	truncate = "truncate" // half of the frame's bytes
	garbage  = "garbage"  // bytes that are no picture
	uvcError = "uvcerr"   // the camera marks the frame as bad
	usbError = "usberr"   // a USB transfer fails
	freeze   = "freeze"   // no frame any more
	stall    = "stall"    // the camera refuses format requests; a running stream goes on
)

var faults = []string{none, truncate, garbage, uvcError, usbError, freeze, stall}

// usualEvery is which frames a fault hits where nothing else is said.
const usualEvery = 3

// fault is what goes wrong at present.
type fault struct {
	mu    sync.Mutex
	mode  string
	every int
}

func (f *fault) set(mode string, every int) error {
	if !slices.Contains(faults, mode) {
		return fmt.Errorf("no such fault: %q", mode)
	}
	if every < 1 {
		return fmt.Errorf("a fault on every %dth frame", every)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.mode, f.every = mode, every
	return nil
}

// of returns what goes wrong with the nth frame.
func (f *fault) of(n int) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	if n%f.every != 0 && f.mode != freeze && f.mode != stall {
		return none
	}
	return f.mode
}

// lasts reports whether this fault is the present one.
func (f *fault) lasts(mode string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.mode == mode
}

// obey carries out one command:
//
//	unplug           pulls the cable; answered when the node has gone
//	plug             plugs it in again; answered with the node
//	fault MODE [N]   from now on, on every Nth frame
//	image N|all      shows only picture N, from 0, or all in turn
//	control NAME     answers the value that the driver set
//	quit             unplugs and ends
func (c *camera) obey(words []string) (answer string, quit bool, err error) {
	word := func(i int, otherwise string) string {
		if i < len(words) {
			return words[i]
		}
		return otherwise
	}
	switch word(0, "") {
	case "unplug":
		err = c.unplug()
	case "plug":
		answer, err = c.plug()
	case "fault":
		every, e := strconv.Atoi(word(2, strconv.Itoa(usualEvery)))
		err = errors.Join(e, c.fault.set(word(1, ""), every))
	case "image":
		err = c.pictures.only(word(1, ""))
	case "control":
		var value int
		value, err = c.controls.value(word(1, ""))
		answer = strconv.Itoa(value)
	case "quit":
		quit = true
	default:
		err = fmt.Errorf("no such command: %q", word(0, ""))
	}
	return "ok " + answer, quit, err
}
