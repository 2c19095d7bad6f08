// Package widget holds what the screens are built from: the theme, buttons
// with a symbol and a word, the live preview with its overlay, the hint pill
// and the stepper.
//
// Nothing here decides anything or starts a goroutine. Only Preview.Display may
// be called from any goroutine; everything else belongs to the interface
// thread.
package widget
