package presenter_test

import (
	"bytes"
	"context"
	"image"
	"sync/atomic"
	"testing"
	"time"

	"portico/app/flow"
	"portico/app/presenter"
	"portico/app/screen"
	"portico/engine/document"
	"portico/engine/imaging"
	"portico/engine/onboarding"
)

// desk is a locator of a card that may be taken away.
type desk struct{ empty atomic.Bool }

func (d *desk) Locate(img *image.RGBA) (document.Location, bool) {
	at, _ := card{}.Locate(img)
	return at, !d.empty.Load()
}

// reads is an onboarding at a camera no two of whose pictures are alike, with
// what became of the reading of its pages.
type reads struct {
	*kiosk
	desk    desk
	frozen  *image.RGBA // the picture that the visitor was shown as taken
	dropped int
}

// readsFor starts one at which a page takes a time to read.
func readsFor(t *testing.T, takes time.Duration) *reads {
	r := &reads{}
	r.kiosk = start(t, func(d *presenter.Deps) {
		d.Documents = &r.desk
		d.Frame = func(img *image.RGBA) { r.frozen = img }
	})
	r.camera.alive = true
	r.engine.readPage = func(ctx context.Context, _ document.Side) (onboarding.PageOutcome, error) {
		select {
		case <-time.After(takes):
			return onboarding.PageOutcome{}, nil
		case <-ctx.Done():
			r.dropped++
			return onboarding.PageOutcome{}, ctx.Err()
		}
	}
	r.send(flow.Start{}, flow.Agreed{})
	return r
}

// taken waits until a page is taken, and returns the picture.
func (r *reads) taken(t *testing.T) []byte {
	t.Helper()
	for !screen.Get(r.Model().State).Busy {
		wait(10 * time.Millisecond)
	}
	photo, err := imaging.EncodeJPEG(r.frozen, 95)
	if err != nil {
		t.Fatal(err)
	}
	return photo
}

// stored leads the onboarding to its end, and returns the picture of the front
// that is kept.
func (r *reads) stored(t *testing.T) []byte {
	t.Helper()
	r.reach(t, flow.LookUp)
	r.send(flow.Continue{})
	r.reach(t, flow.Check)
	r.send(flow.Continue{})
	r.reach(t, flow.Result)
	c := r.store.saved[0]
	return c.Pending()[c.Document.Pages[document.Front].Photo]
}

func TestAPageIsReadWhileItIsHeldStill(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := readsFor(t, 800*time.Millisecond)
		taken := k.taken(t)
		wait(520 * time.Millisecond) // it is shown for half a second
		if k.step() != flow.Back {
			t.Error("once it was seen the visitor still waits for what eight tenths of a second read")
		}
		if len(k.engine.looked) != 1 || !bytes.Equal(k.engine.looked[0], taken) {
			t.Errorf("%d pictures read; want the one that was taken", len(k.engine.looked))
		}
		if !bytes.Equal(k.stored(t), taken) {
			t.Error("the picture kept is not the one that was taken")
		}
	})
}

func TestACardThatLeavesIsNotReadOn(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := readsFor(t, 500*time.Millisecond)
		for len(k.engine.looked) == 0 {
			wait(10 * time.Millisecond)
		}
		k.desk.empty.Store(true)
		wait(150 * time.Millisecond)
		if k.dropped != 1 || k.step() != flow.Front {
			t.Fatalf("the card is gone: %d readings ended, at %q", k.dropped, k.step())
		}
		k.desk.empty.Store(false)
		taken := k.taken(t)
		if bytes.Equal(taken, k.engine.looked[0]) {
			t.Error("the picture taken is of before the card left")
		}
		if !bytes.Equal(k.stored(t), taken) {
			t.Error("the picture kept is not the one that was taken")
		}
	})
}

func TestAPictureTakenByHandIsTheOneThatIsRead(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := readsFor(t, 500*time.Millisecond)
		for len(k.engine.looked) == 0 {
			wait(10 * time.Millisecond)
		}
		wait(100 * time.Millisecond)
		k.Shoot()
		taken := k.taken(t)
		if k.reach(t, flow.Back); k.dropped != 1 || !bytes.Equal(k.engine.looked[1], taken) {
			t.Errorf("%d readings ended; want that of the picture that was not taken", k.dropped)
		}
		if !bytes.Equal(k.stored(t), taken) {
			t.Error("the picture kept is not the one that was taken")
		}
	})
}

func TestWhoStopsIsNotReadOn(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := readsFor(t, time.Hour)
		for len(k.engine.looked) == 0 {
			wait(10 * time.Millisecond)
		}
		k.send(flow.AskStop{}, flow.Stop{})
		wait(time.Second)
		if k.step() != flow.Ended || k.dropped != 1 || len(k.store.saved) != 0 {
			t.Errorf("stop led to %q, %d readings ended, %d visitors kept", k.step(), k.dropped, len(k.store.saved))
		}
	})
}

func TestNothingIsReadBelowASheet(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := readsFor(t, time.Second)
		k.send(flow.Help{})
		wait(5 * time.Second)
		if len(k.engine.looked) != 0 {
			t.Errorf("%d pictures read below the help", len(k.engine.looked))
		}
	})
}
