package cv

import (
	"image"
	"math"

	"gocv.io/x/gocv"

	"portico/engine/document/mrz"
	"portico/engine/imaging"
)

// TextLines proposes lines of text for the reader of machine-readable zones.
// The zero value is ready and safe for concurrent use.
type TextLines struct{}

var _ mrz.LineFinder = TextLines{}

// Sizes below are for characters scaled to workPitch pixels, so capitals are
// ten pixels high and lines 20 apart (Doc 9303-3, 4.2: 2.54 mm a character,
// 6.35 mm a line). They were set on 47 outside pictures.
const (
	workPitch   = 8
	leastLength = 40  // of a line: five characters
	leastArea   = 150 // of a line
	thinnest    = 4   // mean height of a line's region
	thickest    = 22  //
	steepest    = .4  // slope
	leastEnergy = 3   // of strokes, whatever the picture
	mostScaled  = 4096
)

// TextLines finds where strokes are dense along a line of small height: what
// is dark and narrow is kept, vertical rules are removed, the horizontal
// gradient is averaged along the line and compared with its surroundings.
// There are none in a picture of less than 16 pixels, before or after it is
// scaled, nor for a pitch below one pixel.
func (TextLines) TextLines(gray *image.Gray, pitch float64) []mrz.Line {
	if !(pitch >= 1 && pitch <= largest) {
		return nil
	}
	scale := workPitch / pitch
	w, h := int(math.Round(float64(gray.Rect.Dx())*scale)), int(math.Round(float64(gray.Rect.Dy())*scale))
	if min(w, h) < smallest || max(w, h) > mostScaled {
		return nil
	}
	full, ok := grayMatrix(gray)
	if !ok {
		return nil
	}
	defer full.Close()
	small := gocv.NewMat()
	defer small.Close()
	how := gocv.InterpolationLinear
	if scale < 1 {
		how = gocv.InterpolationArea
	}
	gocv.Resize(full, &small, image.Pt(w, h), 0, 0, how)
	strokes := strokeGradient(small)
	defer strokes.Close()
	mask := denseStrokes(strokes)
	defer mask.Close()
	return lines(mask, strokes, scale)
}

// strokeGradient returns the horizontal gradient of dark, narrow things, one
// byte a pixel.
func strokeGradient(gray gocv.Mat) gocv.Mat {
	letters, rules := box(9, 11), box(1, 23)
	defer letters.Close()
	defer rules.Close()
	dark, long, gradient := gocv.NewMat(), gocv.NewMat(), gocv.NewMat()
	defer dark.Close()
	defer long.Close()
	defer gradient.Close()
	gocv.MorphologyEx(gray, &dark, gocv.MorphBlackhat, letters)
	gocv.MorphologyEx(dark, &long, gocv.MorphOpen, rules)
	gocv.Subtract(dark, long, &dark)
	gocv.Sobel(dark, &gradient, gocv.MatTypeCV16S, 1, 0, 3, 1, 0, gocv.BorderDefault)
	out := gocv.NewMat()
	gocv.ConvertScaleAbs(gradient, &out, .25, 0)
	return out
}

// denseStrokes marks regions as flat and long as lines of text in which
// strokes are denser than around them.
func denseStrokes(strokes gocv.Mat) gocv.Mat {
	energy, local := gocv.NewMat(), gocv.NewMat()
	defer energy.Close()
	defer local.Close()
	average(strokes, &energy, 17, 3)
	average(energy, &local, 81, 41)
	mask := gocv.NewMatWithSize(strokes.Rows(), strokes.Cols(), gocv.MatTypeCV8U)
	e, err1 := energy.DataPtrFloat32()
	l, err2 := local.DataPtrFloat32()
	m, err3 := mask.DataPtrUint8()
	if err1 != nil || err2 != nil || err3 != nil {
		panic("a matrix of our own is not continuous")
	}
	floor := max(leastEnergy, .25*quantile(e, .95))
	for i := range m {
		m[i] = 0
		if e[i] > max(1.25*l[i], floor) {
			m[i] = 255
		}
	}
	gap, speck := box(21, 1), box(15, 3)
	defer gap.Close()
	defer speck.Close()
	gocv.MorphologyEx(mask, &mask, gocv.MorphClose, gap)
	gocv.MorphologyEx(mask, &mask, gocv.MorphOpen, speck)
	return mask
}

// average is the mean over w×h pixels; gocv takes the two the other way round.
func average(src gocv.Mat, dst *gocv.Mat, w, h int) {
	gocv.BoxFilter(src, dst, int(gocv.MatTypeCV32F), image.Pt(h, w))
}

func box(w, h int) gocv.Mat {
	return gocv.GetStructuringElement(gocv.MorphRect, image.Pt(w, h))
}

// quantile returns the value below which the share p of a lies, to a quarter.
func quantile(a []float32, p float64) float32 {
	var count [256 * 4]int
	for _, v := range a {
		count[min(int(v*4), len(count)-1)]++
	}
	below := 0
	for i, n := range count {
		if below += n; float64(below) >= p*float64(len(a)) {
			return (float32(i) + .5) / 4
		}
	}
	return 255
}

// region gathers what a line is fitted through: the sums of weighted least
// squares of y over x, and the extent.
type region struct {
	w, x, y, xx, xy float64
	left, right     int
	top, bottom     int
	area            int
}

// lines fits a line through each connected region of mask, weighted with
// strokes.
func lines(mask, strokes gocv.Mat, scale float64) []mrz.Line {
	left, err1 := mask.DataPtrUint8()
	ink, err2 := strokes.DataPtrUint8()
	if err1 != nil || err2 != nil {
		panic("a matrix of our own is not continuous")
	}
	w, h := mask.Cols(), mask.Rows()
	var found []mrz.Line
	var open []int
	for start := range left {
		if left[start] == 0 {
			continue
		}
		r := region{left: w, top: h}
		left[start] = 0
		for open = append(open[:0], start); len(open) > 0; {
			i := open[len(open)-1]
			open = open[:len(open)-1]
			x, y := i%w, i/w
			r.add(x, y, float64(ink[i])+.1)
			for ny := max(y-1, 0); ny <= min(y+1, h-1); ny++ {
				for nx := max(x-1, 0); nx <= min(x+1, w-1); nx++ {
					if n := ny*w + nx; left[n] != 0 {
						left[n] = 0
						open = append(open, n)
					}
				}
			}
		}
		if l, ok := r.line(scale); ok {
			found = append(found, l)
		}
	}
	return found
}

func (r *region) add(x, y int, w float64) {
	r.left, r.right, r.top, r.bottom = min(r.left, x), max(r.right, x), min(r.top, y), max(r.bottom, y)
	r.area++
	fx, fy := float64(x), float64(y)
	r.w += w
	r.x += w * fx
	r.y += w * fy
	r.xx += w * fx * fx
	r.xy += w * fx * fy
}

func (r *region) line(scale float64) (mrz.Line, bool) {
	width, height := float64(r.right-r.left+1), float64(r.bottom-r.top+1)
	thick := float64(r.area) / width
	spread := r.xx - r.x*r.x/r.w
	if width < leastLength || height > .45*width || r.area < leastArea || thick < thinnest || thick > thickest || spread <= 0 {
		return mrz.Line{}, false
	}
	slope := (r.xy - r.x*r.y/r.w) / spread
	if math.Abs(slope) > steepest {
		return mrz.Line{}, false
	}
	at := func(x int) imaging.Point {
		y := r.y/r.w + slope*(float64(x)-r.x/r.w)
		return imaging.Point{X: (float64(x) + .5) / scale, Y: (y + .5) / scale}
	}
	return mrz.Line{Left: at(r.left), Right: at(r.right), Height: max(4, thick-1) / scale}, true
}

// grayMatrix copies img; ok is false when its size is refused.
func grayMatrix(img *image.Gray) (m gocv.Mat, ok bool) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	if min(w, h) < smallest || max(w, h) > largest {
		return gocv.Mat{}, false
	}
	data := make([]byte, 0, w*h)
	for y := range h {
		data = append(data, img.Pix[y*img.Stride:][:w]...)
	}
	shared, err := gocv.NewMatFromBytes(h, w, gocv.MatTypeCV8UC1, data)
	if err != nil {
		return gocv.Mat{}, false
	}
	defer shared.Close()
	return shared.Clone(), true
}
