package store

import "time"

// Reading is what a machine's clocks say at one moment.
type Reading struct {
	Wall   time.Time     // the clock that people set
	Boot   string        // random name of this run of the machine; empty where there is none
	Up     time.Duration // since Boot, the time asleep included
	Synced bool          // the kernel says that a time service keeps Wall right
}

// Mark is what a store remembers of the time: its own time, by which customers
// age, and the Boot and Up that belong to it. The zero Mark knows nothing.
//
// A store's own time never goes back and is never led astray by Wall alone:
// while the machine runs, it goes by Up; over a restart it follows Wall for as
// long as a machine may have been switched off. A clock that is further ahead
// than that might have been set wrongly, and would end every lifetime at once.
// So it is not followed, but held, until a time service or an operator
// confirms it.
type Mark struct {
	Now  time.Time     `json:"now"`
	Boot string        `json:"boot"`
	Up   time.Duration `json:"up"`
}

const (
	// mostOff is how long a machine may have been off without question: the
	// company holiday of a branch.
	mostOff = 14 * 24 * time.Hour
	// slack and driftPart are how far Wall may run ahead of Up in one run of
	// the machine: rounding, and twice the 0.05 % by which the kernel slews.
	slack     = time.Second
	driftPart = 1000
)

// Next returns the mark at reading r. held says that r.Wall is further ahead
// than anything explains and was not followed.
func (m Mark) Next(r Reading) (next Mark, held bool) {
	next = Mark{Now: r.Wall.UTC().Round(0), Boot: r.Boot, Up: r.Up}
	if m.Now.IsZero() {
		return next, false
	}
	least, most := m.Now, m.Now.Add(mostOff)
	if r.Boot != "" && r.Boot == m.Boot && r.Up >= m.Up {
		passed := r.Up - m.Up
		least = m.Now.Add(passed)
		most = least.Add(slack + passed/driftPart)
	}
	switch {
	case next.Now.Before(least):
		next.Now = least
	case next.Now.After(most) && !r.Synced:
		next.Now, held = least, true
	}
	return next, held
}
