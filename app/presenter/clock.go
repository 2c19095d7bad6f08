package presenter

import (
	"time"

	"portico/app/flow"
)

// clock says when a screen has been shown long enough and when a visitor seems
// to have gone. Times are arguments.
type clock struct {
	cfg     Config
	closes  time.Time // a Timeout is due; zero where none is
	touched time.Time
	watches bool // for a visitor who does nothing
}

// enter starts the clock of a step or of its sheet.
func (c *clock) enter(now time.Time, cfg Config, s flow.State) {
	c.cfg, c.closes, c.touched = cfg, time.Time{}, now
	switch {
	case s.Sheet == flow.IdleSheet:
		c.closes = now.Add(cfg.IdleLeft)
	case s.Step == flow.Result:
		c.closes = now.Add(cfg.Result)
	case s.Step == flow.Ended:
		c.closes = now.Add(cfg.Ended)
	}
	c.watches = c.closes.IsZero()
	switch s.Step {
	case flow.Welcome, flow.Deciding, flow.Saving, flow.Wiping:
		c.watches = false
	}
}

// touch says that the visitor did something.
func (c *clock) touch(now time.Time) { c.touched = now }

// tick returns the event that is due at now, nil where none is.
func (c *clock) tick(now time.Time) flow.Event {
	switch {
	case !c.closes.IsZero() && !now.Before(c.closes):
		return flow.Timeout{}
	case c.watches && now.Sub(c.touched) >= c.cfg.Idle:
		return flow.Idle{}
	}
	return nil
}

// seconds returns how many are left until the Timeout, 0 where none is due.
func (c *clock) seconds(now time.Time) int {
	if c.closes.IsZero() || !now.Before(c.closes) {
		return 0
	}
	return int((c.closes.Sub(now) + time.Second - 1) / time.Second)
}
