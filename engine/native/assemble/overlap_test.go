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
	held := heldBack(t)
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

func whole(u use) func(string) use { return func(string) use { return u } }

// fitted says that a picture of NUAA shows one of the subjects 1 to 4.
func fitted(name string) bool { return name < "0005" }

// TestNoNetworkIsReportedOnWhatItWasTrainedOn compares by content and by look.
// The networks for eyes, glasses and masks have their own test, and those of
// machine-readable zones were trained on no picture.
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
