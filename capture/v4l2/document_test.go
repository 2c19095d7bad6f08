package v4l2_test

import (
	"image"
	"os"
	"path/filepath"
	"testing"

	"portico/assets/specimen"
	"portico/capture"
	"portico/capture/replay"
	"portico/engine/imaging"
)

// What a camera on the kernel's own USB driver shows of a document is recorded
// as the supervisor passes it on, the cable pulled between its two sides. The
// test of the engine (engine/native/assemble, TestCardCapturedByACamera) guides
// along the recordings, takes a picture of each side and reads it.
func TestUSBCameraRecordsADocument(t *testing.T) {
	inMachine(t)
	out := os.Getenv("PORTICO_CAPTURED")
	if out == "" {
		t.Skip("SKIPPED: PORTICO_CAPTURED names no folder; run it by: make camera-test")
	}
	pictures := t.TempDir()
	card := specimen.Example(specimen.IDPhoto(specimen.Person{Seed: 2}))
	for name, side := range map[string]*image.RGBA{"0-front.jpg": card.Front(1000), "1-back.jpg": card.Back(1000)} {
		img := specimen.OnDesk(side, 1280, 720, specimen.Pose{X: .5, Y: .5, Width: .62, Angle: .04})
		data, err := imaging.EncodeJPEG(img, 92)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(pictures, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cam := plugIn(t, "-i", pictures, "-sizes", "1280x720")
	states, box := superviseIn(t, usbID, hd)
	await(t, states, capture.Live)
	for i, station := range []string{replay.DocumentFront, replay.DocumentBack} {
		if i > 0 {
			cam.do(t, "unplug")
			await(t, states, capture.Gone)
			cam.do(t, "image 1")
			cam.do(t, "plug")
			await(t, states, capture.Live)
		} else {
			cam.do(t, "image 0")
		}
		record(t, box, filepath.Join(out, station))
	}
}

// record keeps ten pictures, of which the first may still be of before.
func record(t *testing.T, box *capture.Mailbox[capture.Frame], dir string) {
	t.Helper()
	rec, err := replay.NewRecorder(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 12 {
		f, err := box.Take(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if i < 2 {
			continue
		}
		if err := rec.Add(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := rec.Close(); err != nil {
		t.Fatal(err)
	}
}
