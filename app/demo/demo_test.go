package demo_test

import (
	"slices"
	"testing"

	"portico/app/demo"
	"portico/capture/replay"
)

func TestRecordingHasEveryStation(t *testing.T) {
	dir := t.TempDir()
	if err := demo.Record(t.Context(), dir, demo.Rendered()); err != nil {
		t.Fatal(err)
	}
	seq, err := replay.NewSequence(dir, replay.Config{})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{replay.DocumentFront, replay.DocumentBack, replay.Selfie, replay.Liveness} {
		if !slices.Contains(seq.Stations(), want) {
			t.Errorf("no station %s among %v", want, seq.Stations())
		}
	}
	for _, within := range []string{"liveness/NEUTRAL", "liveness/SMILE"} {
		if err := seq.Station(within); err != nil {
			t.Error(err)
		}
	}
}
