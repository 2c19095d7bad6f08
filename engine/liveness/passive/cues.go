package passive

import (
	"image"
	"math"

	"portico/engine/face"
)

// Names of the cues in a Result.
const (
	// Moire is how far, in decades of power, the strongest single spatial
	// frequency of the face stands above the others of its scale: the grid of
	// a screen or a print, or its beat with the camera's.
	Moire = "moire"
	// Copied is the logarithm of the odds of a copy by the network.
	Copied = "copied"
	// Context is the share of a square twice the face that the picture shows,
	// 0..1. Where it is small, little could be seen of what surrounds the face.
	Context = "context"
)

// LittleContext is the Context below which too little is said to be seen: the
// square of a face that reaches a picture's edges on two sides.
const LittleContext = .5

const (
	// Frequencies in cycles a pixel between which moiré is looked for: below,
	// the face itself has structure; above, little survives JPEG.
	moireLow, moireHigh = .08, .45

	smallestPatch, largestPatch = 64, 256 // pixels per side, powers of two

	// patchPerEyes is the greatest side of the patch over the distance of the
	// pupils: brows to chin.
	patchPerEyes = 2.4

	contextScale = 2. // side of the square over the face's longer side
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

// seen is the share of the square around f that img shows.
func seen(img *image.RGBA, f face.Face) float64 {
	b := f.Box.Bounds()
	half := int(contextScale * math.Max(float64(b.Dx()), float64(b.Dy())) / 2)
	x, y := (b.Min.X+b.Max.X)/2, (b.Min.Y+b.Max.Y)/2
	square := image.Rect(x-half, y-half, x+half, y+half)
	part := square.Intersect(img.Rect)
	return float64(part.Dx()*part.Dy()) / math.Max(1, float64(square.Dx()*square.Dy()))
}
