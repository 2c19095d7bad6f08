package v4l2

import "portico/capture"

// What tests reach without a device.
var (
	Nodes    = nodes
	Grab     = grab
	RealSize = realSize
)

// OpenRaw asks the driver for a mode that the camera does not offer.
func OpenRaw(node string, mode Mode) (*Source, error) {
	cameras, err := List()
	if err != nil {
		return nil, err
	}
	for _, cam := range cameras {
		if cam.Node == node {
			dev, format, err := start(node, mode)
			if err != nil {
				return nil, err
			}
			mode.Format = format
			return newSource(cam, mode, dev), nil
		}
	}
	return nil, capture.ErrNoCamera
}
