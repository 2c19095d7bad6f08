package assemble_test

import (
	"crypto/sha256"
	"encoding/csv"
	"image"
	"math/bits"
	"os"
	"strings"
	"testing"

	"portico/engine/enginetest"
	"portico/engine/imaging"
)

// The people of data/faces are split once. From half A numbers may be taken;
// half B is reported and never looked at to choose anything. Within each
// source people were taken in turn, in the order of the SHA-256 of their name.
const (
	halfA = "A"
	halfB = "B"
)

// twice are two people whom the outside pictures have under two names each.
var twice = map[string]string{"df_img11": "jolie", "df_img58": "zuckerberg"}

func identity(name string) string {
	if other, ok := twice[name]; ok {
		return other
	}
	return name
}

// halves returns the half of each person of data/faces.
func halves(t *testing.T) map[string]string { return pairs(t, "testdata/face-halves.tsv") }

// pairs reads the first two columns of a table that has a heading.
func pairs(t *testing.T, path string) map[string]string {
	t.Helper()
	f, err := os.Open(path)
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
	second := map[string]string{}
	for _, row := range rows[1:] {
		second[row[0]] = row[1]
	}
	return second
}

func TestEveryPersonIsInOneHalf(t *testing.T) {
	half := halves(t)
	for _, row := range manifest(t, "faces") {
		name := row["truth"]
		if h := half[name]; h != halfA && h != halfB {
			t.Errorf("%s is in half %q", name, h)
		}
		if half[name] != half[identity(name)] {
			t.Errorf("%s and %s, one person, are in different halves", name, identity(name))
		}
	}
}

// sameLook is how many of the 256 bits of two difference hashes may differ for
// pictures that count as one.
const sameLook = 20

// role is one use of a picture, which excludes every other.
type role struct{ name, file string }

// TestNoPictureHasTwoRoles compares all outside pictures of faces: those that
// networks are trained on, those that numbers are taken from (half A), and
// those that are reported. Single eyes of 24 pixels are compared by content
// alone.
func TestNoPictureHasTwoRoles(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: decodes 10,000 pictures")
	}
	half := halves(t)
	byContent, byLook := map[[32]byte]role{}, map[hash]role{}
	add := func(r role, looks bool, elem ...string) {
		data, err := os.ReadFile(enginetest.Data(t, append(elem, strings.Split(r.file, "/")...)...))
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(data)
		if other, ok := byContent[sum]; ok && other.name != r.name {
			t.Errorf("one picture is %s (%s) and %s (%s)", other.name, other.file, r.name, r.file)
		}
		byContent[sum] = r
		if !looks {
			return
		}
		if img, ok := anyPicture(t, append(elem, strings.Split(r.file, "/")...)...); ok {
			byLook[look(img)] = r
		}
	}
	for _, row := range manifest(t, "faces") {
		add(role{"of half " + half[row["truth"]], row["file"]}, true, "faces")
	}
	for _, row := range manifest(t, "liveness") {
		if strings.HasPrefix(row["truth"], "live") || strings.HasPrefix(row["truth"], "spoof") {
			add(role{"of liveness", row["file"]}, true, "liveness")
		}
	}
	reported := make(map[hash]role, len(byLook))
	for h, r := range byLook {
		for other, s := range reported {
			if r.name != s.name && h.like(other) {
				t.Errorf("%s (%s) looks like %s (%s)", r.file, r.name, s.file, s.name)
			}
		}
		reported[h] = r
	}
	for _, folder := range []string{"mask", "expression", "glasses", "faces", "eyes"} {
		clear(byLook)
		for _, row := range manifest(t, "train", folder) {
			add(role{"trained on", row["file"]}, folder != "eyes", "train", folder)
		}
		for h, r := range byLook {
			for other, s := range reported {
				if h.like(other) {
					t.Errorf("%s (%s) looks like %s (%s)", r.file, r.name, s.file, s.name)
				}
			}
		}
	}
}

// hash is 16×16 bits.
type hash [4]uint64

func (h hash) like(other hash) bool {
	n := 0
	for i := range h {
		n += bits.OnesCount64(h[i] ^ other[i])
	}
	return n <= sameLook
}

// look is the difference hash of Krawetz ("Kind of like that", 2013): whether
// each of 16×16 places of the picture is brighter than the next. With 8×8
// places two portraits of different people may be alike.
func look(img *image.RGBA) (h hash) {
	g := imaging.Gray(imaging.Resize(img, 17, 16))
	for i := range 256 {
		if x, y := i%16, i/16; g.GrayAt(x, y).Y > g.GrayAt(x+1, y).Y {
			h[i/64] |= 1 << (i % 64)
		}
	}
	return h
}
