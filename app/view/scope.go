package view

import "portico/app/screen"

// Scope is what one screen watches, for as long as it is shown. The window
// listens to the values once and passes changes on to the scopes of what is
// shown, so that no listener outlives its screen.
type Scope struct {
	watched []watched
	last    []func()
}

type watched struct {
	item    screen.Listener
	changed func()
}

// Watch calls changed now and whenever item changes, until the scope ends.
func (s *Scope) Watch(item screen.Listener, changed func()) {
	s.watched = append(s.watched, watched{item, changed})
	changed()
}

// pass tells those who watch item that it changed.
func (s *Scope) pass(item screen.Listener) {
	for _, w := range s.watched {
		if w.item == item {
			w.changed()
		}
	}
}

// Finally calls last when the scope ends.
func (s *Scope) Finally(last func()) { s.last = append(s.last, last) }

// end forgets all that was watched.
func (s *Scope) end() {
	for _, last := range s.last {
		last()
	}
	s.watched, s.last = nil, nil
}
