package onboarding_test

import (
	"context"
	"image"
	"testing"
	"time"

	"portico/engine/customer"
	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/liveness"
	records "portico/engine/liveness/record"
	"portico/engine/liveness/track"
	"portico/engine/onboarding"
)

// standing finds points where they were.
type standing struct{}

func (standing) Follow(_, _ *image.Gray, at, guess []imaging.Point) ([]imaging.Point, []bool) {
	found := make([]bool, len(at))
	for i := range found {
		found[i] = true
	}
	return guess, found
}

func TestATakeTellsOfAFaceThatNeverStirs(t *testing.T) {
	f := face.Face{EyeDistance: 40, Confidence: 1}
	for i := range 478 {
		f.Mesh = append(f.Mesh, face.Point3{X: 40 + float64(i%20), Y: 40 + float64(i/20)})
	}
	e := onboarding.New(readerStub{}, facesStub{
		FindFn: func(context.Context, *image.RGBA) ([]face.Face, error) { return []face.Face{f}, nil },
		TemplateFn: func(context.Context, *image.RGBA, face.Face) (face.Template, error) {
			return face.Template("somebody"), nil
		},
		CompareFn: func(_, _ face.Template) (face.Match, error) { return face.Match{Score: .9, Same: true}, nil },
	}, passiveStub{}, imaging.Limits{})
	for name, take := range map[string]*onboarding.Take{"nothing follows": e.NewTake(), "followed": e.WithFollower(standing{}).NewTake()} {
		for i := range 20 {
			img := image.NewRGBA(image.Rect(0, 0, 100, 100))
			img.Pix[0] = uint8(i)
			if err := take.Add(t.Context(), img, time.Duration(i)*80*time.Millisecond); err != nil {
				t.Fatal(err)
			}
		}
		r, err := take.Judge(t.Context(), liveness.MagnifEye, nil)
		solid, told := r.Cues[track.SolidCue]
		if err != nil || told != (name == "followed") || solid > 1e-9 {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
}

// still is a record of one picture, again and again.
func still(photo []byte, kind liveness.Kind) records.Record {
	r := records.Record{Kind: kind, Session: "s", Nonce: records.Nonce{7}}
	for i := range 8 {
		r.Frames = append(r.Frames, records.Frame{At: time.Duration(i) * 80 * time.Millisecond, Image: photo})
	}
	return r
}

func TestRecords(t *testing.T) {
	mesh := make([]face.Point3, 478)
	there := true
	e := onboarding.New(readerStub{}, facesStub{
		FindFn: func(context.Context, *image.RGBA) ([]face.Face, error) {
			if !there {
				return nil, nil
			}
			return []face.Face{{Mesh: mesh, EyeDistance: 40}}, nil
		},
		TemplateFn: func(context.Context, *image.RGBA, face.Face) (face.Template, error) {
			return face.Template("somebody"), nil
		},
		CompareFn: func(_, _ face.Template) (face.Match, error) { return face.Match{Score: .9, Same: true}, nil },
	}, passiveStub{}, imaging.Limits{})
	c := customer.New("s", time.Time{})
	e.StartLiveness(c)

	// One picture again and again is no take.
	r := still(photo(t, 1), liveness.MagnifEye)
	out, err := e.AddLivenessRecord(t.Context(), c, "id", r)
	if err != nil || out.Code != "" || len(c.Liveness.Selfies) != 1 || c.Liveness.Selfies[0].Record != "id" {
		t.Fatalf("AddLivenessRecord = %+v, %v; selfies %v", out, err, c.Liveness.Selfies)
	}
	res, err := e.EvaluateLiveness(t.Context(), c, liveness.MagnifEye)
	if err != nil || res.Error != liveness.InvalidData || res.Cues["repeated"] != 1 {
		t.Errorf("EvaluateLiveness = %+v, %v", res, err)
	}
	if res, _ = e.EvaluateLiveness(t.Context(), c, liveness.Light); res.Error != liveness.NotEnoughData {
		t.Errorf("no record of light: %+v", res)
	}

	// What came before does not count again, a fresh start or not.
	e.StartLiveness(c)
	if out, err = e.AddLivenessRecord(t.Context(), c, "id2", r); err != nil || out.Code != onboarding.Unfit || len(c.Liveness.Selfies) != 0 {
		t.Errorf("a replay: %+v, %v", out, err)
	}
	for name, bad := range map[string]records.Record{
		"another kind": still(photo(t, 1), liveness.Smile),
		"no pictures":  still([]byte("text"), liveness.Light),
	} {
		bad.Nonce[1] = name[0]
		if out, err = e.AddLivenessRecord(t.Context(), c, "id3", bad); err != nil || out.Code != onboarding.Unfit || len(c.Liveness.Takes) != 0 {
			t.Errorf("%s: %+v, %v", name, out, err)
		}
	}
	there = false
	empty := still(photo(t, 1), liveness.Light)
	empty.Nonce[2] = 9
	if out, err = e.AddLivenessRecord(t.Context(), c, "id4", empty); err != nil || out.Code != onboarding.NoFace {
		t.Errorf("nobody there: %+v, %v", out, err)
	}
}
