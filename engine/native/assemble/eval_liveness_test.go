package assemble_test

import (
	"crypto/sha256"
	"image"
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"

	"gocv.io/x/gocv"

	"portico/engine/enginetest"
	"portico/engine/face"
	"portico/engine/figures"
	"portico/engine/imaging"
	"portico/engine/liveness"
	"portico/engine/liveness/gaze"
	"portico/engine/liveness/smile"
)

// reviewBelow is the liveness score below which package trust asks for a
// review; rejectBelow is where clients of the contract reject.
const reviewBelow = .84

// expression is a picture of one person with the label of its source.
type expression struct {
	label string
	face  face.Face
	tpl   face.Template
}

// TestEvalSmile takes people with a neutral and a smiling picture through the
// challenge. The limit of the neutral face was chosen on half A; the others,
// earlier, on half of these people, and which half was not kept, so that the
// figures are somewhat flattering.
func TestEvalSmile(t *testing.T) {
	evaluation(t)
	a := faces(t)
	rows := map[string][]map[string]string{} // by person
	for _, row := range manifest(t, "train", "expression") {
		source, _, _ := strings.Cut(path.Base(row["file"]), "_")
		if row["label"] != "neutral" && row["label"] != "smile" || source != "lfw" && source != "mxu" {
			continue
		}
		file := path.Base(row["source"])
		person := source + "_" + file[:strings.LastIndex(file, "_")]
		rows[person] = append(rows[person], row)
	}
	people := map[string][]expression{}
	unjudged := map[string]int{}
	for person, pictures := range rows {
		is := func(label string) func(map[string]string) bool {
			return func(row map[string]string) bool { return row["label"] == label }
		}
		if !slices.ContainsFunc(pictures, is("neutral")) || !slices.ContainsFunc(pictures, is("smile")) {
			continue
		}
		for _, row := range pictures {
			img, _ := anyPicture(t, "train", "expression", row["file"])
			if e, ok := express(t, a, img, row["label"]); ok {
				people[person] = append(people[person], e)
			} else {
				unjudged[person[:3]+halfOf(person)]++
			}
		}
	}
	names := map[string]string{}
	for _, half := range []string{halfA, halfB} {
		names["lfw"+half], names["mxu"+half] = "press photographs, half "+half, "film stills, half "+half
	}
	missed, accepted := figures.Tally{}, figures.Tally{}
	for _, person := range slices.Sorted(maps.Keys(people)) {
		tryPairs(t, people[person], 6, names[person[:3]+halfOf(person)], missed, accepted)
	}
	for source, n := range unjudged {
		missed.At(names[source]).Unjudged = n
	}
	film := manOnFilm(t, a)
	tryPairs(t, film, len(film)*len(film), "one man on video (frames are not independent)", missed, accepted)
	s := figures.New("liveness-smile", "Smile challenge")
	missed.Table(s, "Limit 0.84: neutral, then a smile, not passed", "not passed")
	accepted.Table(s, "Limit 0.84: neutral, then neutral again, passed", "passed")
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// halfOf draws a half for a person by the hash of their name.
func halfOf(person string) string {
	if sha256.Sum256([]byte(person))[0]%2 == 0 {
		return halfA
	}
	return halfB
}

// tryPairs evaluates at most most pairs of each kind.
func tryPairs(t *testing.T, shots []expression, most int, row string, missed, accepted figures.Tally) {
	t.Helper()
	smiles, none := 0, 0
	for i, from := range shots {
		for j, to := range shots {
			if i == j || from.label != "neutral" || to.label == "smile" && smiles == most || to.label == "neutral" && none == most {
				continue
			}
			m, err := face.Compare(from.tpl, to.tpl)
			if err != nil {
				t.Fatal(err)
			}
			r := smile.Evaluate([]face.Face{from.face}, []face.Face{to.face}, &m)
			passed := r.Score != nil && *r.Score >= reviewBelow
			if to.label == "smile" {
				smiles++
				missed.At(row).Count(!passed)
			} else {
				none++
				accepted.At(row).Count(passed)
			}
		}
	}
}

func express(t *testing.T, a *face.Analyzer, img *image.RGBA, label string) (expression, bool) {
	t.Helper()
	found, err := a.Find(t.Context(), img)
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 {
		return expression{}, false
	}
	tpl, err := a.Template(t.Context(), img, found[0])
	return expression{label, found[0], tpl}, err == nil
}

// film gives every step-th frame of the video of one man, with its number.
func film(t *testing.T, step int, frame func(n int, img *image.RGBA)) {
	t.Helper()
	video, err := gocv.OpenVideoCapture(enginetest.Data(t, "video", "franck.mp4"))
	if err != nil {
		t.Fatal(err)
	}
	defer video.Close()
	m := gocv.NewMat()
	defer m.Close()
	for n := 0; video.Read(&m) && !m.Empty(); n++ {
		if n%step != 0 {
			continue
		}
		img, err := m.ToImage()
		if err != nil {
			t.Fatal(err)
		}
		frame(n, imaging.ToRGBA(img))
	}
}

// manOnFilm are frames of the span that the video's manifest calls neutral,
// 300 to 900, and those of its two smiles, by eye.
func manOnFilm(t *testing.T, a *face.Analyzer) []expression {
	t.Helper()
	var shots []expression
	film(t, 4, func(n int, img *image.RGBA) {
		label := ""
		switch {
		case n >= 300 && n <= 900 && n%20 == 0:
			label = "neutral"
		case n >= 76 && n <= 92 || n >= 2096 && n <= 2112:
			label = "smile"
		default:
			return
		}
		if e, ok := express(t, a, img, label); ok {
			shots = append(shots, e)
		}
	})
	return shots
}

// TestEvalGaze asks at random for corners and shows frames of a man who looks
// nowhere in particular: what passes, passes by chance.
func TestEvalGaze(t *testing.T) {
	evaluation(t)
	a := faces(t)
	halves := map[string][]face.Face{}
	film(t, 10, func(n int, img *image.RGBA) {
		half := "first half, where the limits are from"
		if n >= 2400 {
			half = "second half"
		}
		if found, err := a.Find(t.Context(), img); err != nil {
			t.Fatal(err)
		} else if len(found) > 0 {
			halves[half] = append(halves[half], found[0])
		}
	})
	corners := []liveness.Assertion{liveness.GazeTopLeft, liveness.GazeTopRight, liveness.GazeBottomLeft, liveness.GazeBottomRight}
	passed := figures.Tally{}
	for half, frames := range halves {
		r := rand.New(rand.NewPCG(1, 2))
		for passed.At(half).Of < 20000 {
			segments := make([]gaze.Segment, 4+r.IntN(2))
			var left, top int
			for i := range segments {
				c := r.IntN(len(corners))
				left, top = left+(c+1)%2, top+(3-c)/2
				segments[i] = gaze.Segment{Asked: corners[c], Face: frames[r.IntN(len(frames))]}
			}
			if left == 0 || left == len(segments) || top == 0 || top == len(segments) {
				continue
			}
			g := gaze.Evaluate(segments)
			passed.At(half).Count(g.Score != nil && *g.Score >= reviewBelow)
		}
	}
	s := figures.New("liveness-gaze", "Gaze challenge")
	passed.Table(s, "Passed by a man who was not asked (draws share frames: the interval is too narrow)", "passed")
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
