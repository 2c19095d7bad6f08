package assemble_test

import (
	"image"
	"math/rand/v2"
	"slices"
	"testing"

	"portico/engine/imaging"
)

// TestStreamReadsWhatNoFrameShows averages noisy frames of one specimen
// (Doc 9303-4), then sees another document.
func TestStreamReadsWhatNoFrameShows(t *testing.T) {
	reader := mrzReader(t)
	passport := []string{"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"}
	page := printed(t, passport, 9)
	rng := rand.New(rand.NewPCG(1, 1))
	stream := reader.NewStream()
	const frames = 8
	alone := 0
	for i := range frames {
		frame := noisy(rng, page, 44)
		single, err := reader.Read(t.Context(), frame)
		if err != nil {
			t.Fatal(err)
		}
		if single != nil && slices.Equal(single.Lines, passport) {
			alone++
		}
		merged, err := stream.Add(t.Context(), frame)
		if err != nil {
			t.Fatal(err)
		}
		if i == frames-1 && (merged == nil || !slices.Equal(merged.Lines, passport)) {
			t.Errorf("%d frames read %v, want %q", stream.Frames(), merged, passport)
		}
	}
	if alone > frames/2 {
		t.Errorf("%d of %d frames are read alone: the test shows nothing", alone, frames)
	}
	card := []string{"I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"}
	got, err := stream.Add(t.Context(), printed(t, card, 18))
	if err != nil || got == nil || !slices.Equal(got.Lines, card) || stream.Frames() != 1 {
		t.Errorf("another document: read %v of %d frames, error %v", got, stream.Frames(), err)
	}
}

// noisy adds noise of that deviation, in luma, to every pixel.
func noisy(rng *rand.Rand, img *image.RGBA, deviation float64) *image.RGBA {
	g := imaging.Gray(img)
	for i, v := range g.Pix {
		g.Pix[i] = uint8(min(max(float64(v)+deviation*rng.NormFloat64(), 0), 255))
	}
	return imaging.ToRGBA(g)
}
