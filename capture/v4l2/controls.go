package v4l2

import (
	"errors"
	"fmt"
	"maps"

	"github.com/blackjack/webcam"
)

// ErrControl says that a control could not be set.
var ErrControl = errors.New("the camera's control was not set")

// Control is something of a camera that can be set. What its values mean the
// driver says; V4L2's control reference gives the usual units.
type Control struct {
	Name           string
	Min, Max, Step int
	Value          int // at present
}

type namedControl struct {
	name string
	id   webcam.ControlID
}

// controlIDs are the controls that matter to an onboarding, by the kernel's
// include/uapi/linux/v4l2-controls.h, each automatic before what it rules.
var controlIDs = []namedControl{
	{"exposure-mode", 0x009a0901}, // a menu: 0 automatic, 1 manual, 2 shutter first, 3 aperture first
	{"exposure-auto-priority", 0x009a0903},
	{"exposure", 0x009a0902}, // 100 µs
	{"gain", 0x00980913},
	{"focus-auto", 0x009a090c},
	{"focus", 0x009a090a},
	{"white-balance-auto", 0x0098090c},
	{"white-balance", 0x0098091a}, // kelvin
	{"zoom", 0x009a090d},
	{"brightness", 0x00980900},
	{"contrast", 0x00980901},
	{"saturation", 0x00980902},
	{"sharpness", 0x0098091b},
	{"backlight-compensation", 0x0098091c},
	{"power-line-frequency", 0x00980918}, // a menu: 0 off, 1 50 Hz, 2 60 Hz, 3 automatic
}

// controlled is what setting controls needs of a device.
type controlled interface {
	GetControls() map[webcam.ControlID]webcam.Control
	GetControl(webcam.ControlID) (int32, error)
	SetControl(webcam.ControlID, int32) error
}

// controlsOf asks the driver for the controls that are known by name.
func controlsOf(dev controlled) []Control {
	var out []Control
	has := dev.GetControls()
	for _, known := range controlIDs {
		c, ok := has[known.id]
		if !ok {
			continue
		}
		value, err := dev.GetControl(known.id)
		if err != nil { // one that can only be written
			continue
		}
		out = append(out, Control{known.name, int(c.Min), int(c.Max), int(c.Step), int(value)})
	}
	return out
}

// set sets the controls of cfg, automatic ones first, and tells cfg.Unset
// of those that it could not.
func set(dev controlled, cfg Config) {
	if len(cfg.Controls) == 0 {
		return
	}
	has, wanted := dev.GetControls(), maps.Clone(cfg.Controls)
	report := func(name string, err error) {
		if cfg.Unset != nil {
			cfg.Unset(fmt.Errorf("%w: %s: %w", ErrControl, name, err))
		}
	}
	for _, known := range controlIDs {
		value, ok := wanted[known.name]
		if !ok {
			continue
		}
		delete(wanted, known.name)
		c, ok := has[known.id]
		var err error
		switch {
		case !ok:
			err = errors.New("this camera has none")
		case value < int(c.Min) || value > int(c.Max):
			err = fmt.Errorf("%d is outside %d to %d", value, c.Min, c.Max)
		default:
			err = dev.SetControl(known.id, int32(value))
		}
		if err != nil {
			report(known.name, err)
		}
	}
	for name := range wanted {
		report(name, errors.New("no control has this name"))
	}
}
