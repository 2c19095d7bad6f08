package presenter_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2/test"

	"portico/app/flow"
	"portico/app/presenter"
	"portico/app/screen"
	"portico/app/sound"
	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/onboarding"
	"portico/engine/trust"
)

// bubble runs f in fake time, with the application that values need.
func bubble(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	test.NewTempApp(t)
	synctest.Test(t, f)
}

func TestVisitorOnlyShowsCardAndFace(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := start(t, nil)
		k.Speak("sk")
		k.send(flow.Start{}, flow.Agreed{})
		k.reach(t, flow.LookUp)
		k.send(flow.Continue{})
		k.reach(t, flow.Check)
		e := screen.Get(k.Model().Evidence)
		if e == nil || e.Fields[0].Value != "Specimen" || e.Fields[0].Typed || e.Picture("selfie") == nil || e.Picture("smile") == nil {
			t.Fatalf("to be checked: %+v", e)
		}
		k.send(flow.Continue{})
		k.reach(t, flow.Result)

		if len(k.store.saved) != 1 || len(k.store.entries) != 1 || k.woken != 1 {
			t.Fatalf("saved %d with %d deliveries, woken %d times; want one each", len(k.store.saved), len(k.store.entries), k.woken)
		}
		c := k.store.saved[0]
		var purposes []string
		for _, given := range c.Consents {
			purposes = append(purposes, given.Purpose)
			if given.Language != "sk" || given.Text != "v1" || given.Given.IsZero() {
				t.Errorf("consent kept: %+v", given)
			}
		}
		if !slices.Equal(purposes, []string{"document", "biometrics", "delivery"}) {
			t.Errorf("consented to %v", purposes)
		}
		if len(c.Document.Pages) != 2 || c.Selfie == nil || len(c.Liveness.Selfies) != 2 {
			t.Errorf("%d pages, selfie %v, %d liveness pictures", len(c.Document.Pages), c.Selfie != nil, len(c.Liveness.Selfies))
		}
		if len(k.outcomes) != 1 || len(k.outcomes[0].Screens) < 8 || k.outcomes[0].Screens[0].Name != "welcome" {
			t.Errorf("reported: %+v", k.outcomes)
		}
		if got := screen.Get(k.Model().Receipt); got.Reference != "0f9a2c11" || !c.Receipt(got.Code) {
			t.Errorf("receipt %+v: its code does not withdraw", got)
		}
		k.send(flow.Print{})
		wait(time.Second)
		if got := screen.Get(k.Model().State).Paper; got != flow.Printed || k.printed != screen.Get(k.Model().Receipt) {
			t.Errorf("paper %q, printed %+v", got, k.printed)
		}

		wait(21 * time.Second)
		if k.step() != flow.Welcome || screen.Get(k.Model().Evidence) != nil || screen.Get(k.Model().Receipt).Code != "" || screen.Get(k.Model().Language) != "en" {
			t.Errorf("the next visitor finds %q, evidence %v, language %q",
				k.step(), screen.Get(k.Model().Evidence), screen.Get(k.Model().Language))
		}
		if len(k.store.deleted) != 0 {
			t.Error("the finished record was erased")
		}
	})
}

func TestPictureThatWasTakenStaysForAMoment(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := start(t, nil)
		k.send(flow.Start{}, flow.Agreed{})
		for !screen.Get(k.Model().State).Busy {
			wait(20 * time.Millisecond)
		}
		wait(450 * time.Millisecond)
		if k.step() != flow.Front {
			t.Error("the picture was gone before it could be seen")
		}
		wait(100 * time.Millisecond)
		if k.step() != flow.Back {
			t.Errorf("a moment later the step is %q", k.step())
		}
	})
}

func TestWithoutTheFace(t *testing.T) {
	bubble(t, func(t *testing.T) {
		faces := 0
		k := start(t, func(d *presenter.Deps) {
			d.Faces = someone{func() float64 { faces++; return 0 }}
		})
		k.send(flow.Start{}, flow.Agreed{Faceless: true})
		k.reach(t, flow.Check)
		k.send(flow.Continue{})
		k.reach(t, flow.Result)
		c := k.store.saved[0]
		if faces != 0 || c.Selfie != nil || c.Liveness != nil {
			t.Errorf("%d faces looked at, selfie %v, liveness %v", faces, c.Selfie, c.Liveness)
		}
		if slices.ContainsFunc(c.Consents, func(given customer.Consent) bool { return given.Purpose == "biometrics" }) {
			t.Errorf("consents: %+v", c.Consents)
		}
		if len(k.engine.sources) == 0 || slices.Contains(k.engine.sources, document.SourcePortrait) {
			t.Errorf("the document's portrait is looked at: sources %v", k.engine.sources)
		}
	})
}

func TestStopWhileTheEngineReads(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := start(t, nil)
		k.engine.readPage = func(ctx context.Context, _ document.Side) (onboarding.PageOutcome, error) {
			<-ctx.Done()
			return onboarding.PageOutcome{}, ctx.Err()
		}
		k.send(flow.Start{}, flow.Agreed{})
		wait(2 * time.Second)
		if !screen.Get(k.Model().State).Busy || !screen.Get(k.Model().Waiting) {
			t.Fatal("the screen does not say that it waits for the engine")
		}
		k.send(flow.AskStop{}, flow.Stop{})
		wait(time.Second)
		if s := screen.Get(k.Model().State); s.Step != flow.Ended || s.Ending != flow.Stopped {
			t.Errorf("stop led to %+v", s)
		}
		if len(k.store.deleted) != 1 || len(k.store.saved) != 0 {
			t.Errorf("erased %d, saved %d", len(k.store.deleted), len(k.store.saved))
		}
	})
}

func TestErasureThatFailsIsNotCalledDone(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := start(t, nil)
		k.store.fail = errors.New("the disk is gone")
		k.send(flow.Start{}, flow.Agreed{}, flow.Stop{})
		wait(time.Second)
		if s := screen.Get(k.Model().State); s.Ending != flow.NotWiped {
			t.Errorf("ending %q, want %q", s.Ending, flow.NotWiped)
		}
	})
}

func TestNobodyThere(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := start(t, nil)
		k.send(flow.Start{})
		wait(61 * time.Second)
		if s := screen.Get(k.Model().State); s.Sheet != flow.IdleSheet {
			t.Fatalf("after a minute: %+v, want a question", s)
		}
		k.send(flow.Dismiss{})
		wait(30 * time.Second)
		if s := screen.Get(k.Model().State); s.Sheet != flow.NoSheet || s.Step != flow.Consent {
			t.Fatalf("somebody answered, yet: %+v", s)
		}
		wait(31*time.Second + 21*time.Second)
		if s := screen.Get(k.Model().State); s.Ending != flow.TimedOut {
			t.Errorf("nobody answered: %+v", s)
		}
		wait(11 * time.Second)
		if k.step() != flow.Welcome {
			t.Errorf("in the end the screen is %q", k.step())
		}
	})
}

func TestThreeFailuresMakeAReview(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := start(t, nil)
		k.engine.readPage = func(context.Context, document.Side) (onboarding.PageOutcome, error) {
			return onboarding.PageOutcome{Code: onboarding.NoCard}, nil
		}
		k.send(flow.Start{}, flow.Agreed{})
		k.reach(t, flow.LookUp)
		k.send(flow.Continue{})
		k.reach(t, flow.Check)
		if want := []sound.Cue{sound.Ready, sound.Taken, sound.Wrong}; !slices.Equal(k.heard[:3], want) {
			t.Errorf("heard %v, want %v", k.heard[:3], want)
		}
		k.send(flow.Continue{})
		k.reach(t, flow.Clerk)
		if v := screen.Get(k.Model().Verdict); v == nil || v.Decision != trust.Review || len(v.Reasons) == 0 {
			t.Errorf("the engine's ACCEPT after three failures became %+v", v)
		}
		k.send(flow.PINEntered{PIN: "271828", At: time.Now()}, flow.ClerkDecides{Decision: trust.Accept})
		k.reach(t, flow.Result)
		c := k.store.saved[0]
		if c.Decision() != trust.Accept || c.Verdict.Decision != trust.Review || c.Review.Role != "clerk" {
			t.Errorf("kept: %q by the engine, %+v by the clerk", c.Verdict.Decision, c.Review)
		}
	})
}

func TestFullDiskLosesNothing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := start(t, nil)
		k.send(flow.Start{}, flow.Agreed{})
		k.reach(t, flow.LookUp)
		k.send(flow.Continue{})
		k.reach(t, flow.Check)
		k.store.fail = fmt.Errorf("save: %w", customer.ErrFull)
		k.send(flow.Continue{})
		wait(time.Second)
		if s := screen.Get(k.Model().State); s.Step != flow.Saving || s.Problem != flow.Full {
			t.Fatalf("a full disk led to %+v", s)
		}
		k.store.fail = nil
		k.send(flow.Continue{})
		k.reach(t, flow.Result)
		if len(k.store.saved) != 1 {
			t.Error("the second attempt saved nothing")
		}
	})
}

func TestCameraUnpluggedInTheMiddle(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := start(t, nil)
		k.camera.unplug(true)
		k.send(flow.Start{}, flow.Agreed{})
		wait(3 * time.Second)
		if s := screen.Get(k.Model().State); !s.CameraLost || s.Step != flow.Front {
			t.Fatalf("without a camera: %+v", s)
		}
		k.camera.unplug(false)
		k.reach(t, flow.Back)
		if screen.Get(k.Model().State).CameraLost {
			t.Error("the camera is back, and the screen does not know")
		}
	})
}

func TestStallsOfTheInterfaceThreadAreMeasured(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := start(t, func(d *presenter.Deps) {
			d.UI = func(f func()) { go func() { time.Sleep(150 * time.Millisecond); f() }() }
		})
		k.send(flow.Start{}, flow.Agreed{})
		k.reach(t, flow.LookUp)
		k.send(flow.Continue{})
		k.reach(t, flow.Check)
		wait(time.Second)
		k.send(flow.Continue{})
		k.reach(t, flow.Result)
		for _, s := range k.outcomes[0].Screens {
			if s.Name == string(flow.Check) || s.Name == string(flow.Front) {
				if s.Longest < 150 || s.Longest > 400 || s.Millis <= 0 {
					t.Errorf("%s: shown %.0f ms, longest stall %.0f ms, want 150", s.Name, s.Millis, s.Longest)
				}
			}
		}
	})
}

func TestWaitingIsMeasured(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := start(t, nil)
		k.engine.readPage = func(context.Context, document.Side) (onboarding.PageOutcome, error) {
			time.Sleep(2 * time.Second)
			return onboarding.PageOutcome{}, errors.New("nothing was read")
		}
		waited := func() time.Duration {
			screens := k.Screens()
			return time.Duration(screens[len(screens)-1].Waited) * time.Millisecond
		}
		k.send(flow.Start{})
		wait(3 * time.Second)
		if got := waited(); got != 0 {
			t.Errorf("a visitor who reads what is asked waited %v", got)
		}
		k.camera.unplug(true)
		k.send(flow.Agreed{})
		wait(time.Second)
		if got := waited(); got != time.Second {
			t.Errorf("a second without a picture: waited %v", got)
		}
		k.camera.unplug(false)
		for !screen.Get(k.Model().State).Busy {
			wait(100 * time.Millisecond)
		}
		before := waited()
		wait(time.Second)
		if got := waited() - before; got != time.Second {
			t.Errorf("a second while a page is read: waited %v", got)
		}
	})
}

func TestNothingIsTakenBelowASheet(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := start(t, nil)
		k.send(flow.Start{}, flow.Agreed{}, flow.Help{})
		wait(5 * time.Second)
		if k.step() != flow.Front || screen.Get(k.Model().State).Busy {
			t.Errorf("below the help a picture was taken: %+v", screen.Get(k.Model().State))
		}
		k.send(flow.Dismiss{})
		k.reach(t, flow.Back)
	})
}
