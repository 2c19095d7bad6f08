package assemble_test

import (
	"crypto/sha256"
	"encoding/csv"
	"os"
	"path"
	"strings"
	"testing"

	"portico/engine/face"
	"portico/engine/figures"
)

// TestEvalWearables counts errors of glasses, tinted lenses, heavy frames and
// masks on what models/train/face held back, and on the few sunglasses of its
// open source, which are marked where the network saw them.
func TestEvalWearables(t *testing.T) {
	evaluation(t)
	a := faces(t)
	heavy := heavyFrames(t)
	there, not := map[string]figures.Tally{}, map[string]figures.Tally{}
	for _, attribute := range []string{"glasses", "tinted", "heavy", "mask"} {
		there[attribute], not[attribute] = figures.Tally{}, figures.Tally{}
	}
	for _, folder := range []string{"glasses", "mask"} {
		for _, row := range manifest(t, "train", folder) {
			held := heldWearable(row["file"])
			if row["label"] == "sunglasses" && !held {
				row["label"] += ", fitted"
			} else if !held {
				continue
			}
			source := strings.Split(path.Base(row["file"]), "_")[0]
			img, ok := anyPicture(t, "train", folder, row["file"])
			if !ok {
				continue
			}
			found, err := a.Find(t.Context(), img)
			if err != nil {
				t.Fatal(err)
			}
			var worn face.Wearables
			if len(found) > 0 {
				if worn, err = a.Wearables(t.Context(), img, found[0]); err != nil {
					t.Fatal(err)
				}
			}
			value := map[string]float64{"glasses": worn.Glasses, "tinted": worn.Tinted, "heavy": worn.Heavy, "mask": worn.Mask}
			for attribute, is := range truths(row, heavy) {
				into := not[attribute]
				if is {
					into = there[attribute]
				}
				share := into.At(attribute + ": " + row["label"] + ", " + sources[source])
				if len(found) == 0 {
					share.Unjudged++
				} else {
					share.Count((value[attribute] >= .5) != is)
				}
			}
		}
	}
	out := figures.New("face-wearables", "Faces: glasses and masks")
	out.Say("Pictures of data/train/glasses and mask that the network was not trained on (models/train/face), but for those called fitted. " +
		"Everyday sunglasses are few: what is said of tinted lenses stands on one laboratory's grey pictures. Frames were called heavy by one of us.")
	for _, attribute := range []string{"glasses", "tinted", "heavy", "mask"} {
		there[attribute].Table(out, attribute+" worn, not seen at 0.5", "not seen")
		not[attribute].Table(out, attribute+" not worn, seen at 0.5", "seen")
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}

var sources = map[string]string{
	"utk": "press and web", "cmu": "laboratory, grey",
	"cdW": "web", "cdO": "web", "prW": "masks drawn on, never trained on", "prO": "the same people, never trained on",
}

// heldWearable says that models/train/face/data.py held a picture of glasses
// or masks back: every fifth by the hash of its name, or of the person's in
// the laboratory's, and one source of masks as a whole.
func heldWearable(file string) bool {
	name := path.Base(file)
	if strings.HasPrefix(name, "pr") {
		return true
	}
	if strings.HasPrefix(name, "cmu_") {
		name = strings.Split(name, "_")[1]
	}
	return sha256.Sum256([]byte(name))[0]%5 == 0
}

// truths are what a picture's label says, by attribute.
func truths(row map[string]string, heavy map[string]bool) map[string]bool {
	kind, name := path.Dir(row["file"]), path.Base(row["file"])
	if strings.HasSuffix(kind, "_mask") {
		return map[string]bool{"mask": kind == "with_mask"}
	}
	is := map[string]bool{"glasses": !strings.HasPrefix(kind, "no_"), "tinted": kind == "sunglasses", "mask": false}
	if strings.HasPrefix(kind, "no_") {
		is["heavy"] = false
	} else if v, known := heavy[name]; known {
		is["heavy"] = v
	}
	return is
}

func heavyFrames(t *testing.T) map[string]bool {
	t.Helper()
	f, err := os.Open("../../../models/train/face/heavy.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	table := csv.NewReader(f)
	table.Comma = '\t'
	rows, err := table.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	heavy := map[string]bool{}
	for _, row := range rows[1:] {
		heavy[row[0]] = row[1] == "1"
	}
	return heavy
}
