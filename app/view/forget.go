package view

import (
	"time"
	_ "unsafe" // for the clock of Fyne's caches
)

// fyneNow is the clock by which what Fyne has cached grows old.
//
//go:linkname fyneNow fyne.io/fyne/v2/internal/cache.timeNow
var fyneNow func() time.Time

// ahead is how far that clock is ahead of the time.
var ahead time.Duration

// forgetDropped makes Fyne let go of the texts, widgets and textures that are
// not shown any more, with the next picture that it draws. It would keep them,
// and a visitor's words and face in them, for a minute after they were last
// drawn, and has no other way to be told. What is shown must be refreshed after
// it. It belongs to the interface thread.
func forgetDropped() {
	const kept = time.Minute
	ahead += 2 * kept
	past := ahead
	fyneNow = func() time.Time { return time.Now().Add(past) }
}
