package disserver

import (
	"context"
	"slices"
	"sync"
)

// line hands out so many units of something. Who must wait is served in the
// order of coming, and owners by turns: who asks for much waits behind their
// own requests, not before everybody else's. It is safe for concurrent use.
type line struct {
	mu      sync.Mutex
	free    int64
	waiting map[string][]*turn // by owner; none is empty
	owners  []string           // who waits, the next first
}

type turn struct {
	need int64
	come chan struct{} // closed when the units are the turn's
}

func newLine(units int64) *line { return &line{free: units, waiting: map[string][]*turn{}} }

// take waits for need units, which may not be more than the line has in all,
// and fails with the error of ctx.
func (l *line) take(ctx context.Context, owner string, need int64) error {
	l.mu.Lock()
	if len(l.owners) == 0 && need <= l.free {
		l.free -= need
		l.mu.Unlock()
		return nil
	}
	t := &turn{need, make(chan struct{})}
	if len(l.waiting[owner]) == 0 {
		l.owners = append(l.owners, owner)
	}
	l.waiting[owner] = append(l.waiting[owner], t)
	l.mu.Unlock()
	select {
	case <-t.come:
		return nil
	case <-ctx.Done():
		l.leave(owner, t)
		return ctx.Err()
	}
}

// give puts units back.
func (l *line) give(units int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.free += units
	l.serve()
}

// leave takes a turn out of the line. One that came in the same moment gives
// back what it has.
func (l *line) leave(owner string, t *turn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if i := slices.Index(l.waiting[owner], t); i >= 0 {
		l.waiting[owner] = slices.Delete(l.waiting[owner], i, i+1)
		if len(l.waiting[owner]) == 0 {
			delete(l.waiting, owner)
			l.owners = slices.DeleteFunc(l.owners, func(o string) bool { return o == owner })
		}
	} else {
		l.free += t.need
	}
	l.serve()
}

// serve lets turns come as long as the next has what it needs.
func (l *line) serve() {
	for len(l.owners) > 0 {
		owner := l.owners[0]
		turns := l.waiting[owner]
		if turns[0].need > l.free {
			return
		}
		l.free -= turns[0].need
		close(turns[0].come)
		l.owners = l.owners[1:]
		if len(turns) == 1 {
			delete(l.waiting, owner)
			continue
		}
		l.waiting[owner] = turns[1:]
		l.owners = append(l.owners, owner)
	}
}
