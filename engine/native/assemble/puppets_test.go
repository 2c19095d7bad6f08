package assemble_test

import (
	"image"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"portico/engine/face"
	"portico/engine/figures"
	"portico/engine/imaging"
	"portico/engine/liveness/puppet"
	"portico/engine/liveness/track"
)

// troupe says which portraits puppets are made of.
type troupe int

const (
	rehearsing troupe = iota // of data/train/faces: limits were chosen on them
	reported                 // of data/faces, without the ORL subset, and of the contract's samples
	fresh                    // of data/train/faces, none of whom was looked at before limits were final
)

// rehearsed is how many portraits of data/train/faces may have been looked at.
const rehearsed = 100

// cast are puppets of so many people, one each.
func cast(t *testing.T, a *face.Analyzer, who troupe, n int) []*puppet.Puppet {
	t.Helper()
	var all []*puppet.Puppet
	seen := map[string]bool{}
	for _, p := range portraits(t, who) {
		if len(all) == n {
			break
		}
		img, ok := anyPicture(t, p.file...)
		if !ok || seen[p.person] {
			continue
		}
		found, err := a.Find(t.Context(), img)
		if err != nil {
			t.Fatal(err)
		}
		if len(found) == 0 || !visitors(img, found[0]) {
			continue
		}
		if head, err := puppet.New(img, found[0]); err == nil {
			all, seen[p.person] = append(all, head), true
		}
	}
	return all
}

// portrait is a picture by the parts of its path, and who it shows.
type portrait struct {
	person string
	file   []string
}

func portraits(t *testing.T, who troupe) (all []portrait) {
	t.Helper()
	if who == reported {
		for _, row := range manifest(t, "faces") {
			if !strings.Contains(row["notes"], "subset=orl") {
				all = append(all, portrait{identity(row["truth"]), []string{"faces", row["file"]}})
			}
		}
		for _, name := range []string{"face.jpeg", "face-neutral.jpeg"} {
			all = append(all, portrait{name, []string{"dis", "faces", name}})
		}
		return all
	}
	for _, row := range manifest(t, "train", "faces") {
		if strings.HasPrefix(row["file"], "portrait/") {
			all = append(all, portrait{row["file"], []string{"train", "faces", row["file"]}})
		}
	}
	if who == rehearsing {
		return all[:rehearsed]
	}
	return all[rehearsed:]
}

// visitors says that img shows f as a visitor: not small, not turned aside,
// with hair and neck, without which no detector would find a copy of it, and
// not smiling, as a puppet cannot take back a smile of its portrait's.
func visitors(img *image.RGBA, f face.Face) bool {
	return f.EyeDistance >= 40 && 3.5*f.EyeDistance <= float64(min(img.Rect.Dx(), img.Rect.Dy())) && f.Smile <= .5 && math.Abs(f.Yaw) <= 12
}

// TestNoPortraitIsInTwoTroupes compares by content and by look.
func TestNoPortraitIsInTwoTroupes(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: decodes 700 pictures")
	}
	type member struct {
		who  troupe
		file string
	}
	looks := map[hash]member{}
	for _, who := range []troupe{rehearsing, reported, fresh} {
		for _, p := range portraits(t, who) {
			img, ok := anyPicture(t, p.file...)
			if !ok {
				continue
			}
			m, h := member{who, strings.Join(p.file, "/")}, look(img)
			for other, o := range looks {
				if o.who != who && h.like(other) {
					t.Errorf("%s looks like %s", m.file, o.file)
				}
			}
			looks[h] = m
		}
	}
	if len(looks) < 500 {
		t.Errorf("%d portraits: where are the others?", len(looks))
	}
}

// studio is a camera of 66° before a photograph of a room.
func studio(t *testing.T, w, h, room int) puppet.Scene {
	t.Helper()
	rows := slices.DeleteFunc(manifest(t, "train", "backgrounds"), func(r map[string]string) bool { return !strings.HasPrefix(r["file"], "indoor/") })
	bg, _ := anyPicture(t, "train", "backgrounds", rows[room%len(rows)]["file"])
	return puppet.Scene{Size: image.Pt(w, h), Focal: .77 * float64(w), Background: imaging.Resize(bg, w, h), Noise: 2.5}
}

// frameTime is how often the kiosk measures.
const frameTime = 80 * time.Millisecond

// shown draws what pose and light look like: the head, or a copy of it.
type shown func(s puppet.Scene, pose puppet.Pose, l puppet.Light, rng *rand.Rand) *image.RGBA

// flatly shows the puppet's portrait on a sheet or a screen.
func flatly(p *puppet.Puppet, m puppet.Medium) shown {
	pic, unit, middle := p.Portrait()
	return func(s puppet.Scene, pose puppet.Pose, l puppet.Light, rng *rand.Rand) *image.RGBA {
		return puppet.Flat(s, pic, unit, middle, m, pose, l, rng)
	}
}

// solidHead names what a challenge must let pass.
const solidHead = "solid head"

// addPuppet keeps a challenge that judged a puppet wrongly, with its portrait.
func addPuppet(errs *figures.Errors, said string, p *puppet.Puppet) {
	portrait, _, _ := p.Portrait()
	errs.Add(said, portrait)
}

// observed measures a picture as the kiosk does.
func observed(t *testing.T, a *face.Analyzer, img *image.RGBA, at time.Duration) track.Frame {
	t.Helper()
	found, err := a.Detect(t.Context(), img)
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 {
		return track.Frame{At: at}
	}
	return track.Measure(img, found[0], at)
}
