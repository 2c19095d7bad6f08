package widget_test

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"portico/app/widget"
)

func TestHeldWantsToBeHeld(t *testing.T) {
	test.NewTempApp(t)
	synctest.Test(t, func(t *testing.T) {
		var opened atomic.Int32
		c := widget.NewHeld(container.NewStack(), func() { opened.Add(1) })
		for name, let := range map[string]func(){"a tap": func() { c.MouseUp(nil) }, "the finger slid away": c.MouseOut} {
			c.MouseDown(nil)
			time.Sleep(widget.HoldTime / 2)
			let()
			time.Sleep(2 * widget.HoldTime)
			if opened.Load() != 0 {
				t.Errorf("%s opened it", name)
			}
		}
		c.MouseDown(nil)
		time.Sleep(widget.HoldTime + time.Millisecond)
		synctest.Wait()
		if opened.Load() != 1 {
			t.Error("a long press opened nothing")
		}
	})
}
