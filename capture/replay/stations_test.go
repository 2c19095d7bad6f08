package replay_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"portico/capture/replay"
)

func TestStationMayBeAFile(t *testing.T) {
	dir := t.TempDir()
	for _, file := range []string{
		"document-front.mp4", "document-front.txt", "document-back.jpg", "selfie.png", "selfie/1.png", "liveness/SMILE.mov", "notes.mp4",
	} {
		path := filepath.Join(dir, file)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, nil, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	for station, want := range map[string]string{
		"document-front": "document-front.mp4", "document-back": "document-back.jpg", "selfie": "selfie",
		"liveness": "liveness", "liveness/SMILE": "liveness/SMILE.mov",
		"liveness/NEUTRAL": "", "document-front.txt": "", "document-front.mp4": "", "../selfie": "", "": "",
	} {
		got, err := replay.Find(dir, station)
		if want == "" && !errors.Is(err, replay.ErrStation) || want != "" && got != filepath.Join(dir, want) {
			t.Errorf("station %q is %q, %v; want %q", station, got, err, want)
		}
	}
	want := []string{"document-front", "document-back", "selfie", "liveness"}
	if got, err := replay.Stations(dir); err != nil || !slices.Equal(got, want) {
		t.Errorf("stations %v, %v", got, err)
	}
}

func TestRecordingWithoutStations(t *testing.T) {
	if got, err := replay.Stations(t.TempDir()); !errors.Is(err, replay.ErrStation) {
		t.Errorf("stations %v, %v; want ErrStation", got, err)
	}
}
