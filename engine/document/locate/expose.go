package locate

import (
	"image"

	"portico/engine/imaging"
)

// Bright pictures keep their levels; dark ones are brightened, at most so much.
const (
	wellExposed = 170 // luma that the brightest 2 % of a picture should reach
	mostGain    = 5
)

// Expose returns img brightened until its lights are where a well exposed
// picture has them, so that a card in the dark is still found and the person
// can be told that it is too dark.
func Expose(img *image.RGBA) *image.RGBA {
	hist := imaging.Histogram(imaging.Gray(img))
	light := hist.Percentile(.98)
	if light >= wellExposed {
		return img
	}
	gain := min(wellExposed*256/max(light, 1), mostGain*256)
	out := image.NewRGBA(img.Rect)
	for i, v := range img.Pix {
		if i%4 == 3 {
			out.Pix[i] = 255
			continue
		}
		out.Pix[i] = uint8(min(int(v)*gain>>8, 255))
	}
	return out
}
