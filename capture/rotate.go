package capture

import (
	"context"
	"image"
)

// Rotate turns what src delivers clockwise by so many quarter turns, any
// integer. It owns src: Close closes it.
func Rotate(src Source, quarters int) Source {
	quarters = (quarters%4 + 4) % 4
	if quarters == 0 {
		return src
	}
	return rotated{src, quarters}
}

type rotated struct {
	Source
	quarters int // 1, 2 or 3
}

func (r rotated) Read(ctx context.Context) (Frame, error) {
	f, err := r.Source.Read(ctx)
	if err != nil {
		return Frame{}, err
	}
	f.Image = turned(f.Image, r.quarters)
	return f, nil
}

// turned copies img, whose origin is (0,0), turned clockwise. It goes through
// the picture in tiles that stay in the processor's cache: 1920×1080 pixels
// take a few milliseconds.
func turned(img *image.RGBA, quarters int) *image.RGBA {
	const tile = 32
	w, h := img.Rect.Dx(), img.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, h, w))
	if quarters == 2 {
		out = image.NewRGBA(img.Rect)
	}
	// Where the first pixel goes, and how far a step right and down leads.
	var origin, right, down int
	switch quarters {
	case 1:
		origin, right, down = 4*(h-1), out.Stride, -4
	case 2:
		origin, right, down = len(out.Pix)-4, -4, -out.Stride
	case 3:
		origin, right, down = (w-1)*out.Stride, -out.Stride, 4
	}
	for y0 := 0; y0 < h; y0 += tile {
		for x0 := 0; x0 < w; x0 += tile {
			for y := y0; y < min(y0+tile, h); y++ {
				from, to := y*img.Stride+4*x0, origin+y*down+x0*right
				for range min(tile, w-x0) {
					*(*[4]byte)(out.Pix[to:]) = *(*[4]byte)(img.Pix[from:])
					from, to = from+4, to+right
				}
			}
		}
	}
	return out
}
