package tess_test

import (
	"context"
	"errors"
	"image"
	"image/color"
	"strings"
	"sync"
	"testing"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"portico/engine/native/tess"
)

// line prints text in black on white, letters about 20 pixels high.
func line(t *testing.T, text string) *image.Gray {
	t.Helper()
	parsed, err := opentype.Parse(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: 28, DPI: 72})
	if err != nil {
		t.Fatal(err)
	}
	d := font.Drawer{Src: image.NewUniform(color.Black), Face: face, Dot: fixed.P(12, 32)}
	g := image.NewGray(image.Rect(0, 0, d.MeasureString(text).Ceil()+24, 44))
	draw.Draw(g, g.Rect, image.White, image.Point{}, draw.Src)
	d.Dst = g
	d.DrawString(text)
	return g
}

func open(t *testing.T) *tess.Reader {
	t.Helper()
	r, err := tess.New(tess.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	return r
}

func TestReadsALine(t *testing.T) {
	r := open(t)
	var wg sync.WaitGroup
	for _, text := range []string{"Date of birth", "12.08.1974", "Eriksson", "D231458907"} {
		crop := line(t, text)
		wg.Go(func() {
			got, err := r.ReadLine(context.Background(), crop)
			if err != nil || got.Value != text || got.Confidence < .7 {
				t.Errorf("ReadLine = %+v, %v, want %q", got, err, text)
			}
			if !got.Box.In(crop.Rect.Inset(-2)) || got.Box.Dx() < crop.Rect.Dx()/2 {
				t.Errorf("letters at %v in a crop of %v", got.Box, crop.Rect)
			}
		})
	}
	wg.Wait()
}

func TestNothingToRead(t *testing.T) {
	r := open(t)
	for name, crop := range map[string]*image.Gray{
		"nothing":   image.NewGray(image.Rectangle{}),
		"one pixel": image.NewGray(image.Rect(0, 0, 1, 1)),
		"a ribbon":  image.NewGray(image.Rect(0, 0, 9000, 5)),
		"white":     line(t, ""),
	} {
		if got, err := r.ReadLine(t.Context(), crop); err != nil || strings.TrimSpace(got.Value) != "" {
			t.Errorf("%s: %+v, %v, want no text", name, got, err)
		}
	}
}

func TestErrors(t *testing.T) {
	if _, err := tess.New(tess.Config{Tessdata: t.TempDir()}); err == nil || !strings.Contains(err.Error(), "tesseract-ocr-eng") {
		t.Errorf("New without the language = %v, want the package that mends it", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r, err := tess.New(tess.Config{Clients: 1})
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	if _, err := r.ReadLine(ctx, line(t, "Name")); !errors.Is(err, context.Canceled) {
		t.Errorf("ReadLine after the end = %v, want %v", err, context.Canceled)
	}
}
