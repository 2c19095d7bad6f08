package main

import (
	"fmt"
	"sync"
)

// control is one of the camera's controls (USB Device Class Definition for
// Video Devices 1.0, tables 3-3, 3-6, A-12 and A-13).
type control struct {
	name                  string
	unit, selector        int
	bit                   int // in bmControls of its unit
	length                int // bytes
	least, most, step, at int
}

// The exposure modes that the camera has, as bits.
const manualExposure, autoExposure = 1, 8

var offered = []control{
	{"exposure-mode", lens, 0x02, 1, 1, manualExposure, autoExposure, manualExposure | autoExposure, autoExposure},
	{"exposure", lens, 0x04, 3, 4, 1, 5000, 1, 330}, // 100 µs
	{"focus", lens, 0x06, 5, 2, 0, 250, 5, 0},
	{"focus-auto", lens, 0x08, 17, 1, 0, 1, 1, 1},
	{"zoom", lens, 0x0b, 9, 2, 100, 400, 1, 100},
	{"brightness", colour, 0x02, 0, 2, -64, 64, 1, 0},
	{"white-balance", colour, 0x0a, 6, 2, 2800, 6500, 1, 4600}, // kelvin
	{"white-balance-auto", colour, 0x0b, 12, 1, 0, 1, 1, 1},
}

// controlBits is bmControls of a unit, in so many bytes.
func controlBits(unit, length int) []byte {
	b := make([]byte, length)
	for _, c := range offered {
		if c.unit == unit {
			b[c.bit/8] |= 1 << (c.bit % 8)
		}
	}
	return b
}

// controls are the present values.
type controls struct {
	mu  sync.Mutex
	now []int
}

func newControls() *controls {
	c := &controls{}
	for _, o := range offered {
		c.now = append(c.now, o.at)
	}
	return c
}

// value returns the present value of a control.
func (c *controls) value(name string) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, o := range offered {
		if o.name == name {
			return c.now[i], nil
		}
	}
	return 0, fmt.Errorf("no such control: %q", name)
}

// request answers a class request for a control; ok is false where the camera
// has no such control or request.
func (c *controls) request(unit, selector, request int, out []byte) (data []byte, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, o := range offered {
		if o.unit != unit || o.selector != selector {
			continue
		}
		switch request {
		case setCur:
			c.now[i] = signed(out)
			return nil, true
		case getCur:
			return le32(c.now[i])[:o.length], true
		case getMin:
			return le32(o.least)[:o.length], true
		case getMax:
			return le32(o.most)[:o.length], true
		case getRes:
			return le32(o.step)[:o.length], true
		case getDef:
			return le32(o.at)[:o.length], true
		case getLen:
			return le16(o.length), true
		case getInfo:
			return []byte{3}, true // may be read and written
		}
	}
	return nil, false
}

// signed reads a little-endian number; two bytes may be negative.
func signed(b []byte) (v int) {
	for i, x := range b {
		v |= int(x) << (8 * i)
	}
	if len(b) == 2 && v >= 1<<15 {
		v -= 1 << 16
	}
	return v
}
