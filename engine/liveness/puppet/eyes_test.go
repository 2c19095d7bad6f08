package puppet_test

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"

	"portico/engine/face"
	"portico/engine/liveness/puppet"
)

// staring is a dome with white eyes, 32 by 16 pixels, and dark irises in their
// middles.
func staring() (*image.RGBA, face.Face) {
	img, f := dome()
	skin, white, dark := color.RGBA{210, 160, 140, 255}, color.RGBA{240, 240, 240, 255}, color.RGBA{20, 20, 20, 255}
	for i := 0; i < len(img.Pix); i += 4 {
		copy(img.Pix[i:], []uint8{skin.R, skin.G, skin.B, 255})
	}
	lids := [2][]int{
		{33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7},
		{362, 398, 384, 385, 386, 387, 388, 466, 263, 249, 390, 373, 374, 380, 381, 382},
	}
	for eye, pupil := range [2]int{468, 473} {
		cx, cy := []float64{116, 184}[eye], 130.
		put := func(v int, dx, dy float64) { f.Mesh[v] = face.Point3{X: cx + dx, Y: cy + dy, Z: f.Mesh[33].Z} }
		for i, v := range lids[eye] {
			sin, cos := math.Sincos(math.Pi * (1 + float64(i)/8))
			put(v, 16*cos, 8*sin)
		}
		put(pupil, 0, 0)
		put(pupil+1, 6, 0)
		put(pupil+2, 0, -6)
		put(pupil+3, -6, 0)
		put(pupil+4, 0, 6)
		for y := -8.; y <= 8; y++ {
			for x := -16.; x <= 16; x++ {
				switch {
				case x*x+y*y <= 36:
					img.SetRGBA(int(cx+x), int(cy+y), dark)
				case x*x/256+y*y/64 <= 1:
					img.SetRGBA(int(cx+x), int(cy+y), white)
				}
			}
		}
	}
	return img, f
}

// The irises go where the head looks and leave white behind; they stay behind
// the lids, and the skin stays.
func TestHeadLooksAbout(t *testing.T) {
	img, f := staring()
	p, err := puppet.New(img, f)
	if err != nil {
		t.Fatal(err)
	}
	s := scene()
	s.Focal = 500
	draw := func(across, below float64) *image.RGBA {
		return p.Head(s, puppet.Pose{Distance: 5, Across: across, Below: below}, puppet.Daylight, rand.New(rand.NewPCG(1, 2)))
	}
	iris := func(img *image.RGBA) (x, y, n float64) {
		for j := 135; j < 165; j++ {
			for i := 145; i < 190; i++ {
				if img.RGBAAt(i, j).R < 100 {
					x, y, n = x+float64(i), y+float64(j), n+1
				}
			}
		}
		return x / n, y / n, n
	}
	rest := draw(0, 0)
	x0, y0, n0 := iris(rest)
	for name, look := range map[string][2]float64{"right": {1, 0}, "left": {-1, 0}, "down": {0, 1}, "up and right": {1, -1}} {
		got := draw(look[0], look[1])
		x, y, n := iris(got)
		if dx, dy := x-x0, y-y0; dx*look[0] < 4*math.Abs(look[0]) || dy*look[1] < math.Abs(look[1]) || n > 1.1*n0 {
			t.Errorf("%s: the iris moved by %.1f, %.1f and has %.0f pixels of %.0f", name, dx, dy, n, n0)
		}
		if look[1] == 0 && got.RGBAAt(int(x0-6*look[0]), int(y0)).G < 220 {
			t.Errorf("%s: no white where the iris was", name)
		}
		if was, is := rest.RGBAAt(int(x0), int(y0)+18), got.RGBAAt(int(x0), int(y0)+18); was != is {
			t.Errorf("%s: the skin below changed from %v to %v", name, was, is)
		}
	}
}
