package presenter

import (
	"context"
	"image"

	"portico/app/flow"
	"portico/app/motion"
	"portico/capture"
)

// sense looks for movement before the face camera. Nobody has consented to
// anything else: what coaches and engine would see is not asked for.
func (p *Presenter) sense() {
	key, open := p.deps.Cameras.For(flow.Selfie)
	p.unwatch()
	p.startWatch(key, open)
	w, meter := p.watch, &motion.Meter{}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.look = func(_ context.Context, f capture.Frame, _ *image.Gray) (func(), error) {
		moved := meter.Moved(f.Time, f.Image)
		return func() {
			if moved && w == p.watch {
				p.handle(flow.Moved{})
			}
		}, nil
	}
}
