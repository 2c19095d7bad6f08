// Package ui has the interface thread run functions before its next frame.
//
// Fyne's own queue runs one function at a time and draws lots between the next
// one and a frame: where frames take longer than the screen's sixtieth of a
// second, a function may wait for three or four of them.
package ui

import (
	"sync"
	"time"

	"fyne.io/fyne/v2"
)

var queue struct {
	mu      sync.Mutex
	waiting []func()
}

// Do has the interface thread run f soon, after all that were asked for before.
// It may be called from any goroutine and never waits.
func Do(f func()) {
	queue.mu.Lock()
	queue.waiting = append(queue.waiting, f)
	first := len(queue.waiting) == 1
	queue.mu.Unlock()
	if first {
		fyne.Do(run)
	}
}

// BeforeFrames has every frame preceded by what waits. The interface thread calls
// it once, when there is an application.
func BeforeFrames() {
	each := fyne.NewAnimation(time.Hour, func(float32) { run() })
	each.RepeatCount = fyne.AnimationRepeatForever
	each.Start()
}

// run runs what waits.
func run() {
	queue.mu.Lock()
	now := queue.waiting
	queue.waiting = nil
	queue.mu.Unlock()
	for _, f := range now {
		f()
	}
}
