package v4l2

import (
	"cmp"
	"slices"

	"github.com/blackjack/webcam"

	"portico/capture/pixfmt"
)

// fourCC are V4L2's codes of the formats that pixfmt decodes.
var fourCC = map[pixfmt.Format]webcam.PixelFormat{
	pixfmt.MJPEG: 'M' | 'J'<<8 | 'P'<<16 | 'G'<<24,
	pixfmt.YUYV:  'Y' | 'U'<<8 | 'Y'<<16 | 'V'<<24,
	pixfmt.NV12:  'N' | 'V'<<8 | '1'<<16 | '2'<<24,
}

func formatOf(code webcam.PixelFormat) (pixfmt.Format, bool) {
	for format, c := range fourCC {
		if c == code {
			return format, true
		}
	}
	return "", false
}

// usualSizes stand for the sizes of a camera that allows any within bounds.
var usualSizes = [][2]uint32{{1920, 1080}, {1280, 720}, {640, 480}}

// modes asks the driver for the modes that pixfmt can decode, best first.
func modes(dev *webcam.Webcam) []Mode {
	var all []Mode
	offered := dev.GetSupportedFormats()
	for format, code := range fourCC {
		if _, ok := offered[code]; !ok {
			continue
		}
		for _, s := range dev.GetSupportedFrameSizes(code) {
			for _, size := range sizes(s) {
				all = append(all, Mode{
					Format: format, Width: int(size[0]), Height: int(size[1]),
					FPS: fastest(dev.GetSupportedFramerates(code, size[0], size[1])),
				})
			}
		}
	}
	slices.SortFunc(all, better)
	return slices.Compact(all)
}

func sizes(s webcam.FrameSize) [][2]uint32 {
	if s.StepWidth == 0 && s.StepHeight == 0 {
		return [][2]uint32{{s.MaxWidth, s.MaxHeight}}
	}
	var in [][2]uint32
	for _, u := range usualSizes {
		if u[0] >= s.MinWidth && u[0] <= s.MaxWidth && u[1] >= s.MinHeight && u[1] <= s.MaxHeight {
			in = append(in, u)
		}
	}
	return in
}

func fastest(rates []webcam.FrameRate) (fps float64) {
	for _, r := range rates {
		if r.MinNumerator > 0 { // the shortest time between frames, in seconds
			fps = max(fps, float64(r.MinDenominator)/float64(r.MinNumerator))
		}
	}
	return fps
}

const (
	fluent    = 10          // frames a second that guidance and liveness need
	fullHD    = 1920 * 1080 // larger pictures cost time and tell an onboarding nothing more
	tolerance = 0.5         // frames a second by which a wanted rate may be missed
)

// better orders modes by how well they serve an onboarding: fluent ones
// first, then those that are not larger than full HD, then by size, by rate,
// and MJPEG, which leaves the bus to other devices, before raw formats.
func better(a, b Mode) int {
	rank := func(m Mode) []int {
		area := m.Width * m.Height
		return []int{
			one(m.FPS == 0 || m.FPS >= fluent), one(area <= fullHD), area, int(m.FPS), one(m.Format == pixfmt.MJPEG),
		}
	}
	return cmp.Or(slices.Compare(rank(b), rank(a)), cmp.Compare(a.Format, b.Format))
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Best chooses from modes the one that serves an onboarding best among those
// that have the format, size and at least the rate of want, as far as want
// names them; where there is none such, among all. Without modes ok is false.
func Best(modes []Mode, want Mode) (best Mode, ok bool) {
	if len(modes) == 0 {
		return Mode{}, false
	}
	fits := func(m Mode) bool {
		return (want.Format == "" || want.Format == m.Format) &&
			(want.Width == 0 || want.Width == m.Width) &&
			(want.Height == 0 || want.Height == m.Height) &&
			m.FPS+tolerance >= want.FPS
	}
	candidates := slices.DeleteFunc(slices.Clone(modes), func(m Mode) bool { return !fits(m) })
	if len(candidates) == 0 {
		candidates = modes
	}
	best = slices.MinFunc(candidates, better)
	if want.FPS > 0 {
		best.FPS = min(best.FPS, want.FPS)
	}
	return best, true
}
