package main

import "encoding/binary"

// bFormatIndex of the two formats.
const (
	formatMJPEG = 1
	formatYUYV  = 2
)

// Numbers of the camera's units.
const (
	lens   = 1 // the camera terminal
	outlet = 2 // the output terminal
	colour = 3 // the processing unit
)

func le16(v int) []byte { return binary.LittleEndian.AppendUint16(nil, uint16(v)) }
func le32(v int) []byte { return binary.LittleEndian.AppendUint32(nil, uint32(v)) }

// descriptor puts its length before the parts, each an int for one byte, or
// bytes.
func descriptor(parts ...any) []byte {
	b := []byte{0}
	for _, p := range parts {
		switch v := p.(type) {
		case int:
			b = append(b, byte(v))
		case []byte:
			b = append(b, v...)
		}
	}
	b[0] = byte(len(b))
	return b
}

// interval is the time between frames in 100 ns.
func interval(fps float64) int { return int(1e7 / fps) }

// deviceDescriptor is a device with interface associations (USB 2.0, 9.6.1).
func deviceDescriptor() []byte {
	return descriptor(1, le16(0x0200), 0xef, 2, 1, 64, le16(0x1d6b), le16(0x0102), le16(0x0100), 1, 2, 3, 1)
}

// text returns one of the strings that the device descriptor numbers.
func (c *camera) text(index int) []byte {
	switch index {
	case 0:
		return descriptor(3, le16(0x0409))
	case 1:
		return stringDescriptor("Portico")
	case 2:
		return stringDescriptor(c.name)
	}
	return stringDescriptor(c.serial)
}

func stringDescriptor(s string) []byte {
	var b []byte
	for _, r := range s {
		b = append(b, le16(int(r))...)
	}
	return descriptor(3, b)
}

// configuration describes the interfaces, after the USB Device Class
// Definition for Video Devices 1.0: camera terminal → processing unit → output
// terminal, and one bulk stream with MJPEG and YUYV.
func (c *camera) configuration() []byte {
	in := descriptor(0x24, 0x02, lens, le16(0x0201), 0, 0, le16(0), le16(0), le16(0), 3, controlBits(lens, 3))
	unit := descriptor(0x24, 0x05, colour, lens, le16(0), 2, controlBits(colour, 2), 0)
	out := descriptor(0x24, 0x03, outlet, le16(0x0101), 0, colour, 0)
	header := descriptor(0x24, 0x01, le16(0x0100), le16(13+len(in)+len(unit)+len(out)), le32(48000000), 1, 1)
	mjpeg := append(descriptor(0x24, 0x06, formatMJPEG, len(c.sizes), 1, 1, 0, 0, 0, 0), c.frames(7)...)
	guid := []byte{'Y', 'U', 'Y', '2', 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71}
	packed := append(descriptor(0x24, 0x04, formatYUYV, len(c.sizes), guid, 16, 1, 0, 0, 0, 0), c.frames(5)...)
	matching := descriptor(0x24, 0x0d, 1, 1, 4)
	stream := descriptor(0x24, 0x01, 2, le16(15+len(mjpeg)+len(packed)+len(matching)), 0x81, 0, outlet, 0, 0, 0, 1, 0, 0)
	var b []byte
	for _, part := range [][]byte{
		descriptor(0x0b, 0, 2, 0x0e, 3, 0, 2), // both interfaces are one function
		descriptor(4, 0, 0, 0, 0x0e, 1, 0, 2), header, in, unit, out,
		descriptor(4, 1, 0, 1, 0x0e, 2, 0, 0), stream, mjpeg, packed, matching,
		descriptor(5, 0x81, 2, le16(512), 0),
	} {
		b = append(b, part...)
	}
	return append(descriptor(2, le16(9+len(b)), 2, 1, 0, 0x80, 250), b...)
}

// frames describes every size, with every rate, of one format.
func (c *camera) frames(subtype int) (b []byte) {
	var intervals []byte
	for _, f := range c.fps {
		intervals = append(intervals, le32(interval(f))...)
	}
	for i, s := range c.sizes {
		b = append(b, descriptor(0x24, subtype, i+1, 0, le16(s.w), le16(s.h), le32(1000000), le32(100000000),
			le32(s.w*s.h*2), le32(interval(c.fps[0])), len(c.fps), intervals)...)
	}
	return b
}
