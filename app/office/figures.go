package office

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"portico/app/screen"
	"portico/engine/trust"
	"portico/sync/audit"
)

// daysShown is how far the figures reach back.
const daysShown = 14

func (o *Office) figures(ctx context.Context, now time.Time) (_ *screen.Figures, err error) {
	file, err := os.Open(filepath.Join(o.deps.Config.Data, audit.FileName))
	if errors.Is(err, fs.ErrNotExist) {
		return &screen.Figures{Whole: true}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the audit trail: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return Count(ctx, file, now)
}

// Count makes figures of an audit trail: of the last days up to now, in now's
// time zone. A decision is that of the rules or, where one decided, of the
// colleague; it counts for the day on which the visitor began.
func Count(ctx context.Context, trail io.Reader, now time.Time) (*screen.Figures, error) {
	type visit struct {
		day      time.Time
		begun    time.Time
		took     time.Duration
		decision trust.Decision
		gone     bool
		retakes  map[string]int
	}
	visits, retakes := map[string]*visit{}, map[string]int{}
	first := midnight(now).AddDate(0, 0, 1-daysShown)
	_, err := audit.Read(ctx, trail, func(r audit.Record, _ audit.Head) error {
		at := r.At.In(now.Location())
		if r.What == audit.Begun && !at.Before(first) {
			visits[r.Subject] = &visit{day: midnight(at), begun: at}
		}
		v := visits[r.Subject]
		if v == nil {
			return nil
		}
		if r.Retakes != nil { // later ones count those before, too
			v.retakes = r.Retakes
		}
		switch r.What {
		case audit.Decided:
			v.took, v.decision = at.Sub(v.begun), trust.Decision(r.Decision)
		case audit.Reviewed:
			v.decision = trust.Decision(r.Decision)
		case audit.Abandoned:
			v.gone = true
		}
		return nil
	})
	f := &screen.Figures{Whole: true}
	if broken := (*audit.BrokenError)(nil); errors.As(err, &broken) {
		f.Whole = false
	} else if err != nil {
		return nil, err
	}
	days, took := map[time.Time]*screen.Day{}, map[time.Time][]time.Duration{}
	for _, v := range visits {
		d := days[v.day]
		if d == nil {
			d = &screen.Day{Date: v.day}
			days[v.day] = d
		}
		d.Begun++
		for reason, n := range v.retakes {
			retakes[reason] += n
		}
		switch {
		case v.gone:
			d.Abandoned++
		case v.decision == trust.Accept:
			d.Accepted++
		case v.decision == trust.Review:
			d.Reviewed++
		case v.decision == trust.Reject:
			d.Rejected++
		}
		if v.took > 0 {
			took[v.day] = append(took[v.day], v.took)
		}
	}
	for day, d := range days {
		if all := took[day]; len(all) > 0 {
			slices.Sort(all)
			d.Median = all[len(all)/2]
		}
		f.Days = append(f.Days, *d)
	}
	slices.SortFunc(f.Days, func(a, b screen.Day) int { return b.Date.Compare(a.Date) })
	for reason, n := range retakes {
		f.Retakes = append(f.Retakes, screen.Retake{Reason: reason, N: n})
	}
	slices.SortFunc(f.Retakes, func(a, b screen.Retake) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Reason, b.Reason))
	})
	return f, nil
}

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}
