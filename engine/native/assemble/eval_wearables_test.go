package assemble_test

import (
	"crypto/sha256"
	"path"
	"slices"
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
	heavy, isHeld := heavyFrames(t), heldWearables(t)
	there, not := map[string]figures.Tally{}, map[string]figures.Tally{}
	for _, attribute := range []string{"glasses", "tinted", "heavy", "mask"} {
		there[attribute], not[attribute] = figures.Tally{}, figures.Tally{}
	}
	for _, folder := range []string{"glasses", "mask"} {
		for _, row := range manifest(t, "train", folder) {
			held := isHeld(row["file"])
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
				share := into.At(row["label"] + ", " + sources[source])
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
		"Everyday sunglasses are few: what is said of tinted lenses stands on one laboratory's grey pictures, of three people whom the network had not seen. Frames were called heavy by one of us.")
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

// heldWearables says which pictures of glasses and masks models/train/face
// held back (data.py): of every fifth person of the laboratory's, of others
// every fifth by the hash of its name and what looks like one of those, and one
// source of masks as a whole.
func heldWearables(t *testing.T) func(file string) bool {
	t.Helper()
	person := map[string]string{}
	for _, row := range manifest(t, "train", "glasses") {
		if _, file, ok := strings.Cut(row["source"], "/faceimages/faces/"); ok {
			person[path.Base(row["file"])], _, _ = strings.Cut(file, "/")
		}
	}
	return func(file string) bool {
		name := path.Base(file)
		if who, ok := person[name]; ok {
			name = who
		}
		return strings.HasPrefix(name, "pr") || slices.Contains(twins, name) || everyFifth(name)
	}
}

// everyFifth is how models/train/face holds names back.
func everyFifth(name string) bool { return sha256.Sum256([]byte(name))[0]%5 == 0 }

// twins look like pictures that were held back.
var twins = []string{"cdO_00554.jpg", "utk_22725.jpg"}

// truths are what a picture's label says, by attribute.
func truths(row map[string]string, heavy map[string]bool) map[string]bool {
	kind, name := path.Dir(row["file"]), path.Base(row["file"])
	if strings.HasSuffix(kind, "_mask") {
		return map[string]bool{"mask": kind == "with_mask"}
	}
	if kind == "no_sunglasses" { // some wear ordinary glasses
		return map[string]bool{"tinted": false, "mask": false}
	}
	is := map[string]bool{"glasses": kind != "no_glasses", "tinted": kind == "sunglasses", "mask": false}
	if kind == "no_glasses" {
		is["heavy"] = false
	} else if v, known := heavy[name]; known {
		is["heavy"] = v
	}
	return is
}

func heavyFrames(t *testing.T) map[string]bool {
	t.Helper()
	heavy := map[string]bool{}
	for name, label := range pairs(t, "../../../models/train/face/heavy.tsv") {
		heavy[name] = label == "1"
	}
	return heavy
}
