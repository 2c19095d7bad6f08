package assemble_test

import (
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"testing"

	"portico/engine/figures"
	"portico/engine/onboarding"
)

// ageBands are where the estimator's error changes: youngest of each.
var ageBands = []int{0, 16, 30, 50, 70}

func ageBand(age int) string {
	i, found := slices.BinarySearch(ageBands, age)
	if !found {
		i--
	}
	if i == len(ageBands)-1 {
		return fmt.Sprintf("%d years and more", ageBands[i])
	}
	return fmt.Sprintf("%02d–%d years", ageBands[i], ageBands[i+1]-1)
}

// TestEvalAgeAndGender measures the estimates on aligned photographs with the
// ages their source gives. From one half of them the tolerance of the rule on
// ages is taken.
func TestEvalAgeAndGender(t *testing.T) {
	evaluation(t)
	a := faces(t)
	review, fixed, wrong, errorsOf := figures.Tally{}, figures.Tally{}, figures.Tally{}, map[string][]float64{}
	for _, row := range manifest(t, "train", "faces") {
		var age int
		var sex string
		if _, err := fmt.Sscanf(row["label"], "age=%d sex=%1s", &age, &sex); err != nil {
			continue
		}
		band := ageBand(age)
		h := fnv.New32a()
		_, _ = h.Write([]byte(row["file"]))
		calibrates := h.Sum32()%2 == 0
		img, _ := anyPicture(t, "train", "faces", row["file"])
		found, err := a.Find(t.Context(), img)
		if err != nil {
			t.Fatal(err)
		}
		if len(found) == 0 {
			wrong.At(band).Unjudged++
			continue
		}
		about, err := a.Attributes(t.Context(), img, found[0])
		if err != nil {
			t.Fatal(err)
		}
		wrong.At(band).Count((*about.Gender < .5) != (sex == "m"))
		off := math.Abs(*about.Age - float64(age))
		if calibrates {
			errorsOf[band] = append(errorsOf[band], off)
			continue
		}
		review.At(band).Count(off >= float64(onboarding.AgeTolerance(age)))
		fixed.At(band).Count(off >= 15)
	}
	s := figures.New("face-age", "Faces: age and gender")
	s.Say("data/train/faces, aligned pictures of UTKFace with ages from their source, some of which the networks may have been trained on. " +
		"One half, drawn by the file's name, calibrates the rule's tolerance, the other is reported.")
	s.Table("Error of the age in years, calibrating half", "age", "pictures", "median", "95th of 100")
	for _, youngest := range ageBands {
		e := errorsOf[ageBand(youngest)]
		slices.Sort(e)
		s.Row(ageBand(youngest), len(e), fmt.Sprintf("%.0f", e[len(e)/2]), fmt.Sprintf("%.0f", e[len(e)*95/100]))
	}
	review.Table(s, "Truthful ages that the rule sends to a review, other half", "reviewed")
	fixed.Table(s, "The same at 15 years for everybody, the vendor's rule", "reviewed")
	wrong.Table(s, "Gender, both halves", "wrong")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
