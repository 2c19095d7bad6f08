package gaze_test

import (
	"image"
	"math/rand/v2"
	"testing"
	"time"

	"portico/engine/face"
	"portico/engine/liveness"
	"portico/engine/liveness/gaze"
)

func TestDrawnCornersLetEveryMovementShow(t *testing.T) {
	orders := map[liveness.Assertion]bool{}
	for seed := range uint64(50) {
		drawn := gaze.Draw(rand.New(rand.NewPCG(seed, 1)))
		if len(drawn) < 4 {
			t.Fatalf("%d segments, the contract asks for 4", len(drawn))
		}
		among := map[liveness.Assertion]bool{}
		for i, a := range drawn {
			among[a] = true
			if i > 0 && a == drawn[i-1] {
				t.Errorf("the mark stays at %s", a)
			}
		}
		if len(among) != 4 {
			t.Errorf("only %d corners in %v", len(among), drawn)
		}
		orders[drawn[0]] = true
	}
	if len(orders) != 4 {
		t.Error("some corner is never the first: a film could guess it")
	}
}

// lead shows frames every 80 ms until the challenge is over.
func lead(p *gaze.Protocol, see func(at time.Duration) *face.Face) (liveness.Step, time.Duration) {
	for at := time.Duration(0); ; at += 80 * time.Millisecond {
		if s := p.Observe(image.NewRGBA(image.Rect(0, 0, 4, 4)), see(at), at); s.State != liveness.Running {
			return s, at
		}
	}
}

func TestOnePictureACorner(t *testing.T) {
	drawn := gaze.Draw(rand.New(rand.NewPCG(1, 1)))
	open, closed := &face.Face{EyesOpen: [2]float64{.3, .3}}, &face.Face{EyesOpen: [2]float64{.02, .02}}

	p := gaze.Start(drawn)
	if s, took := lead(p, func(time.Duration) *face.Face { return open }); s.State != liveness.Done || took > 9*time.Second {
		t.Errorf("who follows the mark is at %+v after %v", s, took)
	}
	for i, kept := range p.Pictures() {
		if kept.Asked != drawn[i] || kept.Image == nil {
			t.Errorf("picture %d is for %s, want %s", i, kept.Asked, drawn[i])
		}
	}

	p = gaze.Start(drawn)
	lead(p, func(at time.Duration) *face.Face {
		if at < 4*time.Second {
			return closed
		}
		return open
	})
	if len(p.Pictures()) != len(drawn) {
		t.Error("closed eyes cost a picture; the mark should have waited")
	}

	p = gaze.Start(drawn)
	if s, _ := lead(p, func(time.Duration) *face.Face { return nil }); s.State != liveness.TimedOut {
		t.Errorf("nobody there: %+v", s)
	}
}
