package main

import (
	"encoding/binary"
	"io"
	"os"
	"sync"
)

// Commands of USB/IP (the kernel's Documentation/usb/usbip_protocol.rst).
const (
	cmdSubmit = 1
	cmdUnlink = 2
	retSubmit = 3
	retUnlink = 4

	connReset = -104 // ECONNRESET: the request was cancelled
)

// device is one plugged camera: it answers the kernel on one end of a socket
// pair, of which vhci_hcd holds the other. Unplugging ends it.
type device struct {
	camera *camera
	socket *os.File

	mu     sync.Mutex // of all below, and of writing to socket
	more   *sync.Cond // the queue grew, or the device died
	queue  []urb      // data requests that wait for a frame
	open   map[uint32]bool
	probe  []byte
	commit []byte
	dead   bool
}

// urb is a request for data. One that the kernel has cancelled must not be
// answered, or vhci_hcd drops the connection: those that may be are in open.
type urb struct{ number, length uint32 }

func newDevice(c *camera, fd int) *device {
	d := &device{camera: c, socket: os.NewFile(uintptr(fd), "usbip"), open: map[uint32]bool{}, probe: c.possible(nil)}
	d.more = sync.NewCond(&d.mu)
	d.commit = d.probe
	return d
}

// serve answers the kernel until the camera is unplugged.
func (d *device) serve() {
	for alive := true; alive; {
		alive = d.serveOne() == nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.dead = true
	d.more.Broadcast()
	_ = d.socket.Close() // the kernel has closed its end
}

func (d *device) serveOne() error {
	var head [48]byte
	if _, err := io.ReadFull(d.socket, head[:]); err != nil {
		return err
	}
	at := func(offset int) uint32 { return binary.BigEndian.Uint32(head[offset:]) }
	command, number := at(0), at(4)
	switch command {
	case cmdSubmit:
		inward, endpoint, length := at(12) == 1, at(16), at(24)
		var out []byte
		if !inward {
			out = make([]byte, length)
			if _, err := io.ReadFull(d.socket, out); err != nil {
				return err
			}
		}
		if endpoint != 0 {
			d.enqueue(urb{number, length})
			return nil
		}
		data, status := d.answer([8]byte(head[40:48]), out)
		d.mu.Lock()
		defer d.mu.Unlock()
		d.reply(retSubmit, number, status, len(data)+len(out), data)
	case cmdUnlink:
		d.cancel(number, at(20))
	}
	return nil
}

func (d *device) enqueue(u urb) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.open[u.number] = true
	d.queue = append(d.queue, u)
	d.more.Signal()
}

// cancel forgets a request. It stays in the queue: deliver refuses it.
func (d *device) cancel(number, victim uint32) {
	d.mu.Lock()
	defer d.mu.Unlock()
	status := 0
	if d.open[victim] {
		delete(d.open, victim)
		status = connReset
	}
	d.reply(retUnlink, number, status, 0, nil)
}

// reply writes to the kernel; d.mu is held. A write fails only when the camera
// is being unplugged, which serve sees.
func (d *device) reply(command, number uint32, status, length int, data []byte) {
	b := make([]byte, 48, 48+len(data))
	binary.BigEndian.PutUint32(b[0:], command)
	binary.BigEndian.PutUint32(b[4:], number)
	binary.BigEndian.PutUint32(b[20:], uint32(int32(status)))
	binary.BigEndian.PutUint32(b[24:], uint32(length))
	_, _ = d.socket.Write(append(b, data...))
}

// take waits for a data request that the kernel has not cancelled; ok is false
// when the camera is unplugged.
func (d *device) take() (u urb, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for {
		for len(d.queue) == 0 && !d.dead {
			d.more.Wait()
		}
		if d.dead {
			return urb{}, false
		}
		u, d.queue = d.queue[0], d.queue[1:]
		if d.open[u.number] {
			return u, true
		}
	}
}

// deliver completes a data request; false where the kernel has cancelled it.
func (d *device) deliver(u urb, status int, data []byte) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.open[u.number] {
		return false
	}
	delete(d.open, u.number)
	d.reply(retSubmit, u.number, status, len(data), data)
	return true
}
