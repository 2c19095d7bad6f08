package v4l2

import "portico/capture"

// What tests reach without a device.
var (
	Nodes    = nodes
	Grab     = grab
	RealSize = realSize
	Set      = set

	UntilRemoved = untilRemoved
)

// Filled and Counter are what a driver says of a frame, and how it counts.
type (
	Filled  = filled
	Counter = counter
)

// NewFilled is a frame of a driver.
func NewFilled(data []byte, bad bool) Filled { return filled{data: data, bad: bad} }

// Data is the frame's.
func (f filled) Data() []byte { return f.data }

// Next numbers a frame.
func (c *counter) Next(sequence uint32) uint64 { return c.next(sequence) }

// OpenRaw asks the driver for a mode that the camera does not offer.
func OpenRaw(node string, mode Mode) (*Source, error) {
	cameras, err := List()
	if err != nil {
		return nil, err
	}
	for _, cam := range cameras {
		if cam.Node == node {
			dev, format, err := start(node, mode, Config{})
			if err != nil {
				return nil, err
			}
			mode.Format = format
			return newSource(cam, mode, dev), nil
		}
	}
	return nil, capture.ErrNoCamera
}
