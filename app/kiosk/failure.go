package main

import (
	"errors"

	"fyne.io/fyne/v2"

	"portico/app/flow"
	"portico/app/view"
	"portico/app/widget"
	"portico/assets/translations"
	"portico/engine/customer"
	"portico/models"
	"portico/sync/store/bolt"
)

// reason sorts what hindered the kiosk from starting.
func reason(err error) view.Reason {
	switch {
	case errors.Is(err, customer.ErrLocked):
		return view.StoreLocked
	case errors.Is(err, models.ErrMissing), errors.Is(err, models.ErrDamaged):
		return view.ModelsMissing
	case errors.Is(err, bolt.ErrKey):
		return view.WrongKey
	}
	return view.OtherReason
}

// showFailure tells whoever stands there why the kiosk cannot start, until they
// close the window.
func showFailure(a fyne.App, language string, cause error) error {
	words, err := translations.Load()
	if err != nil {
		return err
	}
	size := fyne.NewSize(960, 600)
	a.Settings().SetTheme(widget.ThemeFor(size, flow.Look{}))
	w := a.NewWindow("Portico")
	w.SetMaster() // the kiosk's own window is there, hidden
	w.SetPadded(false)
	w.SetContent(view.Failure(func(key string, pairs ...string) string {
		return words.Text(language, key, pairs...)
	}, reason(cause), w.Close))
	w.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) {
		switch ev.Name {
		case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyEscape:
			w.Close()
		}
	})
	w.Resize(size)
	w.CenterOnScreen()
	w.ShowAndRun()
	return nil
}
