package pixfmt_test

import (
	"errors"
	"image/color"
	"slices"
	"testing"

	"portico/capture/pixfmt"
)

// bars are the colour bars of ITU-R BT.471 at 100 % and 75 %, with the 8-bit
// studio values (Y, Cb, Cr) that ITU-R BT.801 gives for them.
var bars = map[string]struct {
	y, u, v uint8
	rgb     [3]int
}{
	"white":       {235, 128, 128, [3]int{255, 255, 255}},
	"yellow":      {210, 16, 146, [3]int{255, 255, 0}},
	"cyan":        {170, 166, 16, [3]int{0, 255, 255}},
	"green":       {145, 54, 34, [3]int{0, 255, 0}},
	"magenta":     {106, 202, 222, [3]int{255, 0, 255}},
	"red":         {81, 90, 240, [3]int{255, 0, 0}},
	"blue":        {41, 240, 110, [3]int{0, 0, 255}},
	"black":       {16, 128, 128, [3]int{0, 0, 0}},
	"75% white":   {180, 128, 128, [3]int{191, 191, 191}},
	"75% yellow":  {162, 44, 142, [3]int{191, 191, 0}},
	"75% cyan":    {131, 156, 44, [3]int{0, 191, 191}},
	"75% green":   {112, 72, 58, [3]int{0, 191, 0}},
	"75% magenta": {84, 184, 198, [3]int{191, 0, 191}},
	"75% red":     {65, 100, 212, [3]int{191, 0, 0}},
	"75% blue":    {35, 212, 114, [3]int{0, 0, 191}},
}

func TestColourBars(t *testing.T) {
	for name, bar := range bars {
		for format, data := range map[pixfmt.Format][]byte{
			pixfmt.YUYV: slices.Repeat([]byte{bar.y, bar.u, bar.y, bar.v}, 4),
			pixfmt.NV12: slices.Concat(slices.Repeat([]byte{bar.y}, 8), slices.Repeat([]byte{bar.u, bar.v}, 2)),
		} {
			img, err := pixfmt.Decode(format, data, 4, 2)
			if err != nil {
				t.Errorf("%s in %s: %v", name, format, err)
				continue
			}
			for i := range 8 {
				if got := img.RGBAAt(i%4, i/4); !near(got, bar.rgb) {
					t.Errorf("%s in %s, pixel %d = %v, want %v within 2", name, format, i, got, bar.rgb)
				}
			}
		}
	}
}

func near(c color.RGBA, want [3]int) bool {
	for i, v := range []uint8{c.R, c.G, c.B} {
		if d := int(v) - want[i]; d < -2 || d > 2 {
			return false
		}
	}
	return c.A == 255
}

func TestEveryPixelHasItsPlace(t *testing.T) {
	luma := []byte{16, 60, 104, 148, 192, 235, 30, 220} // 4×2
	grey := []int{0, 51, 102, 154, 205, 255, 16, 238}
	yuyv := make([]byte, 0, 16)
	for i := 0; i < 8; i += 2 {
		yuyv = append(yuyv, luma[i], 128, luma[i+1], 128)
	}
	for format, data := range map[pixfmt.Format][]byte{
		pixfmt.YUYV: yuyv,
		pixfmt.NV12: slices.Concat(luma, []byte{128, 128, 128, 128}),
	} {
		img, err := pixfmt.Decode(format, data, 4, 2)
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range grey {
			if got := img.RGBAAt(i%4, i/4); !near(got, [3]int{v, v, v}) {
				t.Errorf("%s pixel (%d,%d) = %v, want grey %d", format, i%4, i/4, got, v)
			}
		}
	}
}

func TestRefusesWhatIsNoFrame(t *testing.T) {
	for name, c := range map[string]struct {
		format pixfmt.Format
		bytes  int
		w, h   int
		want   error
	}{
		"the driver set another size": {pixfmt.YUYV, 640 * 480 * 2, 800, 600, pixfmt.ErrSize},
		"nothing":                     {pixfmt.YUYV, 0, 640, 480, pixfmt.ErrSize},
		"odd width":                   {pixfmt.YUYV, 3 * 2 * 2, 3, 2, pixfmt.ErrSize},
		"odd height":                  {pixfmt.NV12, 4 * 3 * 3 / 2, 4, 3, pixfmt.ErrSize},
		"no size":                     {pixfmt.NV12, 0, 0, 0, pixfmt.ErrSize},
		"sizes whose product wraps":   {pixfmt.YUYV, 0, 1 << 32, 1 << 32, pixfmt.ErrSize},
		"frame of length 0":           {pixfmt.MJPEG, 0, 640, 480, pixfmt.ErrCorrupt},
		"garbage":                     {pixfmt.MJPEG, 10000, 640, 480, pixfmt.ErrCorrupt},
		"unknown format":              {"H264", 10, 640, 480, pixfmt.ErrFormat},
	} {
		if _, err := pixfmt.Decode(c.format, make([]byte, c.bytes), c.w, c.h); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}
