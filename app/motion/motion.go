// Package motion says whether anything moves before a camera, by the difference
// between small grey pictures alone. It finds no face, no body and no number of
// people, and keeps one picture of 48 × 27 points for half a second.
package motion

import (
	"image"
	"time"

	"portico/engine/imaging"
)

const (
	width, height = 48, 27
	// apart is the time between two pictures that are compared: somebody who
	// walks by moves half a step.
	apart = 400 * time.Millisecond
	// changed is how much lighter or darker, of 255, a point must get. The noise
	// of a dark room, 12 of 255 at a pixel, moves the mean of a point's by 0.5.
	changed = 12
	// least is the share of points that must. Of drawn rooms (motion_test.go)
	// noise and light alone change none, a shoulder at the edge .027, a head that
	// sways by a tenth of its width .06.
	least = .02
)

// Meter compares pictures. The zero value is ready; one goroutine uses it.
type Meter struct {
	at     time.Duration
	before *image.Gray
}

// Moved reports whether something moved since the picture before. Times ascend;
// pictures that follow too soon are passed over.
func (m *Meter) Moved(at time.Duration, img *image.RGBA) bool {
	if m.before != nil && at-m.at < apart {
		return false
	}
	now := imaging.Gray(imaging.Resize(img, width, height))
	moved := m.before != nil && share(m.before, now) >= least
	m.at, m.before = at, now
	return moved
}

// share is that of the points which changed. Light that changed for all of them
// alike, such as the camera's own exposure, does not count.
func share(a, b *image.Gray) float64 {
	gain := mean(a) / max(mean(b), 1)
	n := 0
	for i := range a.Pix {
		if d := float64(a.Pix[i]) - gain*float64(b.Pix[i]); d > changed || d < -changed {
			n++
		}
	}
	return float64(n) / float64(len(a.Pix))
}

func mean(g *image.Gray) float64 {
	sum := 0
	for _, v := range g.Pix {
		sum += int(v)
	}
	return float64(sum) / float64(len(g.Pix))
}
