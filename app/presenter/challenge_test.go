package presenter_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"
	"time"

	"portico/app/flow"
	"portico/app/screen"
	"portico/engine/imaging"
	"portico/engine/liveness"
	"portico/engine/liveness/light"
	"portico/engine/liveness/magnifeye"
	"portico/engine/trust"
)

// toChallenge leads a visitor from the welcome to the challenge.
func (k *kiosk) toChallenge(t *testing.T, want flow.Step) {
	t.Helper()
	k.send(flow.Start{}, flow.Agreed{})
	k.reach(t, flow.LookUp)
	k.send(flow.Continue{})
	k.reach(t, want)
}

func TestMarkLeadsTheEyes(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := start(t, nil, liveness.EyeGaze)
		k.toChallenge(t, flow.Gaze)
		var seen []liveness.Assertion
		for k.step() == flow.Gaze {
			wait(100 * time.Millisecond)
			if at := screen.Get(k.Model().Prompt).Look; at != "" && (len(seen) == 0 || seen[len(seen)-1] != at) {
				seen = append(seen, at)
			}
		}
		k.reach(t, flow.Check)
		k.send(flow.Continue{})
		k.reach(t, flow.Result)
		var asked []liveness.Assertion
		for _, s := range k.store.saved[0].Liveness.Selfies {
			asked = append(asked, s.Assertion)
		}
		if len(seen) < 4 || !slices.Equal(seen, asked) {
			t.Errorf("the mark went to %v, the engine was told %v", seen, asked)
		}
	})
}

func TestApproachIsLedByTheDistancesDrawn(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := start(t, nil, liveness.MagnifEye)
		k.engine.reach = func() float64 { return screen.Get(k.Model().Prompt).Reach + .02*float64(time.Now().UnixMilli()%2) }
		k.toChallenge(t, flow.Approach)
		k.engine.reach = func() float64 { return max(.05, screen.Get(k.Model().Prompt).Reach) }
		var targets []float64
		for k.step() == flow.Approach {
			wait(50 * time.Millisecond)
			if at := screen.Get(k.Model().Prompt).Reach; at > 0 && !slices.Contains(targets, at) {
				targets = append(targets, at)
			}
		}
		k.reach(t, flow.Check)
		if len(targets) != 4 || k.engine.frames < 8 {
			t.Errorf("led to %v over %d frames", targets, k.engine.frames)
		}
		if want := magnifeye.Draw(k.engine.sealed.Random()); !slices.Equal(targets, want) {
			t.Errorf("led to %v, the record says %v", targets, want)
		}
		if k.engine.drawn != k.engine.sealed.Random().Uint64() {
			t.Error("the engine judges by other distances than were drawn")
		}
	})
}

func TestWhoDoesNotFollowIsAskedThreeTimes(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := start(t, nil, liveness.MagnifEye)
		k.engine.reach = func() float64 { return .5 }
		k.toChallenge(t, flow.Approach)
		wait(46 * time.Second)
		if s := screen.Get(k.Model().State); s.Problem != flow.TooSlow || s.Tries != 1 {
			t.Fatalf("after 46 s at one distance: %+v", s)
		}
		k.engine.reach = func() float64 { return 0 } // and then goes away
		k.send(flow.Help{}, flow.Dismiss{})          // somebody is there
		wait(46 * time.Second)
		k.send(flow.Help{}, flow.Dismiss{})
		wait(46 * time.Second)
		if s := screen.Get(k.Model().State); s.Step != flow.Check || !s.Staff {
			t.Errorf("after three tries: %+v", s)
		}
	})
}

func TestScreenShinesInTheColoursDrawn(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := start(t, nil, liveness.Light)
		k.engine.reach = func() float64 { return .2 }
		k.toChallenge(t, flow.Light)
		if screen.Get(k.Model().Prompt).Lit {
			t.Error("the screen flashes before anybody could say no")
		}
		var shown []light.Colour
		for k.step() == flow.Light {
			wait(20 * time.Millisecond)
			if p := screen.Get(k.Model().Prompt); p.Lit && (len(shown) == 0 || shown[len(shown)-1] != p.Colour) {
				shown = append(shown, p.Colour)
			}
		}
		k.reach(t, flow.Check)
		var drawn []light.Colour
		for _, f := range light.Draw(k.engine.sealed.Random()) {
			drawn = append(drawn, f.Colour)
		}
		if !slices.Equal(shown, drawn) {
			t.Errorf("shown %v, drawn %v", shown, drawn)
		}
	})
}

// TestOfATryThatFailedNothingIsHeld once another has begun.
func TestOfATryThatFailedNothingIsHeld(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := start(t, nil, liveness.MagnifEye)
		k.engine.passed = trust.Failed
		k.engine.reach = func() float64 { return max(.05, screen.Get(k.Model().Prompt).Reach) }
		k.toChallenge(t, flow.Approach)
		for screen.Get(k.Model().State).Tries == 0 {
			wait(time.Second)
		}
		k.engine.passed = trust.Pass
		k.reach(t, flow.Check)
		k.send(flow.Continue{})
		k.reach(t, flow.Result)
		c := k.store.saved[0]
		if len(c.Liveness.Takes) != 1 || len(c.Pending()) != len(c.Blobs()) {
			t.Errorf("%d takes; %d pictures and records are held, %d named", len(c.Liveness.Takes), len(c.Pending()), len(c.Blobs()))
		}
	})
}

// TestRecordOfAChallengeIsKept: a backend gets what the kiosk saw, signed, bound
// to the customer. A kiosk that cannot sign ends the onboarding without it.
func TestRecordOfAChallengeIsKept(t *testing.T) {
	for name, unable := range map[string]error{"signed": nil, "no key": errors.New("the store cannot be read")} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				k := start(t, nil, liveness.MagnifEye)
				k.engine.unable = unable
				k.engine.reach = func() float64 { return max(.05, screen.Get(k.Model().Prompt).Reach) }
				k.toChallenge(t, flow.Approach)
				k.reach(t, flow.Check)
				k.send(flow.Continue{})
				k.reach(t, flow.Result)
				c, film := k.store.saved[0], k.engine.sealed
				if film.Session != c.ID || film.Kind != liveness.MagnifEye || len(film.Frames) < 8 {
					t.Errorf("a record of %s for %q with %d pictures", film.Kind, film.Session, len(film.Frames))
				}
				for _, f := range film.Frames {
					if img, err := imaging.Decode(f.Image, imaging.Limits{}); err != nil || img.Rect.Dx() != 640 {
						t.Errorf("a picture of it: %v", err)
					}
				}
				want := []byte("sealed")
				if unable != nil {
					want = nil
				}
				if got := c.Pending()[c.Liveness.Takes[0].Sealed]; !bytes.Equal(got, want) {
					t.Errorf("kept %q, want %q", got, want)
				}
			})
		})
	}
}
