package assemble_test

import (
	"image"
	"image/color"
	"math"
	"strings"
	"testing"

	"portico/engine/face"
	"portico/engine/figures"
	"portico/engine/imaging"
)

// spoilers make a good portrait bad in one way, and say which score must fall.
var spoilers = []struct {
	name  string
	spoil func(img *image.RGBA, f face.Face) *image.RGBA
	score func(face.Scores) float64
}{
	{"sharpness, a quarter of the pixels a side", func(img *image.RGBA, _ face.Face) *image.RGBA {
		w, h := img.Rect.Dx(), img.Rect.Dy()
		return imaging.Resize(imaging.Resize(img, w/4, h/4), w, h)
	}, func(s face.Scores) float64 { return s.Sharpness }},
	{"uniqueIntensityLevels, 16 levels of grey", func(img *image.RGBA, _ face.Face) *image.RGBA {
		g := imaging.Gray(img)
		for i, v := range g.Pix {
			g.Pix[i] = v / 16 * 16
		}
		return imaging.ToRGBA(g)
	}, func(s face.Scores) float64 { return s.Levels }},
	{"shadow, the left half at 40 %", eachPixel(func(side, v float64) float64 { return v * (1 - .6*math.Min(1, math.Max(0, -side))) }), func(s face.Scores) float64 { return s.Shadow }},
	{"specularity, twice the light", eachPixel(func(_, v float64) float64 { return math.Min(255, 2.2*v) }), func(s face.Scores) float64 { return s.Specular }},
	{"redRightEye, painted", func(img *image.RGBA, f face.Face) *image.RGBA {
		out := imaging.Crop(img, img.Rect)
		for y := -3; y <= 3; y++ {
			for x := -3; x <= 3; x++ {
				out.SetRGBA(int(f.Landmarks[0].X)+x, int(f.Landmarks[0].Y)+y, color.RGBA{190, 40, 40, 255})
			}
		}
		return out
	}, func(s face.Scores) float64 { return 1 - s.RedEyes[0] }},
}

// eachPixel changes every value by how far right of the face's middle it is,
// in face widths, times 10.
func eachPixel(change func(side, v float64) float64) func(*image.RGBA, face.Face) *image.RGBA {
	return func(img *image.RGBA, f face.Face) *image.RGBA {
		out := imaging.Crop(img, img.Rect)
		middle, width := f.Landmarks[2].X, imaging.Dist(f.Box[0], f.Box[1])
		for i := range out.Pix {
			if i%4 < 3 {
				side := 10 * (float64(i/4%img.Rect.Dx()) - middle) / width
				out.Pix[i] = uint8(change(side, float64(out.Pix[i])))
			}
		}
		return out
	}
}

// TestEvalFaceQuality says how often each score tells a spoilt portrait from
// the same portrait, and what the scores say of portraits as they are.
func TestEvalFaceQuality(t *testing.T) {
	evaluation(t)
	a := faces(t)
	fell, below, closed, mouth := figures.Tally{}, figures.Tally{}, figures.Tally{}, figures.Tally{}
	n := 0
	for _, row := range manifest(t, "train", "faces") {
		if !strings.HasPrefix(row["file"], "portrait/") {
			continue
		}
		if n++; n > 150 {
			break
		}
		img, _ := anyPicture(t, "train", "faces", row["file"])
		found, err := a.Find(t.Context(), img)
		if err != nil {
			t.Fatal(err)
		}
		if len(found) == 0 {
			continue
		}
		f := found[0]
		before, err := a.Scores(t.Context(), img, f)
		if err != nil {
			t.Fatal(err)
		}
		if before.Eyes != nil {
			closed.At("portraits of data/train, eyes nearly all open").Count(math.Min(before.Eyes[0], before.Eyes[1]) < .5)
		}
		for _, s := range spoilers {
			after, err := a.Scores(t.Context(), s.spoil(img, f), f)
			if err != nil {
				t.Fatal(err)
			}
			fell.At(s.name).Count(s.score(after) < s.score(before))
			below.At(s.name + ": as it was").Count(s.score(before) < .5)
			below.At(s.name + ": spoilt").Count(s.score(after) < .5)
		}
	}
	for i, row := range manifest(t, "train", "expression") {
		label := row["label"]
		if i%5 > 0 || label != "smile" && label != "neutral" || !strings.Contains(row["file"], "lfw_") {
			continue
		}
		img, _ := anyPicture(t, "train", "expression", row["file"])
		if found, err := a.Find(t.Context(), img); err != nil {
			t.Fatal(err)
		} else if len(found) > 0 {
			s, err := a.Scores(t.Context(), img, found[0])
			if err != nil {
				t.Fatal(err)
			}
			mouth.At(label).Count((s.Mouth >= .5) != (label == "neutral"))
		}
	}
	s := figures.New("face-quality", "Faces: quality scores")
	s.Say("Portraits of data/train/faces as they are and spoilt by us in one way. These are synthetic faults: nobody has labelled real ones.")
	fell.Table(s, "The score falls when the portrait is spoilt", "falls")
	below.Table(s, "Scores below 0.5", "below")
	closed.Table(s, "Open eyes called closed", "wrong")
	mouth.Table(s, "Mouth: press photographs, 5–10 % of the labels doubtful; smile's own model was fitted on half of them", "wrong at 0.5")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
