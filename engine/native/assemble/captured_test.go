package assemble_test

import (
	"errors"
	"image"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"portico/assets/specimen"
	"portico/capture/replay"
	"portico/engine/document"
	"portico/engine/guidance"
)

// captured guides along a recording and returns the picture that is taken.
func captured(t *testing.T, dir string, coach *guidance.DocumentCoach) *image.RGBA {
	t.Helper()
	src, err := replay.Open(dir, replay.Config{Unpaced: true})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	meter := guidance.NewDocumentMeter(documents(t))
	var best guidance.Best[*image.RGBA]
	for {
		f, err := src.Read(t.Context())
		if errors.Is(err, io.EOF) {
			t.Fatalf("%s: nothing was taken", filepath.Base(dir))
		}
		if err != nil {
			t.Fatal(err)
		}
		a := coach.Observe(f.Time, meter.Measure(t.Context(), f.Image, nil))
		if pick := best.Observe(a, f.Image); a.Capture {
			return pick
		}
	}
}

// TestCardCapturedByACamera reads to the letter what the kernel's USB camera
// driver delivered in the camera machine (capture/v4l2,
// TestUSBCameraRecordsADocument), from the picture that guidance takes of each
// side.
func TestCardCapturedByACamera(t *testing.T) {
	dir := os.Getenv("PORTICO_CAPTURED")
	if dir == "" {
		t.Skip("SKIPPED: needs what the camera machine captured; run it by: make camera-test")
	}
	reader, card := documents(t), specimen.Example(nil)
	front := read(t, reader, captured(t, filepath.Join(dir, replay.DocumentFront), guidance.CardLimits{}.ForPage()))
	back := read(t, reader, captured(t, filepath.Join(dir, replay.DocumentBack), guidance.CardLimits{}.ForPage()))
	for _, c := range []struct {
		side *document.Reading
		name string
		want string
	}{
		{front, document.Surname, card.Surname},
		{front, document.GivenNames, card.GivenNames},
		{front, document.Gender, card.Sex},
		{front, document.DocumentNumber, card.Number},
		{front, document.Nationality, "UTO"},
		{front, document.DateOfBirth, "1974-08-12"},
		{front, document.DateOfIssue, "2022-04-15"},
		{front, document.DateOfExpiry, "2032-04-15"},
		{back, document.Address, card.Address[0] + "\n" + card.Address[1]},
		{back, document.PlaceOfBirth, card.BirthPlace},
	} {
		if got := c.side.Visual[c.name].Value; got != c.want {
			t.Errorf("%s = %q, want %q", c.name, got, c.want)
		}
	}
	if lines := card.Lines(); back.MRZ == nil || !back.MRZ.Valid || !slices.Equal(back.MRZ.Lines, lines[:]) {
		t.Errorf("zone %+v, want %q", back.MRZ, lines)
	}
	if front.Portrait == nil {
		t.Error("no portrait was found on the front")
	}
}
