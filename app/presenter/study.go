package presenter

import (
	"context"
	"time"

	"portico/app/flow"
	"portico/capture"
)

const (
	// studyEvery is how far apart the pictures of a take are: those that follow
	// each other are alike.
	studyEvery = 400 * time.Millisecond
	// studyPictures is how many a take has, and studyLimit how long they are
	// waited for.
	studyPictures = 10
	studyLimit    = 15 * time.Second
)

// study is a take of one person or one copy; nothing of its pictures is kept
// but what the passive check measured.
type study struct {
	of   flow.Subject
	cues []map[string]float64
	last time.Duration // time of the newest picture looked at
}

// study begins a take with the camera that staff look through.
func (p *Presenter) study(of flow.Subject) {
	b := p.bench
	if b == nil {
		p.handle(flow.NotMeasured{})
		return
	}
	s := &study{of: of, last: -studyEvery}
	b.mu.Lock()
	b.study = s
	b.mu.Unlock()
	time.AfterFunc(studyLimit, func() { p.post(func() { p.studied(b, s) }) })
}

// examine has the check look at a picture when it is time, and returns the
// take when it is whole.
func (b *bench) examine(ctx context.Context, lab Laboratory, f capture.Frame) (whole *study, err error) {
	b.mu.Lock()
	s := b.study
	b.mu.Unlock()
	if s == nil || f.Time-s.last < studyEvery {
		return nil, nil
	}
	cues, ok, err := lab.Examine(ctx, f.Image)
	b.mu.Lock()
	defer b.mu.Unlock()
	s.last = f.Time
	if ok {
		s.cues = append(s.cues, cues)
	}
	if len(s.cues) < studyPictures {
		return nil, err
	}
	return s, err
}

// studied ends a take, unless it has ended.
func (p *Presenter) studied(b *bench, s *study) {
	b.mu.Lock()
	running := s != nil && b.study == s
	var cues []map[string]float64
	if running {
		b.study, cues = nil, s.cues
	}
	b.mu.Unlock()
	switch {
	case !running || b != p.bench:
	case len(cues) == 0:
		p.handle(flow.NotMeasured{})
	default:
		p.deps.Office.Collect(s.of, cues)
		p.handle(flow.Carried{OneCamera: p.deps.Office.OneCamera()})
	}
}
