package presenter

import (
	"context"
	"sync"
)

// jobs runs functions one after the other on the goroutine of run. Adding
// never waits. cancel ends the context of those added so far; those added
// after get a fresh one.
type jobs struct {
	mu    sync.Mutex
	queue []job
	wake  chan struct{}
	era   context.Context
	end   context.CancelFunc
}

type job struct {
	era context.Context
	do  func(context.Context)
}

func newJobs() *jobs {
	j := &jobs{wake: make(chan struct{}, 1)}
	j.era, j.end = context.WithCancel(context.Background())
	return j
}

func (j *jobs) add(do func(context.Context)) {
	j.mu.Lock()
	j.queue = append(j.queue, job{j.era, do})
	j.mu.Unlock()
	select {
	case j.wake <- struct{}{}:
	default:
	}
}

func (j *jobs) cancel() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.end()
	j.era, j.end = context.WithCancel(context.Background())
}

func (j *jobs) next() (job, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.queue) == 0 {
		return job{}, false
	}
	first := j.queue[0]
	j.queue[0] = job{} // else what it knows of a visitor stays until the next job
	j.queue = j.queue[1:]
	return first, true
}

// run works until ctx is done. A job that runs then has its context cancelled.
func (j *jobs) run(ctx context.Context) {
	for {
		first, ok := j.next()
		if !ok {
			select {
			case <-j.wake:
				continue
			case <-ctx.Done():
				j.cancel()
				return
			}
		}
		era, end := context.WithCancel(first.era)
		stop := context.AfterFunc(ctx, end)
		first.do(era)
		stop()
		end()
	}
}
