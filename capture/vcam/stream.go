package main

import (
	"bytes"
	"encoding/binary"
	"time"
)

const protocolError = -71 // EPROTO: the transfer failed on the wire

// Bits of a payload's header (USB Device Class Definition for Video Devices
// 1.0, 2.4.3.3).
const (
	frameID    = 0x01 // toggles with each frame
	endOfFrame = 0x02
	badFrame   = 0x40
	endOfHead  = 0x80
)

// stream sends frames for as long as the kernel asks for data.
func (d *device) stream() {
	var id byte
	due := time.Now()
	for n := 1; ; n++ {
		u, ok := d.take()
		if !ok {
			return
		}
		d.mu.Lock()
		mode := d.commit
		d.mu.Unlock()
		data := d.camera.pictures.next(mode[2], d.camera.sizes[mode[3]-1])
		if now := time.Now(); due.Before(now) {
			due = now
		}
		time.Sleep(time.Until(due))
		due = due.Add(100 * time.Nanosecond * time.Duration(binary.LittleEndian.Uint32(mode[4:])))
		for d.camera.fault.lasts(freeze) && !d.gone() {
			time.Sleep(20 * time.Millisecond)
		}
		head := endOfHead | id
		switch d.camera.fault.of(n) {
		case truncate:
			data = data[:len(data)/2]
		case garbage:
			data = bytes.Repeat([]byte{0x55, 0xaa}, 5000)
		case usbError:
			d.deliver(u, protocolError, nil)
			continue
		case uvcError:
			head |= badFrame
		}
		if !d.send(u, head, data) {
			return
		}
		id ^= frameID
	}
}

// send delivers one frame, a payload a request. What is left of it when the
// stream is stopped is dropped. It returns false when the camera is unplugged.
func (d *device) send(u urb, head byte, data []byte) bool {
	for {
		n := min(int(u.length)-2, len(data))
		last := n == len(data)
		if last {
			head |= endOfFrame
		}
		if !d.deliver(u, 0, append([]byte{2, head}, data[:n]...)) || last {
			return true
		}
		data = data[n:]
		var ok bool
		if u, ok = d.take(); !ok {
			return false
		}
	}
}

func (d *device) gone() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.dead
}
