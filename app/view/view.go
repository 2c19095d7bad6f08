// Package view holds the screens, one a file. A screen is built from values
// and callbacks, holds no logic and starts no goroutine; what it watches it
// watches through its Scope, which ends with the screen.
package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"portico/app/flow"
	"portico/app/screen"
	"portico/app/widget"
	"portico/engine/trust"
)

// Kit is what every screen is built with.
type Kit struct {
	Model  *screen.Model
	Text   func(key string, pairs ...string) string // in the language spoken
	TextIn func(language, key string, pairs ...string) string
	Send   func(flow.Event)
	Shoot  func() // takes a picture now
	Scope  *Scope
	Size   fyne.Size             // of the window; Kiosk.Fit sets it
	Show   func(*widget.Preview) // gives the screen's preview the live pictures
	// Painted hears of every live picture that is drawn on the screen.
	Painted func()
	// Speak changes the language; Languages are those there are.
	Speak     func(language string)
	Languages []Language
	// Notice is the key of a word beside the mark, for what everybody must
	// know of this kiosk; empty for none.
	Notice string
	// Rules returns those in force.
	Rules func() []trust.Rule
	// Terms returns those in force, as they are said in a language.
	Terms func(language string) screen.Terms
	// Touched hides the pointer: the screen is used with fingers.
	Touched bool
	// Discreet hides a REJECT from the visitor: they are told to see a
	// colleague, as for a REVIEW.
	Discreet bool
}

// Language is a language with what its speakers call it.
type Language struct{ Code, Name string }

// send returns a callback that sends ev.
func (k *Kit) send(ev flow.Event) func() { return func() { k.Send(ev) } }

// Page is a screen before it is put into the shell.
type Page struct {
	Body    fyne.CanvasObject
	Bleed   bool                    // Body goes to the edges
	Lead    string                  // one sentence between the buttons
	Dots    fyne.CanvasObject       // below Lead; nil for none
	Part    int                     // of the whole, for the stepper; see parts
	Back    *Action                 // at the left
	More    []Action                // beside the main action
	Main    *Action                 // at the right; Enter
	Shutter fyne.CanvasObject       // drawn instead of Main's button; Main still says what Enter does
	Pad     *widget.PINPad          // takes the window's digits
	Keys    map[fyne.KeyName]func() // of its own, beside Enter
	Equal   bool                    // More and Main get the same size
	Stop    bool                    // there is something to stop
	Knock   func()                  // a long press on the mark; nil where nothing answers
	Scroll  *container.Scroll       // of a Body that may be higher than the screen; the shell's
}

// Action is a button.
type Action struct {
	Symbol string
	Key    string // of its word
	Rank   widget.Rank
	Do     func()
}
