package locate

import (
	"image"
	"math"
)

// Shrink returns img averaged over whole blocks of pixels so that its longer
// side is at most side, and the factor from its coordinates to img's. A
// picture that fits already is returned as it is. Averaging whole blocks costs
// a few milliseconds where a resampling filter costs tens.
func Shrink(img *image.RGBA, side int) (*image.RGBA, float64) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	n := int(math.Ceil(float64(max(w, h)) / float64(max(side, 1))))
	if n <= 1 || w < n || h < n {
		return img, 1
	}
	out := image.NewRGBA(image.Rect(0, 0, w/n, h/n))
	sums := make([]uint32, 3*out.Rect.Dx())
	scale := uint32(1<<20) / uint32(n*n)
	for y := range out.Rect.Dy() {
		clear(sums)
		for dy := range n {
			row := img.Pix[(y*n+dy)*img.Stride:]
			for x := range out.Rect.Dx() {
				var r, g, b uint32
				for p := row[4*x*n : 4*(x+1)*n]; len(p) >= 4; p = p[4:] {
					r, g, b = r+uint32(p[0]), g+uint32(p[1]), b+uint32(p[2])
				}
				s := sums[3*x : 3*x+3 : 3*x+3]
				s[0], s[1], s[2] = s[0]+r, s[1]+g, s[2]+b
			}
		}
		dst := out.Pix[y*out.Stride:]
		for x := range out.Rect.Dx() {
			for c := range 3 {
				dst[4*x+c] = uint8(min((uint64(sums[3*x+c])*uint64(scale)+1<<19)>>20, 255))
			}
			dst[4*x+3] = 255
		}
	}
	return out, float64(n)
}
