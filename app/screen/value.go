package screen

import (
	"sync"

	"portico/app/ui"
)

// Value is a value that screens show. Get and Set may be called from any
// goroutine.
type Value[T comparable] struct {
	mu        sync.Mutex
	now       T
	listeners []func() // the interface thread's own
}

// Listener is any Value.
type Listener interface {
	// Listen calls changed soon, and whenever the value has changed, on the
	// interface thread.
	Listen(changed func())
}

// Listen implements Listener.
func (v *Value[T]) Listen(changed func()) {
	ui.Do(func() {
		v.listeners = append(v.listeners, changed)
		changed()
	})
}

// Get returns the value.
func Get[T comparable](v *Value[T]) T {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.now
}

// Set changes the value.
func Set[T comparable](v *Value[T], to T) {
	v.mu.Lock()
	same := v.now == to
	v.now = to
	v.mu.Unlock()
	if same {
		return
	}
	ui.Do(func() {
		for _, changed := range v.listeners {
			changed()
		}
	})
}

func of[T comparable](now T) *Value[T] { return &Value[T]{now: now} }
