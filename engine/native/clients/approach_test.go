package clients_test

import (
	"image"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"portico/engine/enginetest"
	"portico/engine/imaging"
	"portico/engine/liveness"
	"portico/engine/liveness/light"
	"portico/engine/liveness/magnifeye"
	"portico/engine/liveness/puppet"
	"portico/engine/liveness/record"
	"portico/engine/liveness/track"
	"portico/engine/onboarding"
	"portico/sync/disserver/servertest"
)

// frameTime is how often a kiosk films.
const frameTime = 100 * time.Millisecond

// closer is what a kiosk films and signs of the sample's holder who comes closer.
// The vendor's own record cannot stand here: it is sealed for the vendor.
func closer(t *testing.T, customer string) []byte {
	t.Helper()
	film, _ := filmed(t, liveness.MagnifEye, customer)
	data, err := record.Seal(film, kiosk)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// filmed is the sample's holder as a solid head that does what a challenge for
// this customer says: what a kiosk films of it, and what it measures meanwhile.
func filmed(t *testing.T, kind liveness.Kind, customer string) (record.Record, *onboarding.Take) {
	t.Helper()
	p := parts(t)
	portrait := enginetest.Picture(t, "dis", "faces", "face.jpeg")
	found, err := p.Faces.Find(t.Context(), portrait)
	if err != nil || len(found) == 0 {
		t.Fatalf("no face in the sample: %v", err)
	}
	actor, err := puppet.New(portrait, found[0])
	if err != nil {
		t.Fatal(err)
	}
	scene := puppet.Scene{Size: image.Pt(640, 480), Focal: 490, Background: imaging.Resize(room(t), 640, 480), Noise: 2.5}
	film, take := record.Record{Kind: kind, Session: customer, Nonce: record.Nonce{byte(len(kind))}, Created: servertest.Now}, p.Engine.NewTake()
	lead, under, pose := challenge(film)
	rng := rand.New(rand.NewPCG(1, 1))
	for at, step := time.Duration(0), (liveness.Step{}); step.State == liveness.Running; at += frameTime {
		img := actor.Head(scene, pose, under(at), rng)
		if err := take.Add(t.Context(), img, at); err != nil {
			t.Fatal(err)
		}
		frame := track.Frame{At: at}
		if newest, ok := take.Newest(); ok && newest.At == at {
			frame = newest
			if err := film.Film(img, at); err != nil {
				t.Fatal(err)
			}
		}
		switch step = lead(frame); step.Instruction {
		case liveness.ComeCloser:
			pose.Distance *= .93
		case liveness.MoveBack:
			pose.Distance *= 1.07
		}
	}
	return film, take
}

// challenge is what film was drawn for: who leads, the light on the visitor at a
// time, as a camera with a delay sees it, and where they begin.
func challenge(film record.Record) (lead func(track.Frame) liveness.Step, under func(time.Duration) puppet.Light, begin puppet.Pose) {
	if film.Kind == liveness.MagnifEye {
		return magnifeye.Start(magnifeye.Draw(film.Random())).Observe,
			func(time.Duration) puppet.Light { return puppet.Daylight }, puppet.Pose{Distance: 8.5, Y: .2}
	}
	const delay = 80 * time.Millisecond
	shown := light.Draw(film.Random())
	return light.Start(shown).Observe, func(at time.Duration) (l puppet.Light) {
		for k, c := range shown.At(at - delay) {
			l.Ambient[k], l.Screen[k] = .65, .35*c
		}
		return l
	}, puppet.Pose{Distance: 5.5}
}

// room is a photograph of one, to stand in.
func room(t *testing.T) *image.RGBA {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(enginetest.Data(t, "train", "backgrounds", "indoor"), "*"))
	if err != nil || len(all) == 0 {
		t.Fatalf("no picture of a room: %v", err)
	}
	data, err := os.ReadFile(all[0])
	if err != nil {
		t.Fatal(err)
	}
	img, err := imaging.Decode(data, imaging.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return img
}
