// Package imaging decodes, cuts and measures single pictures.
//
// The engine's currency is *image.RGBA with opaque pixels and its origin at
// (0,0); every function here returns that. Coordinates are pixels of the
// picture as displayed, that is after its EXIF orientation has been applied.
// Functions are pure and safe for concurrent use; none keeps its arguments.
package imaging

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // registers PNG with image.Decode
	"math"

	"github.com/bep/imagemeta"
	"golang.org/x/image/draw"
)

// What can be wrong with the bytes of a picture. Callers compare with errors.Is.
var (
	ErrEmpty    = errors.New("the picture is empty")
	ErrFormat   = errors.New("not a JPEG or PNG picture")
	ErrTooLarge = errors.New("the picture is too large")
	ErrCorrupt  = errors.New("the picture is damaged or incomplete")
)

// Limits bounds what Decode accepts. The zero value is usable.
type Limits struct {
	Bytes  int // 0 means 32 MiB
	Pixels int // 0 means 50 million
}

// Decode returns the picture in data as it is displayed. The size is checked
// before any pixel is decoded, so a decompression bomb costs nothing. Errors
// wrap ErrEmpty, ErrFormat, ErrTooLarge or ErrCorrupt.
func Decode(data []byte, lim Limits) (*image.RGBA, error) {
	if lim.Bytes == 0 {
		lim.Bytes = 32 << 20
	}
	if lim.Pixels == 0 {
		lim.Pixels = 50_000_000
	}
	if len(data) == 0 {
		return nil, ErrEmpty
	}
	if len(data) > lim.Bytes {
		return nil, fmt.Errorf("%w: %d bytes, at most %d", ErrTooLarge, len(data), lim.Bytes)
	}
	cfg, format, err := image.DecodeConfig(bytes.NewReader(data))
	if errors.Is(err, image.ErrFormat) {
		return nil, ErrFormat
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	if cfg.Width < 1 || cfg.Height < 1 {
		return nil, ErrEmpty
	}
	if cfg.Width > lim.Pixels/cfg.Height {
		return nil, fmt.Errorf("%w: %d×%d pixels, at most %d megapixels",
			ErrTooLarge, cfg.Width, cfg.Height, lim.Pixels/1_000_000)
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	return orient(ToRGBA(img), orientation(data, format)), nil
}

// ToRGBA returns img itself when it already is what the engine wants, else an
// opaque copy on white with its origin at (0,0).
func ToRGBA(img image.Image) *image.RGBA {
	if rgba, ok := img.(*image.RGBA); ok && rgba.Rect.Min == (image.Point{}) && rgba.Opaque() {
		return rgba
	}
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	op := draw.Src
	if o, ok := img.(interface{ Opaque() bool }); !ok || !o.Opaque() {
		draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
		op = draw.Over
	}
	draw.Draw(out, out.Rect, img, b.Min, op)
	return out
}

// EncodeJPEG compresses img; quality is 1 to 100. The colour is stored 4:2:0.
func EncodeJPEG(img image.Image, quality int) ([]byte, error) {
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, img, &jpeg.Options{Quality: quality}); err != nil {
		return nil, fmt.Errorf("encode JPEG: %w", err)
	}
	return buf.Bytes(), nil
}

// Crop copies the part of img inside r; what lies outside img is cut off, so
// the result may be smaller than r, and is empty when they do not meet.
func Crop(img *image.RGBA, r image.Rectangle) *image.RGBA {
	r = r.Intersect(img.Rect)
	out := image.NewRGBA(image.Rect(0, 0, r.Dx(), r.Dy()))
	draw.Draw(out, out.Rect, img, r.Min, draw.Src)
	return out
}

// Resize scales img to w×h pixels. Shrinking averages over all source pixels.
func Resize(img image.Image, w, h int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, max(w, 1), max(h, 1)))
	draw.CatmullRom.Scale(out, out.Rect, img, img.Bounds(), draw.Src, nil)
	return out
}

// Fit returns img scaled down so that its longer side is at most side pixels,
// and the factor by which coordinates of the result must be multiplied to get
// coordinates of img. A picture that already fits is returned as it is.
func Fit(img *image.RGBA, side int) (*image.RGBA, float64) {
	long := max(img.Rect.Dx(), img.Rect.Dy())
	if long <= side {
		return img, 1
	}
	f := float64(long) / float64(side)
	w := int(math.Round(float64(img.Rect.Dx()) / f))
	h := int(math.Round(float64(img.Rect.Dy()) / f))
	out := image.NewRGBA(image.Rect(0, 0, max(w, 1), max(h, 1)))
	draw.BiLinear.Scale(out, out.Rect, img, img.Rect, draw.Src, nil)
	return out, f
}

// Gray returns the luma (ITU-R BT.601) of img.
func Gray(img *image.RGBA) *image.Gray {
	out := image.NewGray(img.Rect)
	for y := range img.Rect.Dy() {
		src := img.Pix[y*img.Stride:]
		dst := out.Pix[y*out.Stride:]
		for x := range img.Rect.Dx() {
			p := src[4*x : 4*x+3 : 4*x+3]
			dst[x] = uint8((19595*uint32(p[0]) + 38470*uint32(p[1]) + 7471*uint32(p[2]) + 1<<15) >> 16)
		}
	}
	return out
}

// orientation reads the EXIF orientation, 1 to 8; 1 when there is none or it
// cannot be read: a picture with bad metadata is still a picture.
func orientation(data []byte, format string) int {
	f := imagemeta.JPEG
	if format == "png" {
		f = imagemeta.PNG
	}
	value := 1
	_, err := imagemeta.Decode(imagemeta.Options{
		R: bytes.NewReader(data), ImageFormat: f, Sources: imagemeta.EXIF,
		ShouldHandleTag: func(ti imagemeta.TagInfo) bool { return ti.Tag == "Orientation" },
		HandleTag: func(ti imagemeta.TagInfo) error {
			if v, ok := ti.Value.(uint16); ok && v >= 1 && v <= 8 {
				value = int(v)
			}
			return imagemeta.ErrStopWalking
		},
	})
	if err != nil {
		return 1
	}
	return value
}

// orient turns img by its EXIF orientation (Exif 2.32, tag 0x0112).
func orient(img *image.RGBA, o int) *image.RGBA {
	if o == 1 {
		return img
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	from := map[int]func(x, y int) (int, int){
		2: func(x, y int) (int, int) { return w - 1 - x, y },
		3: func(x, y int) (int, int) { return w - 1 - x, h - 1 - y },
		4: func(x, y int) (int, int) { return x, h - 1 - y },
		5: func(x, y int) (int, int) { return y, x },
		6: func(x, y int) (int, int) { return y, h - 1 - x },
		7: func(x, y int) (int, int) { return w - 1 - y, h - 1 - x },
		8: func(x, y int) (int, int) { return w - 1 - y, x },
	}[o]
	turned := image.Rect(0, 0, w, h)
	if o >= 5 {
		turned = image.Rect(0, 0, h, w)
	}
	out := image.NewRGBA(turned)
	for y := range turned.Dy() {
		for x := range turned.Dx() {
			sx, sy := from(x, y)
			copy(out.Pix[y*out.Stride+4*x:][:4], img.Pix[sy*img.Stride+4*sx:][:4])
		}
	}
	return out
}

// at returns the pixel at (x, y), the nearest one when outside.
func at(img *image.RGBA, x, y int) color.RGBA {
	x = min(max(x, 0), img.Rect.Dx()-1)
	y = min(max(y, 0), img.Rect.Dy()-1)
	i := y*img.Stride + 4*x
	return color.RGBA{img.Pix[i], img.Pix[i+1], img.Pix[i+2], 255}
}
