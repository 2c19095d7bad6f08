package presenter

import (
	"context"
	"sync"
	"time"
)

// ScreenTime is how long a screen was shown, in milliseconds.
type ScreenTime struct {
	Name    string  `json:"name"`
	Millis  float64 `json:"ms"`
	Longest float64 `json:"longestStallMs"` // for which the interface thread did not answer
	Frames  int     `json:"frames"`         // live pictures that were drawn
	Waited  float64 `json:"waitedMs"`       // in which the visitor could do nothing but wait
}

// probeEvery is the pause between two questions to the interface thread: a
// stall shorter than this may be missed, a longer one is measured.
const probeEvery = 20 * time.Millisecond

// stallMeter times screens and the answers of the interface thread.
type stallMeter struct {
	mu      sync.Mutex
	screens []ScreenTime
	since   time.Time
	waiting bool
	settled time.Time // up to when Waited is counted
}

// enter says that a screen is shown from now on. The welcome screen starts a
// new list.
func (m *stallMeter) enter(name string, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.close(now)
	if name == "welcome" {
		m.screens = nil
	}
	m.screens = append(m.screens, ScreenTime{Name: name})
	m.since = now
}

// waits says whether the visitor waits from now on.
func (m *stallMeter) waits(yes bool, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.close(now)
	m.waiting = yes
}

func (m *stallMeter) close(now time.Time) {
	if n := len(m.screens); n > 0 {
		shown := &m.screens[n-1]
		shown.Millis = millis(now.Sub(m.since))
		if m.waiting {
			shown.Waited += millis(now.Sub(m.settled))
		}
	}
	m.settled = now
}

// report returns the screens since the last welcome screen, the current one
// as far as it came.
func (m *stallMeter) report(now time.Time) []ScreenTime {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.close(now)
	return append([]ScreenTime(nil), m.screens...)
}

// answered notes how long the interface thread took.
func (m *stallMeter) answered(took time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if n := len(m.screens); n > 0 {
		m.screens[n-1].Longest = max(m.screens[n-1].Longest, millis(took))
	}
}

// painted notes that a live picture was drawn.
func (m *stallMeter) painted() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if n := len(m.screens); n > 0 {
		m.screens[n-1].Frames++
	}
}

// run asks the interface thread again and again until ctx is done.
func (m *stallMeter) run(ctx context.Context, ui func(func())) {
	tick := time.NewTicker(probeEvery)
	defer tick.Stop()
	for {
		answer := make(chan struct{})
		asked := time.Now()
		ui(func() { close(answer) })
		select {
		case <-answer:
			m.answered(time.Since(asked))
		case <-ctx.Done():
			return
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

func millis(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
