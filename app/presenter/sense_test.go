package presenter_test

import (
	"image"
	"testing"
	"time"

	"portico/app/flow"
	"portico/app/presenter"
)

// Whoever comes is noticed by the difference between pictures: nobody looks for
// a face or a card before the consent.
func TestMovementBringsTheWelcomeAndNothingElseIsLookedFor(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := startWith(t, func(d *presenter.Deps) {
			d.Faces = someone{func() float64 {
				t.Error("a face was looked for")
				return 0
			}}
		}, func(c *presenter.Config) { c.Setup.Motion = true })
		wait(61 * time.Second)
		if k.step() != flow.Attract {
			t.Fatalf("nobody for a minute: %s", k.step())
		}
		wait(10 * time.Second)
		if k.step() != flow.Attract {
			t.Fatalf("a still room: %s", k.step())
		}
		k.camera.shows(image.NewRGBA(image.Rect(0, 0, 640, 480)))
		wait(time.Second)
		if k.step() != flow.Welcome || k.Occupied() {
			t.Errorf("something moved: %s", k.step())
		}
	})
}
