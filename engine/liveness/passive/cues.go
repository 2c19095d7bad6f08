package passive

import (
	"image"
	"math"

	"portico/engine/face"
	"portico/engine/imaging"
)

// Names of the cues in a Result.
const (
	// Redness is the mean of (red − luma) / (luma + 16) over the face: skin
	// seen directly is redder than its print or its picture on a screen.
	Redness = "redness"
	// Sharpness is face.Quality's: what was photographed twice is softer.
	Sharpness = "sharpness"
	// Moire is how far, in decades of power, the strongest single spatial
	// frequency of the face stands above the others of its scale: the grid of
	// a screen or a print, or its beat with the camera's.
	Moire = "moire"
)

const (
	// Frequencies in cycles a pixel between which moiré is looked for: below,
	// the face itself has structure; above, little survives JPEG.
	moireLow, moireHigh = .08, .45

	smallestPatch, largestPatch = 64, 256 // pixels per side, powers of two

	// patchPerEyes is the greatest side of the patch over the distance of the
	// pupils: brows to chin.
	patchPerEyes = 2.4

	// blackLevel keeps the ratio that redness is from exploding in the dark.
	blackLevel = 16
)

// patch returns the upright square, a power of two wide, in the middle of f
// and inside img at its own resolution: to resample would wipe out moiré. It
// is false when f is too small for one.
func patch(img *image.RGBA, f face.Face) (image.Rectangle, bool) {
	room := min(img.Rect.Dx(), img.Rect.Dy(), int(patchPerEyes*f.EyeDistance), largestPatch)
	if room < smallestPatch {
		return image.Rectangle{}, false
	}
	n := smallestPatch
	for 2*n <= room {
		n *= 2
	}
	x := int((f.Box[0].X+f.Box[2].X)/2) - n/2
	y := int((f.Box[0].Y+f.Box[2].Y)/2) - n/2
	x = min(max(x, 0), img.Rect.Dx()-n)
	y = min(max(y, 0), img.Rect.Dy()-n)
	return image.Rect(x, y, x+n, y+n), true
}

// measure returns the cues of the face f, whose patch is at.
func measure(img *image.RGBA, f face.Face, at image.Rectangle) (map[string]float64, error) {
	q, err := face.Measure(img, f)
	if err != nil {
		return nil, err
	}
	skin := imaging.Crop(img, at)
	g := imaging.Gray(skin)
	return map[string]float64{
		Redness:   redness(skin, g),
		Sharpness: q.Sharpness,
		Moire:     newSpectrum(g).peak(moireLow, moireHigh),
	}, nil
}

func redness(img *image.RGBA, luma *image.Gray) float64 {
	var sum float64
	w, h := img.Rect.Dx(), img.Rect.Dy()
	for y := range h {
		for x := range w {
			l := float64(luma.Pix[luma.PixOffset(x, y)])
			sum += (float64(img.Pix[img.PixOffset(x, y)]) - l) / (l + blackLevel)
		}
	}
	return sum / math.Max(1, float64(w*h))
}
