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
	"portico/engine/liveness/magnifeye"
	"portico/engine/liveness/puppet"
	"portico/engine/liveness/record"
	"portico/engine/liveness/track"
	"portico/sync/disserver/servertest"
)

// frameTime is how often the kiosk measures.
const frameTime = 80 * time.Millisecond

// closer is what a kiosk records and signs of the sample's holder, as a solid
// head that comes closer as the challenge for this customer says. The vendor's
// own record cannot stand here: it is sealed for the vendor.
func closer(t *testing.T, customer string) []byte {
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
	r := record.Record{Kind: liveness.MagnifEye, Session: customer, Nonce: record.Nonce{1}, Created: servertest.Now}
	challenge := magnifeye.Start(magnifeye.Draw(r.Random()))
	pose := puppet.Pose{Distance: 8.5, Y: .2}
	rng := rand.New(rand.NewPCG(1, 1))
	for at, step := time.Duration(0), (liveness.Step{}); step.State == liveness.Running; at += frameTime {
		img := actor.Head(scene, pose, puppet.Daylight, rng)
		photo, err := imaging.EncodeJPEG(img, 92)
		if err != nil {
			t.Fatal(err)
		}
		r.Frames = append(r.Frames, record.Frame{At: at, Image: photo})
		seen, err := p.Faces.Find(t.Context(), img)
		if err != nil {
			t.Fatal(err)
		}
		frame := track.Frame{At: at}
		if len(seen) > 0 {
			frame = track.Measure(img, seen[0], at)
		}
		switch step = challenge.Observe(frame); step.Instruction {
		case liveness.ComeCloser:
			pose.Distance *= .93
		case liveness.MoveBack:
			pose.Distance *= 1.07
		}
	}
	data, err := record.Seal(r, kiosk)
	if err != nil {
		t.Fatal(err)
	}
	return data
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
