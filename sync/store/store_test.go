package store_test

import (
	"testing"
	"time"

	"portico/engine/customer"
	"portico/sync/store"
)

func TestLifetimeEnd(t *testing.T) {
	settled := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	owed := settled.Add(-5 * 24 * time.Hour)
	for name, c := range map[string]struct {
		life  store.Lifetime
		state customer.State
		owed  time.Time
		late  time.Time
		want  time.Time
	}{
		"in progress":             {state: customer.InProgress, want: settled.Add(30 * time.Minute)},
		"finished":                {state: customer.Finished, want: settled.Add(24 * time.Hour)},
		"owed, however settled":   {state: customer.Finished, owed: owed, want: owed.Add(30 * 24 * time.Hour)},
		"in progress and owed":    {state: customer.InProgress, owed: owed, want: owed.Add(30 * 24 * time.Hour)},
		"its session ends before": {state: customer.InProgress, late: settled.Add(time.Minute), want: settled.Add(time.Minute)},
		"its session ends after":  {state: customer.InProgress, late: settled.Add(time.Hour), want: settled.Add(30 * time.Minute)},
		"configured for finished": {life: store.Lifetime{Finished: time.Hour}, state: customer.Finished, want: settled.Add(time.Hour)},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.life.End(c.state, settled, c.owed, c.late); !got.Equal(c.want) {
				t.Errorf("End = %v, want %v", got, c.want)
			}
		})
	}
}
