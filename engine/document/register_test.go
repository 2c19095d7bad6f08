package document

import (
	"image"
	"math"
	"testing"

	"portico/engine/imaging"
)

// moved returns labels all over a page whose corners lie where q says.
func moved(t *testing.T, size image.Point, q imaging.Quad) []label {
	t.Helper()
	m, err := imaging.Between(imaging.RectQuad(image.Rectangle{Max: size}), q)
	if err != nil {
		t.Fatal(err)
	}
	var out []label
	for _, at := range []image.Point{{100, 110}, {400, 150}, {750, 210}, {400, 330}, {750, 330}, {400, 400}} {
		want := image.Rectangle{Min: at, Max: at.Add(image.Pt(120, 18))}
		p := m.Apply(imaging.Point{X: float64(at.X + 60), Y: float64(at.Y + 9)})
		middle := image.Pt(int(math.Round(p.X)), int(math.Round(p.Y)))
		out = append(out, label{want: want, at: image.Rectangle{Min: middle.Sub(image.Pt(60, 9)), Max: middle.Add(image.Pt(60, 9))}})
	}
	return out
}

// TestLabelsMendAnOutline has an outline's corners up to 25 pixels off, and one
// label taken for another.
func TestLabelsMendAnOutline(t *testing.T) {
	size := image.Pt(1014, 640)
	q := imaging.Quad{{X: -12, Y: 9}, {X: 1032, Y: -8}, {X: 1005, Y: 652}, {X: 15, Y: 660}}
	off := func(labels []label) (most float64) {
		got := corrected(size, labels, mostResidue)
		m, err := imaging.Between(got, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range []imaging.Point{{X: 400, Y: 200}, {X: 800, Y: 200}, {X: 400, Y: 400}, {X: 800, Y: 400}} {
			most = max(most, imaging.Dist(m.Apply(p), p))
		}
		return most
	}
	labels := moved(t, size, q)
	if got := off(labels); got > 8 {
		t.Errorf("print in the middle is %.1f pixels off after one round, want less than 8", got)
	}
	labels[3].at = labels[3].at.Add(image.Pt(0, 24))
	if got := off(labels); got > 10 {
		t.Errorf("with one label taken for another it is %.1f pixels off, want less than 10", got)
	}
}

func TestLabelsInTheirPlacesLeaveAnOutlineAlone(t *testing.T) {
	size := image.Pt(1014, 640)
	if labels := moved(t, size, imaging.RectQuad(image.Rectangle{Max: size})); !allInPlace(labels, size) {
		t.Error("labels are said to be out of place")
	}
	if labels := moved(t, size, imaging.RectQuad(image.Rectangle{Max: size}.Add(image.Pt(0, 9)))); allInPlace(labels, size) {
		t.Error("labels nine pixels off are said to be in place")
	}
}

func TestSoleLetter(t *testing.T) {
	for text, want := range map[string]string{"F": "F", "fF": "F", "f-": "F", " M ": "M", "MF": "MF", "": "", "11": "11"} {
		if got := sole(text); got != want {
			t.Errorf("sole(%q) = %q, want %q", text, got, want)
		}
	}
}
