package assemble_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"portico/engine/enginetest"
	"portico/engine/face"
)

// twice are two people whom the outside pictures have under two names each.
var twice = map[string]string{"df_img11": "jolie", "df_img58": "zuckerberg"}

// TestEvalMatch counts false matches and false non-matches at face.Threshold,
// a source each. Half of the people of all sources but orl had a part in
// choosing the threshold (engine/face/calibration.go).
func TestEvalMatch(t *testing.T) {
	evaluation(t)
	a := faces(t)
	type described struct {
		person, subset string
		template       face.Template
	}
	all := map[string]described{}
	unjudged := tally{}
	for _, row := range manifest(t, "faces") {
		subset := strings.TrimPrefix(strings.Split(row["notes"], ";")[0], "subset=")
		d := described{person: row["truth"], subset: subset}
		if name, ok := twice[d.person]; ok {
			d.person = name
		}
		unjudged.at(subset).of++
		if img, ok := anyPicture(t, "faces", row["file"]); ok {
			found, err := a.Find(t.Context(), img)
			if err == nil && len(found) > 0 {
				d.template, err = a.Template(t.Context(), img, found[0])
			}
			if err != nil && !errors.Is(err, face.ErrNoTemplate) {
				t.Fatal(err)
			}
		}
		if d.template == nil {
			unjudged.at(subset).hits++
			continue
		}
		all[row["file"]] = d
	}
	unjudged.print("Faces: pictures that could not be described", "without a template")

	f, err := os.Open(enginetest.Data(t, "faces", "pairs.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	pairs, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	missed, confused := tally{}, tally{}
	for _, row := range pairs[1:] {
		into := confused
		if row[2] == "1" {
			into = missed
		}
		x, y := all[row[0]], all[row[1]]
		if x.template == nil || y.template == nil {
			into.at(row[3]).unjudged++
			continue
		}
		m, err := face.Compare(x.template, y.template)
		if err != nil {
			t.Fatal(err)
		}
		into.at(row[3]).count(m.Same != (row[2] == "1"))
	}
	missed.print("Faces: false non-matches among the listed pairs", "not matched")
	confused.print("Faces: false matches among the listed pairs", "matched")

	cross := tally{}
	files := slices.Sorted(maps.Keys(all))
	for i, x := range files {
		for _, y := range files[:i] {
			p, q := all[x], all[y]
			if p.person == q.person || (p.subset == "orl") != (q.subset == "orl") {
				continue
			}
			m, err := face.Compare(p.template, q.template)
			if err != nil {
				t.Fatal(err)
			}
			name := "all but orl"
			if p.subset == "orl" {
				name = "orl, 92×112 grey"
			}
			cross.at(name).count(m.Same)
			if m.Same {
				t.Logf("matched: %s and %s, score %.2f", p.person, q.person, m.Score)
			}
		}
	}
	cross.print("Faces: false matches among all pairs of different people (not independent: each picture is in many)", "matched")
}

// TestEvalAgeAndGender measures the estimates on aligned photographs with the
// ages their source gives.
func TestEvalAgeAndGender(t *testing.T) {
	evaluation(t)
	a := faces(t)
	far, wrong, errorsOf := tally{}, tally{}, map[string][]float64{}
	for _, row := range manifest(t, "train", "faces") {
		var age int
		var sex string
		if _, err := fmt.Sscanf(row["label"], "age=%d sex=%1s", &age, &sex); err != nil {
			continue
		}
		band := "0–15 years"
		switch {
		case age >= 70:
			band = "70 years and more"
		case age >= 50:
			band = "50–69 years"
		case age >= 30:
			band = "30–49 years"
		case age >= 16:
			band = "16–29 years"
		}
		img, _ := anyPicture(t, "train", "faces", row["file"])
		found, err := a.Find(t.Context(), img)
		if err != nil {
			t.Fatal(err)
		}
		if len(found) == 0 {
			far.at(band).unjudged++
			wrong.at(band).unjudged++
			continue
		}
		about, err := a.Attributes(t.Context(), img, found[0])
		if err != nil {
			t.Fatal(err)
		}
		off := math.Abs(*about.Age - float64(age))
		errorsOf[band] = append(errorsOf[band], off)
		far.at(band).count(off >= 15)
		wrong.at(band).count((*about.Gender < .5) != (sex == "m"))
	}
	far.print("Age: estimates 15 years or more off, where the rule asks for a review", "far off")
	wrong.print("Gender: wrong estimates", "wrong")
	fmt.Println("\nAge: median of the absolute error")
	for _, band := range slices.Sorted(maps.Keys(errorsOf)) {
		slices.Sort(errorsOf[band])
		fmt.Printf("- %s: %.0f years\n", band, errorsOf[band][len(errorsOf[band])/2])
	}
}
