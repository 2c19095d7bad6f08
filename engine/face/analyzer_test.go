package face_test

import (
	"context"
	"errors"
	"math"
	"testing"

	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/nn"
)

// anchor is the short-range network's first anchor of the cell in the given
// row and column of its 16×16 grid.
func anchor(row, column int) int { return 2 * (16*row + column) }

func TestFindPutsFacesIntoThePicture(t *testing.T) {
	// A 640×320 picture is letterboxed into 128×128: 5 picture pixels to one
	// of the input, 160 rows of black above. The cell (7, 7) is centred on
	// input pixel 60, so on picture pixel (300, 140).
	a := analyzer(fakeDetector(40, anchor(7, 7)), head{flag: 20, mouthWidth: 30}.net(), nil)
	faces, err := a.Find(t.Context(), gray(640, 320))
	if err != nil || len(faces) != 1 {
		t.Fatalf("Find = %d faces, %v; want 1", len(faces), err)
	}
	f := faces[0]
	for i := range f.Landmarks { // the mesh may be anywhere near the detection
		if d := imaging.Dist(f.Landmarks[i], imaging.Point{X: 300, Y: 140}); d > 120 {
			t.Errorf("landmark %d is %.0f pixels from the detection", i, d)
		}
	}
	if f.Landmarks[0].X >= f.Landmarks[1].X {
		t.Error("the person's right eye is not on the picture's left")
	}
	if got := imaging.Dist(f.Landmarks[0], f.Landmarks[1]); math.Abs(got-f.EyeDistance) > 1e-9 {
		t.Errorf("EyeDistance = %v, the pupils are %v apart", f.EyeDistance, got)
	}
}

func TestFindReadsTheHeadsTurn(t *testing.T) {
	const level = -6 // degrees that the mesh reads on a level face
	for name, h := range map[string]head{
		"frontal":                       {flag: 20},
		"turned to the person's left":   {flag: 20, yaw: -25},
		"turned to the person's right":  {flag: 20, yaw: 25},
		"looking down":                  {flag: 20, pitch: -20},
		"looking up and somewhat right": {flag: 20, pitch: 15, yaw: 10},
	} {
		a := analyzer(fakeDetector(60, anchor(8, 8)), h.net(), nil)
		faces, err := a.Find(t.Context(), gray(400, 400))
		if err != nil || len(faces) != 1 {
			t.Fatalf("%s: %d faces, %v", name, len(faces), err)
		}
		if f := faces[0]; math.Abs(f.Yaw-h.yaw) > .5 || math.Abs(f.Pitch-(h.pitch-level)) > .5 || math.Abs(f.Roll) > .5 {
			t.Errorf("%s: roll %.1f yaw %.1f pitch %.1f, want 0, %.1f, %.1f",
				name, f.Roll, f.Yaw, f.Pitch, h.yaw, h.pitch-level)
		}
	}
}

func TestFindRefusesWhatIsNoUprightFace(t *testing.T) {
	for name, h := range map[string]head{
		"mesh says no":        {flag: -3},
		"mesh is unsure":      {flag: 3},
		"mouth over the eyes": {flag: 20, upsideDown: true},
	} {
		a := analyzer(fakeDetector(60, anchor(8, 8)), h.net(), nil)
		if faces, err := a.Find(t.Context(), gray(400, 400)); err != nil || len(faces) != 0 {
			t.Errorf("%s: Find = %d faces, %v; want none", name, len(faces), err)
		}
		if faces, err := a.Detect(t.Context(), gray(400, 400)); err != nil || len(faces) != 0 {
			t.Errorf("%s: Detect = %d faces, %v; want none", name, len(faces), err)
		}
	}
}

func TestDetectRefusesAFaceOnItsHead(t *testing.T) {
	a := analyzer(surerTurnedOver(), head{flag: 20}.net(), nil)
	if faces, err := a.Detect(t.Context(), gray(400, 400)); err != nil || len(faces) != 0 {
		t.Errorf("Detect = %d faces, %v; want none", len(faces), err)
	}
}

func TestOverlappingDetectionsAreOneFace(t *testing.T) {
	a := analyzer(fakeDetector(60, anchor(8, 8), anchor(8, 8)+1, anchor(8, 9)), head{flag: 20}.net(), nil)
	faces, err := a.Detect(t.Context(), gray(400, 400))
	if err != nil || len(faces) != 1 {
		t.Errorf("Detect = %d faces, %v; want 1", len(faces), err)
	}
	a = analyzer(fakeDetector(20, anchor(4, 3), anchor(4, 12)), head{flag: 20}.net(), nil)
	faces, err = a.Detect(t.Context(), gray(400, 400))
	if err != nil || len(faces) != 2 {
		t.Fatalf("Detect = %d faces, %v; want 2", len(faces), err)
	}
	if len(faces[0].Mesh) == 0 || len(faces[1].Mesh) == 0 {
		t.Error("Detect should give each face its mesh")
	}
}

func TestPictureWithoutAFaceIsNoError(t *testing.T) {
	a := analyzer(noDetections("regressors", "classificators", 896), head{}.net(), nil)
	for _, size := range [][2]int{{1, 1}, {3, 900}, {640, 480}} {
		if faces, err := a.Find(t.Context(), gray(size[0], size[1])); err != nil || len(faces) != 0 {
			t.Errorf("%v: Find = %v, %v", size, faces, err)
		}
	}
}

func TestForeignNetworkIsAnError(t *testing.T) {
	a := analyzer(head{}.net(), head{}.net(), nil)
	if _, err := a.Find(t.Context(), gray(64, 64)); !errors.Is(err, nn.ErrNoOutput) {
		t.Errorf("Find = %v, want nn.ErrNoOutput", err)
	}
	short := nn.Func{
		Names: []string{"regressors", "classificators"},
		Fn: func(context.Context, ...nn.Tensor) ([]nn.Tensor, error) {
			return []nn.Tensor{tensor(make([]float32, 16)), tensor(make([]float32, 1))}, nil
		},
	}
	if _, err := analyzer(short, head{}.net(), nil).Find(t.Context(), gray(64, 64)); !errors.Is(err, nn.ErrShape) {
		t.Errorf("Find = %v, want nn.ErrShape", err)
	}
}

func TestSmileGrowsWithTheMouth(t *testing.T) {
	var last float64
	for i, width := range []float64{30, 40, 50, 60} {
		a := analyzer(fakeDetector(60, anchor(8, 8)), head{flag: 20, mouthWidth: width}.net(), nil)
		faces, err := a.Find(t.Context(), gray(400, 400))
		if err != nil || len(faces) != 1 {
			t.Fatal(len(faces), err)
		}
		if s := faces[0].Smile; s < 0 || s > 1 || i > 0 && s <= last {
			t.Errorf("Smile = %v at width %v, before it was %v", s, width, last)
		}
		last = faces[0].Smile
	}
}

func TestMeasureKnowsLightAndPlace(t *testing.T) {
	img := gray(400, 400)
	faces, err := analyzer(fakeDetector(60, anchor(8, 8)), head{flag: 20}.net(), nil).Find(t.Context(), img)
	if err != nil || len(faces) != 1 {
		t.Fatal(len(faces), err)
	}
	q, err := face.Measure(img, faces[0])
	if err != nil {
		t.Fatal(err)
	}
	if q.Sharpness != 0 || q.Contrast != 0 || q.Clipped != 0 || q.Sidelight != 0 {
		t.Errorf("a grey wall measures %+v", q)
	}
	if math.Abs(q.Brightness-128./255) > .01 || !q.InImage || q.Size < q.EyeDistance || q.SizeRatio != q.Size/400 {
		t.Errorf("Measure = %+v", q)
	}
}
