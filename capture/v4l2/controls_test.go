package v4l2_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/blackjack/webcam"

	"portico/capture/v4l2"
)

// knobs is a device that has a focus, automatic or not.
type knobs struct {
	set    []webcam.ControlID
	broken bool
}

func (*knobs) GetControls() map[webcam.ControlID]webcam.Control {
	return map[webcam.ControlID]webcam.Control{0x009a090a: {Min: 0, Max: 250}, 0x009a090c: {Min: 0, Max: 1}}
}

func (*knobs) GetControl(webcam.ControlID) (int32, error) { return 0, nil }

func (k *knobs) SetControl(id webcam.ControlID, _ int32) error {
	if k.broken {
		return errors.New("input/output error")
	}
	k.set = append(k.set, id)
	return nil
}

func TestAutomaticIsSetBeforeWhatItRules(t *testing.T) {
	dev := &knobs{}
	v4l2.Set(dev, v4l2.Config{Controls: map[string]int{"focus": 30, "focus-auto": 0}, Unset: func(err error) { t.Error(err) }})
	if !slices.Equal(dev.set, []webcam.ControlID{0x009a090c, 0x009a090a}) {
		t.Errorf("set in the order %#x", dev.set)
	}
}

func TestControlThatCannotBeSetIsTold(t *testing.T) {
	for name, c := range map[string]struct {
		dev     knobs
		control string
		value   int
		want    string
	}{
		"out of range":   {knobs{}, "focus", 900, "0 to 250"},
		"not there":      {knobs{}, "zoom", 100, "has none"},
		"misspelt":       {knobs{}, "focuss", 1, "no control"},
		"driver refuses": {knobs{broken: true}, "focus", 30, "input/output"},
	} {
		var told error
		v4l2.Set(&c.dev, v4l2.Config{Controls: map[string]int{c.control: c.value}, Unset: func(err error) { told = err }})
		if !errors.Is(told, v4l2.ErrControl) || !strings.Contains(told.Error(), c.want) || !strings.Contains(told.Error(), c.control) {
			t.Errorf("%s: %v, want %q", name, told, c.want)
		}
	}
}
