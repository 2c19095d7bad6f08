package ui_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"portico/app/ui"
)

// slow is an application whose interface thread comes round to one function at
// a time.
type slow struct {
	fyne.App
	asked []func()
}

func (s *slow) Driver() fyne.Driver { return slowDriver{s.App.Driver(), s} }

type slowDriver struct {
	fyne.Driver
	app *slow
}

func (d slowDriver) DoFromGoroutine(f func(), _ bool) { d.app.asked = append(d.app.asked, f) }

func (s *slow) turn() {
	first := s.asked[0]
	s.asked = s.asked[1:]
	first()
}

func TestAllThatWaitsIsDoneInOneTurnAndInOrder(t *testing.T) {
	app := &slow{App: test.NewTempApp(t)}
	fyne.SetCurrentApp(app)
	var done []int
	for i := range 5 {
		ui.Do(func() {
			done = append(done, i)
			if i == 0 {
				ui.Do(func() { done = append(done, 5) }) // asked for meanwhile
			}
		})
	}
	app.turn()
	if !slices.Equal(done, []int{0, 1, 2, 3, 4}) {
		t.Fatalf("after one turn: %v", done)
	}
	app.turn()
	if !slices.Equal(done, []int{0, 1, 2, 3, 4, 5}) || len(app.asked) != 0 {
		t.Errorf("after another: %v, %d still asked for", done, len(app.asked))
	}
}
