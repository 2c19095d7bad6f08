package assemble_test

import (
	"image"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/liveness/puppet"
	"portico/engine/liveness/track"
)

// cast are puppets of so many people, one each. Those of data/faces, without
// the ORL subset, are reported; those of data/train/faces/portrait are what
// limits were chosen on.
func cast(t *testing.T, a *face.Analyzer, reported bool, n int) []*puppet.Puppet {
	t.Helper()
	folder, rows := []string{"faces"}, []map[string]string(nil)
	if reported {
		rows = manifest(t, "faces")
	} else {
		folder = []string{"train", "faces"}
		rows = manifest(t, "train", "faces")
	}
	var all []*puppet.Puppet
	seen := map[string]bool{}
	for _, row := range rows {
		who := row["truth"]
		if !reported {
			who = row["file"]
		}
		if len(all) == n || seen[who] || strings.Contains(row["notes"], "subset=orl") || !reported && !strings.HasPrefix(who, "portrait/") {
			continue
		}
		img, ok := anyPicture(t, append(slices.Clone(folder), row["file"])...)
		if !ok {
			continue
		}
		found, err := a.Find(t.Context(), img)
		if err != nil {
			t.Fatal(err)
		}
		// Grimaces and small faces make no portrait of a visitor, and a crop
		// without hair and neck no copy of one that a detector would find.
		if len(found) == 0 || found[0].EyeDistance < 45 || 3.5*found[0].EyeDistance > float64(min(img.Rect.Dx(), img.Rect.Dy())) || found[0].Smile > .6 || max(found[0].Yaw, -found[0].Yaw) > 12 {
			continue
		}
		if p, err := puppet.New(img, found[0]); err == nil {
			all, seen[who] = append(all, p), true
		}
	}
	return all
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
