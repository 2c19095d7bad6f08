package guidance

import (
	"errors"
	"image"
	"math"

	"portico/engine/face"
	"portico/engine/imaging"
)

// Light is how a face is lit. Nothing in it depends on the colour of the skin:
// a dark skin is not a dark scene.
type Light struct {
	Contrast float64 // the face's own range of luma, its brightest and darkest hundredth apart, 0..255
	Noise    float64 // of the sensor in it, standard deviation of luma; at least leastNoise
	Burnt    float64 // 0..1: share of the face that is burnt out
	Behind   float64 // 0..1: share of the picture around the face that is burnt out
	Lenses   float64 // 0..1: share of the eyes' surroundings that is burnt out, of the worse one
}

const (
	burntOut   = 250 // luma
	leastNoise = 1   // levels: what a picture's eight bits and its compression leave

	laplacianGain = 4.4721 // √20: of independent noise, by the squares of its weights
)

// errNowhere says that a face lies outside the picture.
var errNowhere = errors.New("the face lies outside the picture")

// distinct is by how many times the noise the face's features stand out.
func (l Light) distinct() float64 { return l.Contrast / math.Max(l.Noise, leastNoise) }

func lightOf(img *image.RGBA, f face.Face) (Light, error) {
	box := f.Box.Bounds()
	middle := box.Inset(min(box.Dx(), box.Dy()) / 5).Intersect(img.Rect) // no room behind it
	if middle.Dx() < 8 || middle.Dy() < 8 {
		return Light{}, errNowhere
	}
	g := imaging.Gray(imaging.Crop(img, middle))
	levels := imaging.Histogram(g)
	return Light{
		Contrast: float64(levels.Percentile(.99) - levels.Percentile(.01)), Noise: math.Max(laplacian(g).noise()/laplacianGain, leastNoise),
		Burnt: levels.Above(burntOut), Behind: behind(img, box), Lenses: math.Max(lens(img, f, 0), lens(img, f, 1)),
	}, nil
}

// behind looks at every fourth pixel outside the face, above its chin: below
// it are clothes.
func behind(img *image.RGBA, box image.Rectangle) float64 {
	const step = 4
	burnt, all := 0, 0
	for y := 0; y < min(box.Max.Y, img.Rect.Dy()); y += step {
		for x := 0; x < img.Rect.Dx(); x += step {
			if image.Pt(x, y).In(box) {
				continue
			}
			all++
			p := img.Pix[img.PixOffset(x, y):]
			if min(p[0], p[1], p[2]) >= burntOut {
				burnt++
			}
		}
	}
	return float64(burnt) / math.Max(1, float64(all))
}

// lens returns how much is burnt out around an eye, in a box of half the
// distance between the eyes, as wide as a lens, and half as high.
func lens(img *image.RGBA, f face.Face, eye int) float64 {
	r := int(imaging.Dist(f.Landmarks[0], f.Landmarks[1]) / 4)
	at := image.Pt(int(f.Landmarks[eye].X), int(f.Landmarks[eye].Y))
	box := image.Rect(at.X-r, at.Y-r/2, at.X+r, at.Y+r/2).Intersect(img.Rect)
	if box.Empty() {
		return 0
	}
	return burnt(img, box)
}

// Vertices of MediaPipe's face mesh: the inner edges of the lips, and the
// corners of the mouth.
const (
	upperLip, lowerLip    = 13, 14
	mouthRight, mouthLeft = 61, 291
)

// mouthOpen returns the lips' distance over the mouth's width; 0 without mesh.
func mouthOpen(f face.Face) float64 {
	if len(f.Mesh) <= mouthLeft {
		return 0
	}
	apart := func(a, b int) float64 { return math.Hypot(f.Mesh[a].X-f.Mesh[b].X, f.Mesh[a].Y-f.Mesh[b].Y) }
	return apart(upperLip, lowerLip) / math.Max(apart(mouthRight, mouthLeft), 1)
}

// glareLeft returns the burnt share of the left two fifths of a page below its
// head, where travel documents have the portrait (ICAO Doc 9303-4 to -6).
func glareLeft(img *image.RGBA, q imaging.Quad) float64 {
	const width, height = 160, 100
	page, err := imaging.Warp(img, q, width, height)
	if err != nil {
		return 0
	}
	return burnt(page, image.Rect(0, height/5, width*2/5, height))
}

func burnt(img *image.RGBA, in image.Rectangle) float64 {
	levels := imaging.Histogram(imaging.Gray(imaging.Crop(img, in)))
	return levels.Above(burntOut)
}
