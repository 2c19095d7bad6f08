package office_test

import (
	"errors"
	"testing"

	"portico/app/config"
	"portico/app/flow"
	"portico/app/office"
	"portico/engine/trust"
)

func TestAVolumeIsKeptAndInForce(t *testing.T) {
	sounds := -1
	o, _, _ := open(t, func(d *office.Deps) { d.Sound = func(volume int) { sounds = volume } })
	if got := look(t, o, flow.Looks).Looks.Volume; got != 50 {
		t.Errorf("usually %d %%", got)
	}
	for _, c := range []struct {
		value string
		want  int
	}{{"80", 80}, {"0", 0}} {
		do, told, err := o.Volume(flow.Order{Task: flow.SetVolume, Value: c.value})
		if err != nil || told["volume"] != c.value {
			t.Fatalf("told %v, %v", told, err)
		}
		if err := do(t.Context()); err != nil {
			t.Fatal(err)
		}
		again, err := config.Load("")
		if err != nil {
			t.Fatal(err)
		}
		for name, got := range map[string]int{"sounds": sounds, "shown": look(t, o, flow.Looks).Looks.Volume, "at the next start": again.Sound.Volume} {
			if got != c.want {
				t.Errorf("%s: %d %%, want %d", name, got, c.want)
			}
		}
	}
	for value, want := range map[string]error{"loud": trust.ErrNumber, "101": trust.ErrLimits, "-1": trust.ErrLimits} {
		if _, _, err := o.Volume(flow.Order{Task: flow.SetVolume, Value: value}); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", value, err, want)
		}
	}
}
