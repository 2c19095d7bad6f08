package main

import "encoding/binary"

// Class requests (USB Device Class Definition for Video Devices 1.0, A.8).
const (
	setCur  = 0x01
	getCur  = 0x81
	getMin  = 0x82
	getMax  = 0x83
	getRes  = 0x84
	getLen  = 0x85
	getInfo = 0x86
	getDef  = 0x87
)

const (
	probeSize  = 26    // bytes of a probe and commit control
	maxPayload = 16384 // uvcvideo uses no larger bulk transfers
	brokenPipe = -32   // EPIPE: the request is refused
)

// answer answers one request on endpoint 0.
func (d *device) answer(setup [8]byte, out []byte) (data []byte, status int) {
	kind, request := setup[0], int(setup[1])
	value := int(binary.LittleEndian.Uint16(setup[2:]))
	index := int(binary.LittleEndian.Uint16(setup[4:]))
	length := int(binary.LittleEndian.Uint16(setup[6:]))
	clip := func(b []byte) ([]byte, int) { return b[:min(len(b), length)], 0 }
	class := kind == 0xa1 || kind == 0x21
	switch {
	case kind == 0x80 && request == 6: // GET_DESCRIPTOR
		switch value >> 8 {
		case 1:
			return clip(deviceDescriptor())
		case 2:
			return clip(d.camera.configuration())
		case 3:
			return clip(d.camera.text(value & 255))
		}
	case kind <= 2: // SET_CONFIGURATION, SET_INTERFACE, CLEAR_FEATURE
		return nil, 0
	case kind >= 0x80 && kind <= 0x82: // GET_STATUS and the like
		return clip([]byte{0, 0})
	case class && index&255 == 1:
		if data, ok := d.negotiation(request, value>>8, out); ok {
			return clip(data)
		}
	case class && index>>8 == 0: // the control interface itself: GET_CUR of the error code
		return clip([]byte{0})
	case class:
		if data, ok := d.camera.controls.request(index>>8, value>>8, request, out); ok {
			return clip(data)
		}
	}
	return nil, brokenPipe
}

// negotiation answers a request for the mode of the stream: selector 1 probes
// what 2 commits.
func (d *device) negotiation(request, selector int, out []byte) (data []byte, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch request {
	case setCur:
		p := d.camera.possible(out)
		d.probe = p
		if selector == 2 {
			d.commit = p
		}
		return nil, true
	case getCur, getMin, getMax, getDef:
		return d.probe, !d.camera.fault.lasts(stall)
	case getLen:
		return le16(probeSize), true
	case getInfo:
		return []byte{3}, true
	}
	return nil, false
}

// possible turns what was asked for into what the camera can do.
func (c *camera) possible(asked []byte) []byte {
	p := make([]byte, probeSize)
	copy(p, asked)
	if p[2] != formatMJPEG && p[2] != formatYUYV {
		p[2] = formatMJPEG
	}
	if int(p[3]) < 1 || int(p[3]) > len(c.sizes) {
		p[3] = 1
	}
	between, best := int(binary.LittleEndian.Uint32(p[4:])), interval(c.fps[0])
	for _, f := range c.fps {
		if i := interval(f); between >= i {
			best = i
		}
	}
	s := c.sizes[p[3]-1]
	copy(p[4:], le32(best))
	copy(p[18:], le32(s.w*s.h*2))
	copy(p[22:], le32(maxPayload))
	return p
}
