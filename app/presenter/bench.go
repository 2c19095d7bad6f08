package presenter

import (
	"context"
	"image"
	"sync"
	"time"

	"portico/app/flow"
	"portico/app/gauge"
	"portico/app/screen"
	"portico/capture"
	"portico/engine/guidance"
)

const (
	// gaugeEvery is how often measures of the camera are shown: oftener nobody
	// could read them.
	gaugeEvery = 500 * time.Millisecond
	// rateOver is the time over which pictures are counted.
	rateOver = 2 * time.Second
	// calibrationTime is how long a camera is watched to propose limits, and
	// calibrationLimit how long its pictures are waited for.
	calibrationTime  = 4 * time.Second
	calibrationLimit = 8 * time.Second
)

// bench is a camera that staff look through. Nothing is taken.
type bench struct {
	lens  flow.Lens
	shown time.Duration // time of the picture whose measures were shown last; the loop's own

	mu          sync.Mutex
	times       []time.Duration // of the pictures within rateOver
	calibrating bool
	cards       []guidance.Timed[guidance.Document] // that are calibrated by
	faces       []guidance.Timed[guidance.Face]
	study       *study // a take of the passive check that is under way
}

// watchLens shows and measures a camera for staff. What was proposed for the
// lens stays proposed while it is looked through.
func (p *Presenter) watchLens(lens flow.Lens) {
	same := p.bench != nil && p.bench.lens == lens
	p.watchStep(lens.Step())
	if !same {
		p.proposed = nil
	}
	b, w := &bench{lens: lens}, p.watch
	p.bench = b
	screen.Set(p.model.Gauge, screen.Gauge{})
	observe := p.observer(b)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lamp, w.from = b.count, time.Now()
	w.look = func(ctx context.Context, f capture.Frame, _ *image.Gray) (func(), error) {
		advice, finished, err := observe(ctx, f)
		if err != nil {
			return nil, err
		}
		reading := b.read(f)
		take, err := b.examine(ctx, p.deps.Office, f)
		if err != nil {
			return nil, err
		}
		return func() {
			if b != p.bench {
				return
			}
			screen.Set(p.model.Advice, guidance.Advice{Hint: advice.Hint, Good: advice.Good})
			if f.Time-b.shown >= gaugeEvery {
				b.shown = f.Time
				screen.Set(p.model.Gauge, screen.Gauge{Reading: reading})
			}
			if finished {
				p.propose(b)
			}
			p.studied(b, take)
		}, nil
	}
}

// observer returns what advises on a picture as for a visitor and, during a
// calibration, keeps what was measured until there is enough.
func (p *Presenter) observer(b *bench) func(context.Context, capture.Frame) (a guidance.Advice, finished bool, err error) {
	limits := p.deps.Office.Guidance()
	if b.lens == flow.FaceLens {
		coach := limits.Face.ForFace()
		return func(ctx context.Context, f capture.Frame) (guidance.Advice, bool, error) {
			m, err := guidance.MeasureFace(ctx, p.deps.Faces, f.Image)
			if err != nil {
				return guidance.Advice{}, false, err
			}
			b.mu.Lock()
			defer b.mu.Unlock()
			return coach.Observe(f.Time, m), b.calibrating && enough(&b.faces, m, f.Time), nil
		}
	}
	coach, meter := limits.Document.ForPage(), guidance.NewDocumentMeter(p.deps.Documents)
	return func(ctx context.Context, f capture.Frame) (guidance.Advice, bool, error) {
		m := meter.Measure(ctx, f.Image, nil)
		b.mu.Lock()
		defer b.mu.Unlock()
		return coach.Observe(f.Time, m), b.calibrating && enough(&b.cards, m, f.Time), nil
	}
}

// enough keeps a measure and reports whether calibrationTime is over.
func enough[M any](seen *[]guidance.Timed[M], m M, at time.Duration) bool {
	*seen = append(*seen, guidance.Timed[M]{At: at, Measures: m})
	return at-(*seen)[0].At >= calibrationTime
}

// count notes when a picture came.
func (b *bench) count(at time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.times = append(b.times, at)
	for at-b.times[0] > rateOver {
		b.times = b.times[1:]
	}
}

// read measures a picture and how fast they come.
func (b *bench) read(f capture.Frame) gauge.Reading {
	r := gauge.Reading{Width: f.Image.Rect.Dx(), Height: f.Image.Rect.Dy()}
	r.Sharpness, r.Brightness = gauge.Look(f.Image)
	b.mu.Lock()
	defer b.mu.Unlock()
	if n := len(b.times); n > 1 && b.times[n-1] > b.times[0] {
		r.FPS = float64(n-1) / (b.times[n-1] - b.times[0]).Seconds()
	}
	return r
}

// calibrate begins to watch the camera for limits to propose.
func (p *Presenter) calibrate() {
	b := p.bench
	if b == nil {
		p.handle(flow.NotMeasured{})
		return
	}
	b.mu.Lock()
	b.calibrating, b.cards, b.faces = true, nil, nil
	b.mu.Unlock()
	time.AfterFunc(calibrationLimit, func() { p.post(func() { p.propose(b) }) })
}

// propose ends a calibration, unless it has ended.
func (p *Presenter) propose(b *bench) {
	b.mu.Lock()
	calibrating, cards, faces := b.calibrating, b.cards, b.faces
	b.calibrating = false
	b.mu.Unlock()
	if !calibrating || b != p.bench {
		return
	}
	limits, err := p.deps.Office.Guidance(), error(nil)
	if b.lens == flow.FaceLens {
		limits.Face, err = guidance.ProposeFace(faces)
	} else {
		limits.Document, err = guidance.ProposeCard(cards)
	}
	if err != nil {
		p.deps.Log.Info("no limits are proposed", "lens", b.lens, "error", err)
		p.handle(flow.NotMeasured{})
		return
	}
	p.proposed = &limits
	p.handle(flow.Carried{OneCamera: p.deps.Office.OneCamera()})
}
