package office_test

import (
	"context"
	"image"
	"math"
	"testing"

	"portico/app/config"
	"portico/app/flow"
	"portico/app/office"
	"portico/app/screen"
	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/liveness/passive"
)

// seenAs is a take of ten pictures whose cues lie around a middle.
func seenAs(moire float64) (take []map[string]float64) {
	for i := range 10 {
		take = append(take, map[string]float64{passive.Moire: moire + .1*math.Sin(float64(i)), passive.Copied: 0})
	}
	return take
}

func withCheck(d *office.Deps) { d.Passive = passive.New(nil) }

func TestLimitsOfThisDeskAreFoundAndKept(t *testing.T) {
	var check *passive.Check
	o, _, _ := open(t, func(d *office.Deps) { withCheck(d); check = d.Passive })
	shown := func() *screen.Liveness { return look(t, o, flow.Liveness).Liveness }
	for range 2 {
		o.Collect(flow.Person, seenAs(1.2))
	}
	o.Collect(flow.Copy, seenAs(1.9))
	if l := shown(); l.Errors != nil || l.Own || l.People.Takes != 2 || l.People.Pictures != 20 || l.Copies.Pictures != 10 || l.Least != 20 {
		t.Errorf("too little shows %+v", l)
	}
	if _, _, err := o.Doubt(flow.Order{Task: flow.KeepDoubt}); err == nil {
		t.Error("limits were found from too little")
	}
	o.Collect(flow.Copy, seenAs(1.9))
	l := shown()
	if l.Errors == nil || l.Errors.Passed.Hits != 0 || l.Errors.Passed.Of != 20 || l.Errors.Passed.High < .16 || l.Errors.Passed.High > .18 {
		t.Fatalf("enough shows %+v, %+v; of none in 20 up to 17 %% may pass", l, l.Errors)
	}
	do, told, err := o.Doubt(flow.Order{Task: flow.KeepDoubt})
	if err != nil || told[passive.Moire] != "1.30" {
		t.Fatalf("the trail is told %v, %v", told, err)
	}
	if err := do(t.Context()); err != nil {
		t.Fatal(err)
	}
	if m := check.Limits().Moire; m < 1.2 || m > 1.3 {
		t.Errorf("in force: %+v", check.Limits())
	}
	if again, err := config.Load(""); err != nil || again.Liveness.Limits != check.Limits() {
		t.Errorf("at the next start: %+v, %v", again.Liveness.Limits, err)
	}
	if l := shown(); !l.Own || l.People.Pictures+l.Copies.Pictures != 0 {
		t.Errorf("afterwards: %+v", l)
	}
	if do, _, err = o.Doubt(flow.Order{Task: flow.UsualDoubt}); err != nil || do(t.Context()) != nil || check.Limits() != passive.Standard {
		t.Errorf("the built-in limits are not back: %+v, %v", check.Limits(), err)
	}
}

func TestStudyIsForgotten(t *testing.T) {
	o, _, _ := open(t, withCheck)
	o.Collect(flow.Person, seenAs(1))
	if err := o.Discard(t.Context()); err != nil || look(t, o, flow.Liveness).Liveness.People.Pictures != 0 {
		t.Errorf("it is still there, %v", err)
	}
}

// faces finds one face of this size in every picture, none of size 0.
type faces float64

func (f faces) Find(_ context.Context, img *image.RGBA) ([]face.Face, error) {
	if f == 0 {
		return nil, nil
	}
	middle := imaging.Point{X: float64(img.Rect.Dx()) / 2, Y: float64(img.Rect.Dy()) / 2}
	return []face.Face{{Box: imaging.RotatedRect(middle, 2*float64(f), 2*float64(f), 0), EyeDistance: float64(f)}}, nil
}

func TestOnlyFacesThatCanBeJudgedAreStudied(t *testing.T) {
	for size, want := range map[faces]bool{0: false, 20: false, 80: true} {
		o, _, _ := open(t, func(d *office.Deps) { withCheck(d); d.Faces = size })
		cues, ok, err := o.Examine(t.Context(), image.NewRGBA(image.Rect(0, 0, 300, 300)))
		if _, measured := cues[passive.Moire]; err != nil || ok != want || measured != want {
			t.Errorf("a face of %v pixels between the eyes: %v, %v, %v", size, cues, ok, err)
		}
	}
}
