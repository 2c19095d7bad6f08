package track_test

import (
	"image"
	"image/color"
	"slices"
	"testing"
	"time"

	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/liveness/track"
)

func take() []track.Frame {
	var all []track.Frame
	for i := range 10 {
		f := face.Face{EyeDistance: 80}
		f.Landmarks[2] = imaging.Point{X: 320 + float64(i), Y: 240}
		all = append(all, track.Frame{At: time.Duration(i) * 80 * time.Millisecond, Face: f, Size: image.Pt(640, 480), Print: uint64(i)})
	}
	return all
}

func TestFaults(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func([]track.Frame) []track.Frame
		want  []track.Fault
	}{
		"a take":              {func(f []track.Frame) []track.Frame { return f }, nil},
		"five frames":         {func(f []track.Frame) []track.Frame { return f[:5] }, []track.Fault{track.Short}},
		"a frame again":       {func(f []track.Frame) []track.Frame { f[7].Print = 3; return f }, []track.Fault{track.Repeated}},
		"two swapped":         {func(f []track.Frame) []track.Frame { f[4].At, f[5].At = f[5].At, f[4].At; return f }, []track.Fault{track.Timing}},
		"a second is missing": {func(f []track.Frame) []track.Frame { f[9].At += time.Second; return f }, []track.Fault{track.Timing}},
		"another camera":      {func(f []track.Frame) []track.Frame { f[9].Size = image.Pt(480, 640); return f }, []track.Fault{track.Timing}},
		"the face jumps":      {func(f []track.Frame) []track.Frame { f[9].Face.Landmarks[2].X += 300; return f }, []track.Fault{track.Cut}},
		"the face grows":      {func(f []track.Frame) []track.Frame { f[9].Face.EyeDistance = 200; return f }, []track.Fault{track.Cut}},
	} {
		if got := track.Faults(c.spoil(take())); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestMeasure(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 320, 240))
	for i := 0; i < len(img.Pix); i += 4 {
		copy(img.Pix[i:], []uint8{200, 150, 100, 255})
	}
	mesh := make([]face.Point3, 478)
	for i := range mesh { // level, all around the middle
		mesh[i] = face.Point3{X: 140 + float64(i%21), Y: 100 + float64(i/21)}
	}
	f := face.Face{Mesh: mesh, EyeDistance: 48}
	got := track.Measure(img, f, time.Second)
	if got.Reach() != .2 || got.At != time.Second || got.Scene.Rect.Dx() != 96 || got.Scene.Rect.Dy() != 72 {
		t.Errorf("Measure: reach %v at %v, scene %v", got.Reach(), got.At, got.Scene.Rect)
	}
	for i, p := range got.Skin {
		if p.Light != [3]float64{200, 150, 100} || p.Burnt {
			t.Errorf("patch %d: %+v", i, p)
		}
	}
	again := track.Measure(img, f, 2*time.Second)
	img.SetRGBA(3, 3, color.RGBA{1, 2, 3, 255})
	if other := track.Measure(img, f, 0); again.Print != got.Print || other.Print == got.Print {
		t.Error("equal pictures must have equal prints, others not")
	}
}
