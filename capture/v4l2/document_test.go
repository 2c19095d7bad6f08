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

// captured is the folder that the parts of the document's way share.
func captured(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("PORTICO_CAPTURED")
	if dir == "" {
		t.Skip("SKIPPED: PORTICO_CAPTURED names no folder; run it by: make camera-test")
	}
	return dir
}

// The pictures are drawn outside the machine, which takes minutes for it.
func TestDrawTheDocument(t *testing.T) {
	if os.Getenv("PORTICO_CAMERA_MACHINE") != "" {
		t.Skip("SKIPPED: was done outside the machine")
	}
	pictures := filepath.Join(captured(t), "pictures")
	if err := os.Mkdir(pictures, 0o700); err != nil {
		t.Fatal(err)
	}
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
}

// What a camera on the kernel's own USB driver shows of a document is recorded
// as the supervisor passes it on, the cable pulled between its two sides. The
// test of the engine (engine/native/assemble, TestCardCapturedByACamera) guides
// along the recordings, takes a picture of each side and reads it.
func TestUSBCameraRecordsADocument(t *testing.T) {
	inMachine(t)
	out := captured(t)
	const forever = "1000000" // frames; the first picture until another is asked for
	cam := plugIn(t, "-i", filepath.Join(out, "pictures"), "-hold", forever, "-sizes", "1280x720", "-fps", "5")
	states, box := superviseIn(t, usbID, hd)
	await(t, states, capture.Live)
	record(t, box, filepath.Join(out, replay.DocumentFront))
	cam.do(t, "unplug")
	await(t, states, capture.Gone)
	cam.do(t, "image 1")
	cam.do(t, "plug")
	await(t, states, capture.Live)
	record(t, box, filepath.Join(out, replay.DocumentBack))
}

// record keeps six pictures, more than guidance needs, after the first, which
// may still be of before.
func record(t *testing.T, box *capture.Mailbox[capture.Frame], dir string) {
	t.Helper()
	rec, err := replay.NewRecorder(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 7 {
		f, err := box.Take(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
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
