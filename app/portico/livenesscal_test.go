package main

import (
	"image"
	"os"
	"testing"

	"portico/assets/specimen"
	"portico/engine/imaging"
)

// Before a camera whose copies show a grid, the limits tell them from people.
func TestPassiveCheckIsCalibratedForADesk(t *testing.T) {
	needModels(t)
	person := specimen.InRoom(specimen.Person{Seed: 3}, 960, 540, 0, 0)
	taken := func(seed uint64, copied bool) *image.RGBA {
		img := imaging.Crop(person, person.Rect)
		if copied {
			for i := range img.Pix {
				if x := i / 4 % img.Rect.Dx(); i%4 < 3 && x%5 < 2 {
					img.Pix[i] = uint8(float64(img.Pix[i]) * .6)
				}
			}
		}
		specimen.Exposure{Noise: 2.5, Seed: seed}.Take(img)
		return img
	}
	var people, copies []*image.RGBA
	for seed := range uint64(20) {
		people, copies = append(people, taken(seed, false)), append(copies, taken(seed+100, true))
	}
	live, attack := recorded(t, people...), recorded(t, copies...)
	if out := portico(t, "liveness", "calibrate", "--live", live, "--attack", attack, "--erase"); out.code != 2 {
		t.Errorf("without consent: exit code %d: %s", out.code, out.stderr)
	}
	out := portico(t, "liveness", "calibrate", "--json", "--live", live, "--attack", attack, "--consented", "--erase")
	if out.code != 0 {
		t.Fatalf("exit code %d: %s", out.code, out.stderr)
	}
	r := object[deskErrors](t, out.stdout)
	if r.Limits.Moire <= 0 || r.Unseen != 0 || r.BPCER.Of != 20 || r.APCER.Of != 20 {
		t.Errorf("%+v", r)
	}
	if r.APCER.Hits != 0 || r.APCER.CI[1] < .1 || r.APCER.CI[1] > .2 {
		t.Errorf("copies that pass: %+v, want none of 20, at most 17 %%", r.APCER)
	}
	for _, dir := range []string{live, attack} {
		if _, err := os.Stat(dir); !os.IsNotExist(err) {
			t.Errorf("%s was not erased", dir)
		}
	}
}
