package pixfmt_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"testing"

	"portico/capture/pixfmt"
)

// BenchmarkDecode measures one frame of 1280×720; at 30 frames a second each
// has 33 ms.
func BenchmarkDecode(b *testing.B) {
	const w, h = 1280, 720
	rng := rand.New(rand.NewPCG(1, 2))
	smooth := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio422)
	for i := range smooth.Y {
		smooth.Y[i] = uint8(i%w/5) + uint8(rng.IntN(8))
	}
	var picture bytes.Buffer
	if err := jpeg.Encode(&picture, smooth, &jpeg.Options{Quality: 85}); err != nil {
		b.Fatal(err)
	}
	for format, data := range map[pixfmt.Format][]byte{
		pixfmt.MJPEG: picture.Bytes(),
		pixfmt.YUYV:  make([]byte, pixfmt.Length(pixfmt.YUYV, w, h)),
		pixfmt.NV12:  make([]byte, pixfmt.Length(pixfmt.NV12, w, h)),
	} {
		b.Run(string(format), func(b *testing.B) {
			for b.Loop() {
				if _, err := pixfmt.Decode(format, data, w, h); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
