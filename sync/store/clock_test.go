package store_test

import (
	"testing"
	"time"

	"portico/sync/store"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

const (
	hour = time.Hour
	day  = 24 * hour
)

func TestTimeOfAStore(t *testing.T) {
	mark := store.Mark{Now: noon, Boot: "a", Up: hour}
	for name, c := range map[string]struct {
		reading store.Reading
		passed  time.Duration
		held    bool
	}{
		"an hour later":                        {store.Reading{Wall: noon.Add(hour), Boot: "a", Up: 2 * hour}, hour, false},
		"the clock was set a year on":          {store.Reading{Wall: noon.Add(365 * day), Boot: "a", Up: 2 * hour}, hour, true},
		"that, and a time service keeps it":    {store.Reading{Wall: noon.Add(365 * day), Boot: "a", Up: 2 * hour, Synced: true}, 365 * day, false},
		"the clock was set five minutes on":    {store.Reading{Wall: noon.Add(hour + 5*time.Minute), Boot: "a", Up: 2 * hour}, hour, true},
		"the clock was set back":               {store.Reading{Wall: noon.Add(-day), Boot: "a", Up: 2 * hour}, hour, false},
		"the clock was slewed":                 {store.Reading{Wall: noon.Add(hour + 1800*time.Millisecond), Boot: "a", Up: 2 * hour}, hour + 1800*time.Millisecond, false},
		"switched off for a week":              {store.Reading{Wall: noon.Add(7 * day), Boot: "b", Up: time.Minute}, 7 * day, false},
		"restarted with a clock a year ahead":  {store.Reading{Wall: noon.Add(365 * day), Boot: "b", Up: time.Minute}, 0, true},
		"restarted with a dead clock battery":  {store.Reading{Wall: time.Unix(0, 0), Boot: "b", Up: time.Minute}, 0, false},
		"no boot name: as after a restart":     {store.Reading{Wall: noon.Add(day)}, day, false},
		"off for a year, time service running": {store.Reading{Wall: noon.Add(365 * day), Boot: "b", Up: time.Minute, Synced: true}, 365 * day, false},
	} {
		next, held := mark.Next(c.reading)
		if got := next.Now.Sub(noon); got != c.passed || held != c.held {
			t.Errorf("%s: %v passed, held %v; want %v, %v", name, got, held, c.passed, c.held)
		}
		if next.Boot != c.reading.Boot || next.Up != c.reading.Up {
			t.Errorf("%s: mark %+v is not of the reading", name, next)
		}
	}
	if first, held := (store.Mark{}).Next(store.Reading{Wall: noon}); !first.Now.Equal(noon) || held {
		t.Errorf("the first mark: %+v, held %v", first, held)
	}
}

func TestThisMachinesClocks(t *testing.T) {
	first := store.Machine()
	second := store.Machine()
	if first.Boot == "" || first.Boot != second.Boot || second.Up < first.Up || first.Up <= 0 {
		t.Errorf("readings %+v, %+v", first, second)
	}
	if _, held := (store.Mark{Now: first.Wall, Boot: first.Boot, Up: first.Up}).Next(second); held {
		t.Error("two readings in a row are held")
	}
}
