package assemble_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"portico/engine/enginetest"
	"portico/engine/face"
	"portico/engine/figures"
)

// known is a picture of data/faces as the engine sees it.
type known struct {
	file, person, subset, half string
	faces                      int
	template                   face.Template // nil where it could not be made
	about                      face.Attributes
}

// enrolled describes every picture of data/faces.
func enrolled(t *testing.T) []known {
	t.Helper()
	a, half := faces(t), halves(t)
	var all []known
	for _, row := range manifest(t, "faces") {
		k := known{
			file: row["file"], person: identity(row["truth"]), half: half[row["truth"]],
			subset: strings.TrimPrefix(strings.Split(row["notes"], ";")[0], "subset="),
		}
		if img, ok := anyPicture(t, "faces", row["file"]); ok {
			found, err := a.Find(t.Context(), img)
			if err != nil {
				t.Fatal(err)
			}
			if k.faces = len(found); k.faces > 0 {
				if k.template, err = a.Template(t.Context(), img, found[0]); err != nil && !errors.Is(err, face.ErrNoTemplate) {
					t.Fatal(err)
				}
				if k.about, err = a.Attributes(t.Context(), img, found[0]); err != nil {
					t.Fatal(err)
				}
			}
		}
		all = append(all, k)
	}
	return all
}

// compare is the match of two pictures. One that could not be enrolled is
// matched by nobody.
func compare(t *testing.T, x, y known) face.Match {
	t.Helper()
	if x.template == nil || y.template == nil {
		return face.Match{Distance: math.Inf(1)}
	}
	m, err := face.Compare(x.template, y.template)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// rowsOf are the rows of the tables that a pair counts in: those of its half,
// if both are of one, and those of everybody. The grey laboratory pictures of
// orl are compared with each other alone.
func rowsOf(x, y known) (rows []string) {
	if (x.subset == "orl") != (y.subset == "orl") {
		return nil
	}
	kinds := []string{x.subset}
	if x.subset != y.subset {
		kinds[0] = "different sources"
	}
	if x.subset != "orl" {
		kinds = append(kinds, "all but orl")
	}
	for _, kind := range kinds {
		if x.half == y.half {
			rows = append(rows, "half "+x.half+", "+kind)
		}
		rows = append(rows, "everybody, "+kind)
	}
	return rows
}

// alike says that two people look alike to a passer-by: same sex and within
// ten years, by the engine's own estimates.
func alike(x, y known) bool {
	a, b := x.about, y.about
	return a.Gender != nil && b.Gender != nil && (*a.Gender < .5) == (*b.Gender < .5) && math.Abs(*a.Age-*b.Age) <= 10
}

// reviewScore is where clients of the contract begin to review.
const reviewScore = .325

// curves names the curves of errors, by key of the distances.
var curves = map[string]string{halfA: "half A, all but orl", halfB: "half B, all but orl", "orl": "orl"}

// TestEvalMatch counts false matches and false non-matches.
func TestEvalMatch(t *testing.T) {
	evaluation(t)
	s := figures.New("face-match", "Faces: matching")
	s.Say("data/faces, split by person (engine/native/assemble/testdata/face-halves.tsv). The score's map was taken from half A without " +
		"the orl pictures; half B was not looked at for it. All pairs of pictures are compared: those of one half, and, as everybody's, also " +
		"those across the halves, from which nothing was taken. A picture without a template counts as matched by nobody. The pairs are not independent, each picture is in many, so the intervals are too narrow.")
	all := enrolled(t)
	failed, several := figures.Tally{}, figures.Tally{}
	for _, k := range all {
		failed.At(k.subset).Count(k.template == nil)
		several.At(k.subset).Count(k.faces > 1)
	}
	failed.Table(s, "Failures to enrol", "without a template")
	several.Table(s, "Pictures with several faces, of which the largest was taken", "several")

	missed, missedReview, confused, reviewed := figures.Tally{}, figures.Tally{}, figures.Tally{}, figures.Tally{}
	lookalike, listed := figures.Tally{}, figures.Tally{}
	genuine, impostor, scores := map[string][]float64{}, map[string][]float64{}, figures.Scores{}
	byFile, wrong := map[string]known{}, &figures.Errors{}
	for i, x := range all {
		byFile[x.file] = x
		for _, y := range all[:i] {
			rows := rowsOf(x, y)
			if rows == nil {
				continue
			}
			m := compare(t, x, y)
			if m.Same != (x.person == y.person) {
				one, _ := anyPicture(t, "faces", x.file)
				other, _ := anyPicture(t, "faces", y.file)
				wrong.Add(fmt.Sprintf("%s: distance %.3f, one person: %v", rows[len(rows)-1], m.Distance, x.person == y.person), one, other)
			}
			for _, row := range rows {
				if x.person == y.person {
					missed.At(row).Count(!m.Same)
					missedReview.At(row).Count(m.Score < reviewScore)
					continue
				}
				confused.At(row).Count(m.Same)
				reviewed.At(row).Count(m.Score >= reviewScore)
				if alike(x, y) {
					lookalike.At(row).Count(m.Same)
				}
			}
			if x.half != y.half {
				continue
			}
			key := x.half
			if x.subset == "orl" {
				key = "orl"
			}
			scores.Add(curves[key], -m.Distance, x.person == y.person)
			if x.person == y.person {
				genuine[key] = append(genuine[key], m.Distance)
			} else {
				impostor[key] = append(impostor[key], m.Distance)
			}
		}
	}
	missed.Table(s, fmt.Sprintf("False non-matches at score %.2f, of all pairs of one person", face.Threshold), "not matched")
	missedReview.Table(s, "The same at score 0.325", "not matched")
	confused.Table(s, fmt.Sprintf("False matches at score %.2f, of all pairs of two people", face.Threshold), "matched")
	reviewed.Table(s, "The same at score 0.325", "matched")
	lookalike.Table(s, fmt.Sprintf("False matches at score %.2f, of people of the same sex and within ten years, by the engine's estimates", face.Threshold), "matched")

	for _, row := range listedPairs(t) {
		x, y := byFile[row[0]], byFile[row[1]]
		kind := "one person, "
		if row[2] != "1" {
			kind = "two people, "
		}
		listed.At(kind + row[3]).Count(compare(t, x, y).Same != (row[2] == "1"))
	}
	listed.Table(s, "The listed pairs of both halves, wrongly judged", "wrong")

	scores.DET(s, "det", "Faces: false matches and false non-matches")
	s.Table("Distances", "pictures", "nearest of one person", "median", "1st of 1000 of others", "1st of 100 of others", "equal error rate")
	for _, key := range []string{halfA, halfB, "orl"} {
		g, o := genuine[key], impostor[key]
		slices.Sort(g)
		slices.Sort(o)
		s.Row(key, fmt.Sprintf("%.3f", g[0]), fmt.Sprintf("%.3f", g[len(g)/2]), fmt.Sprintf("%.3f", o[len(o)/1000]), fmt.Sprintf("%.3f", o[len(o)/100]), figures.Percent(equalError(g, o))+" %")
	}
	if err := errors.Join(s.Close(), s.Errors(wrong)); err != nil {
		t.Fatal(err)
	}
}

// equalError is the rate at the distance where both errors are nearest to each
// other. Both lists are sorted.
func equalError(genuine, impostor []float64) float64 {
	best, gap := 1., math.Inf(1)
	for _, d := range slices.Concat(genuine, impostor) {
		g, _ := slices.BinarySearch(genuine, d)
		o, _ := slices.BinarySearch(impostor, d)
		missed, confused := 1-float64(g)/float64(len(genuine)), float64(o)/float64(len(impostor))
		if off := math.Abs(missed - confused); off < gap {
			best, gap = (missed+confused)/2, off
		}
	}
	return best
}

// listedPairs are the rows of pairs.csv: two files, 1 for one person, source.
func listedPairs(t *testing.T) [][]string {
	t.Helper()
	f, err := os.Open(enginetest.Data(t, "faces", "pairs.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}
