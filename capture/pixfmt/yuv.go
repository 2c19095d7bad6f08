package pixfmt

import "image"

func decodeYUYV(data []byte, w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	out := img.Pix
	for ; len(data) >= 4; data, out = data[4:], out[8:] {
		c := chroma(data[1], data[3])
		c.put(out[0:4], data[0])
		c.put(out[4:8], data[2])
	}
	return img
}

func decodeNV12(data []byte, w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	luma, uv := data[:w*h], data[w*h:]
	for y := range h {
		line, pairs, out := luma[y*w:], uv[y/2*w:], img.Pix[y*img.Stride:]
		for x := 0; x < w; x += 2 {
			c := chroma(pairs[x], pairs[x+1])
			c.put(out[4*x:4*x+4], line[x])
			c.put(out[4*x+4:4*x+8], line[x+1])
		}
	}
	return img
}

// colour is what U and V add to each of R, G and B, in 1/65536.
type colour struct{ r, g, b int32 }

// The factors are those of ITU-R BT.601-7, 2.5.1 to 2.5.3, for 8 bits with
// black at 16, white at 235 and 224 steps of colour difference:
// 255/219, 1.402·255/224, 0.344136·255/224, 0.714136·255/224, 1.772·255/224.
func chroma(u, v uint8) colour {
	cu, cv := int32(u)-128, int32(v)-128
	return colour{r: 104597 * cv, g: -25675*cu - 53279*cv, b: 132201 * cu}
}

func (c colour) put(pixel []uint8, y uint8) {
	luma := 76309*(int32(y)-16) + 1<<15
	pixel[0] = clamp(luma + c.r)
	pixel[1] = clamp(luma + c.g)
	pixel[2] = clamp(luma + c.b)
	pixel[3] = 255
}

func clamp(v int32) uint8 {
	return uint8(min(max(v>>16, 0), 255))
}
