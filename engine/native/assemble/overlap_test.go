package assemble_test

import (
	"crypto/sha256"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"portico/engine/enginetest"
)

// use is what a picture is to a network.
type use int

const (
	unused use = iota
	forTraining
	forReport
)

// uses are the pictures of folders of data, by network, that a network was
// trained on and those that its evaluations report; the rules are those of
// models/train. What evaluations call fitted counts as neither.
func uses(t *testing.T) map[string]map[string]func(file string) use {
	held, heldWorn := heldBack(t), heldWearables(t)
	worn := func(file string) use {
		if heldWorn(file) {
			return forReport
		}
		return forTraining
	}
	bare := func(file string) use {
		if !bareTaught(file) || heldWorn(file) {
			return unused
		}
		return forTraining
	}
	return map[string]map[string]func(file string) use{
		"card-corners": {
			"train/backgrounds": func(file string) use {
				if slices.Contains(held, enginetest.Data(t, "train", "backgrounds", filepath.FromSlash(file))) {
					return forReport
				}
				return forTraining
			},
			"mrz": whole(forReport), "dis": whole(forReport), "barcode": whole(forReport),
		},
		"face-eye": {"train/eyes": func(file string) use {
			if everyFifth(path.Base(file)) {
				return forReport
			}
			return forTraining
		}},
		"face-wearables": {"train/glasses": worn, "train/mask": worn, "train/faces": bare},
		"face-copy": {
			"liveness": func(file string) use {
				name, isNUAA := strings.CutPrefix(file, "nuaa__")
				if isNUAA && fitted(strings.Split(name, "__")[1]) {
					return unused
				}
				return forReport
			},
			"train/spoof": func(file string) use {
				if fitted(path.Base(file)) {
					return forTraining
				}
				return forReport
			},
			"train/faces": func(file string) use {
				number, isPortrait := strings.CutPrefix(strings.TrimSuffix(file, path.Ext(file)), "portrait/")
				if !isPortrait {
					return unused
				}
				if n, err := strconv.Atoi(number[max(len(number)-5, 0):]); err == nil && n%5 == 0 {
					return forReport
				}
				return forTraining
			},
			"train/recapture": func(file string) use {
				source, isScreen := strings.CutPrefix(file, "screen_crop/")
				switch {
				case !isScreen:
					return unused
				case slices.Contains([]string{"aa", "ag", "ga"}, source[:2]):
					return forTraining
				}
				return forReport
			},
		},
	}
}

// bareTaught says that a portrait is one of the quarter that taught the network
// for glasses and masks what no mask is, or was held back for that.
func bareTaught(file string) bool { return sha256.Sum256([]byte(path.Base(file)))[1]%4 == 0 }

func whole(u use) func(string) use { return func(string) use { return u } }

// fitted says that a picture of NUAA shows one of the subjects 1 to 4.
func fitted(name string) bool { return name < "0005" }

// TestNoNetworkIsReportedOnWhatItWasTrainedOn compares by content and by look,
// single eyes of 24 pixels by content alone. The networks for machine-readable
// zones were trained on no picture.
func TestNoNetworkIsReportedOnWhatItWasTrainedOn(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: decodes 4,000 pictures")
	}
	for network, folders := range uses(t) {
		t.Run(network, func(t *testing.T) {
			sums, looks := map[use]map[[32]byte]string{forTraining: {}, forReport: {}}, map[use]map[hash]string{forTraining: {}, forReport: {}}
			for folder, of := range folders {
				for _, file := range pictures(t, folder) {
					u := of(file)
					if u == unused {
						continue
					}
					elem := append(strings.Split(folder, "/"), strings.Split(file, "/")...)
					data, err := os.ReadFile(enginetest.Data(t, elem...))
					if err != nil {
						t.Fatal(err)
					}
					sums[u][sha256.Sum256(data)] = folder + "/" + file
					if folder == "train/eyes" {
						continue
					}
					if img, ok := anyPicture(t, elem...); ok {
						looks[u][look(img)] = folder + "/" + file
					}
				}
			}
			if len(sums[forTraining]) < 100 || len(sums[forReport]) < 50 {
				t.Fatalf("%d pictures trained on, %d reported: where are the others?", len(sums[forTraining]), len(sums[forReport]))
			}
			for sum, file := range sums[forReport] {
				if other, ok := sums[forTraining][sum]; ok {
					t.Errorf("%s was trained on as %s", file, other)
				}
			}
			for h, file := range looks[forReport] {
				for other, s := range looks[forTraining] {
					if h.like(other) {
						t.Errorf("%s looks like %s, which was trained on", file, s)
					}
				}
			}
			t.Logf("%d pictures trained on, %d reported", len(sums[forTraining]), len(sums[forReport]))
		})
	}
}

// pictures lists those below a folder of data.
func pictures(t *testing.T, folder string) []string {
	t.Helper()
	root := enginetest.Data(t, strings.Split(folder, "/")...)
	var all []string
	err := fs.WalkDir(os.DirFS(root), ".", func(file string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && slices.Contains([]string{".jpg", ".jpeg", ".png"}, path.Ext(file)) {
			all = append(all, file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
