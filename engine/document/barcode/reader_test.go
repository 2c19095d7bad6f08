package barcode_test

import (
	"context"
	"errors"
	"image"
	"testing"

	"portico/engine/document/barcode"
	"portico/engine/imaging"
)

type decoder func(grey *image.Gray, threshold barcode.Threshold) ([]barcode.Symbol, error)

func (d decoder) Decode(grey *image.Gray, threshold barcode.Threshold) ([]barcode.Symbol, error) {
	return d(grey, threshold)
}

func TestTriesEndWithTheFirstSymbolOfTwoDimensions(t *testing.T) {
	line := barcode.Symbol{Format: barcode.Code128, Data: []byte("12345"), Text: "12345", Lines: 9}
	square := barcode.Symbol{Format: barcode.PDF417, Data: []byte("A"), Text: "A", Corners: imaging.Quad{{X: 60, Y: 30}}}
	tries := 0
	r := barcode.NewReader(decoder(func(grey *image.Gray, _ barcode.Threshold) ([]barcode.Symbol, error) {
		tries++
		if grey.Rect.Dx() == 1200 {
			return []barcode.Symbol{line, square}, nil
		}
		return []barcode.Symbol{line}, nil
	}))
	img := image.NewRGBA(image.Rect(0, 0, 600, 300))
	got, err := r.Read(t.Context(), img, true)
	if err != nil || len(got) != 2 || got[0].Format != barcode.PDF417 || got[1].Format != barcode.Code128 || tries != 3 {
		t.Fatalf("%d tries: %+v, %v", tries, got, err)
	}
	if at := got[0].Corners[0]; at != (imaging.Point{X: 30, Y: 15}) {
		t.Errorf("the symbol lies at %v of the picture as it was handed over, want 30, 15", at)
	}
	tries = 0
	if got, err := r.Read(t.Context(), img, false); err != nil || len(got) != 1 || tries != 1 {
		t.Errorf("not thorough: %d tries, %+v, %v", tries, got, err)
	}
}

func TestTextureIsNoBarcode(t *testing.T) {
	r := barcode.NewReader(decoder(func(*image.Gray, barcode.Threshold) ([]barcode.Symbol, error) {
		return []barcode.Symbol{{Format: barcode.Code39, Text: "A1", Lines: 20}, {Format: barcode.Code39, Text: "ABCDEF", Lines: 2}}, nil
	}))
	if got, err := r.Read(t.Context(), image.NewRGBA(image.Rect(0, 0, 100, 100)), true); err != nil || len(got) != 0 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestReadingStopsWithItsContextAndItsDecoder(t *testing.T) {
	broken := errors.New("broken")
	r := barcode.NewReader(decoder(func(*image.Gray, barcode.Threshold) ([]barcode.Symbol, error) { return nil, broken }))
	img := image.NewRGBA(image.Rect(0, 0, 100, 100))
	if _, err := r.Read(t.Context(), img, true); !errors.Is(err, broken) {
		t.Errorf("error %v, want the decoder's", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Read(ctx, img, true); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
}

// BenchmarkReadInVain makes all tries of a photograph without a barcode; what
// counts is the memory, not the decoder, which is none.
func BenchmarkReadInVain(b *testing.B) {
	r := barcode.NewReader(decoder(func(*image.Gray, barcode.Threshold) ([]barcode.Symbol, error) { return nil, nil }))
	img := image.NewRGBA(image.Rect(0, 0, 1600, 1009))
	b.ReportAllocs()
	for b.Loop() {
		if got, err := r.Read(b.Context(), img, true); err != nil || got != nil {
			b.Fatal(got, err)
		}
	}
}
