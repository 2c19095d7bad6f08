package presenter

import (
	"time"

	"portico/app/flow"
)

// clock says when a screen has been shown long enough and when a visitor seems
// to have gone. Times are arguments.
type clock struct {
	closes  time.Time // a Timeout is due; zero where none is
	opens   time.Time // the next PIN is looked at; zero where none is waited for
	touched time.Time
	patient time.Duration // how long nobody may touch anything; 0 = for ever
}

// enter starts the clock of a step or of its sheet.
func (c *clock) enter(now time.Time, cfg Config, s flow.State) {
	*c = clock{touched: now, patient: cfg.Idle}
	switch {
	case s.Sheet == flow.IdleSheet:
		c.closes = now.Add(cfg.IdleLeft)
	case s.Step == flow.Result:
		c.closes = now.Add(cfg.Result)
	case s.Step == flow.Ended:
		c.closes = now.Add(cfg.Ended)
	}
	switch s.Step {
	case flow.Attract, flow.Deciding, flow.Saving, flow.Wiping:
		c.patient = 0
	case flow.Clerk:
		c.opens = s.Lock.Until
		if !s.Unlocked {
			c.patient = cfg.Clerk
		}
	case flow.Office:
		c.opens = s.Lock.Until
		if s.Unlocked {
			c.patient = cfg.Office
		}
	}
	if !c.closes.IsZero() {
		c.patient = 0
	}
}

// touch says that the visitor did something.
func (c *clock) touch(now time.Time) { c.touched = now }

// tick returns the event that is due at now, nil where none is.
func (c *clock) tick(now time.Time) flow.Event {
	switch {
	case !c.closes.IsZero() && !now.Before(c.closes):
		return flow.Timeout{}
	case c.patient > 0 && now.Sub(c.touched) >= c.patient:
		c.touched = now
		return flow.Idle{}
	}
	return nil
}

// seconds returns how many are left until the Timeout or the next PIN, 0 where
// nothing is due.
func (c *clock) seconds(now time.Time) int {
	due := c.closes
	if due.IsZero() {
		due = c.opens
	}
	if !now.Before(due) {
		return 0
	}
	return int((due.Sub(now) + time.Second - 1) / time.Second)
}
