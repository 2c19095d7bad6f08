// Package track measures the frames of a liveness challenge, one face
// followed in time, and says whether they can be one take: timing that a
// camera has, no cut, no frame twice.
//
// A Frame holds measures and a thumbnail, never the picture. Functions are
// pure and safe for concurrent use.
package track

import (
	"hash/maphash"
	"image"
	"time"

	"portico/engine/face"
	"portico/engine/imaging"
)

// Frame is one picture of a challenge as far as challenges need it.
type Frame struct {
	At    time.Duration // since the challenge began
	Face  face.Face     // the largest, with its mesh
	Size  image.Point   // pixels of the picture
	Eyes  float64       // sharpness of the eyes, at the same size for all distances
	Skin  []Patch       // light on parts of the face
	Scene *image.Gray   // the whole picture, sceneWidth pixels wide
	Print uint64        // equal for equal pictures within one process

	Followed Followed // by a Pursuit; empty without one
}

// Reach is the distance of the pupils over the shorter side of the picture:
// how close the face is.
func (f Frame) Reach() float64 { return f.Face.EyeDistance / float64(min(f.Size.X, f.Size.Y)) }

const (
	sceneWidth = 96
	eyesWidth  = 128 // pixels to which the strip of both eyes is brought
)

var seed = maphash.MakeSeed()

// Measure measures the face f, which Find or Detect found in img.
func Measure(img *image.RGBA, f face.Face, at time.Duration) Frame {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	small := imaging.Resize(img, sceneWidth, max(1, sceneWidth*h/max(w, 1)))
	return Frame{
		At: at, Face: f, Size: image.Pt(w, h),
		Eyes:  eyes(img, f),
		Skin:  patches(img, f),
		Scene: imaging.Gray(small),
		Print: maphash.Bytes(seed, img.Pix),
	}
}

// eyes measures the strip from eye to eye.
func eyes(img *image.RGBA, f face.Face) float64 {
	r, l := f.Landmarks[0], f.Landmarks[1]
	d := f.EyeDistance
	strip := image.Rect(int(min(r.X, l.X)-.3*d), int(min(r.Y, l.Y)-.25*d), int(max(r.X, l.X)+.3*d), int(max(r.Y, l.Y)+.25*d))
	part := imaging.Crop(img, strip)
	if part.Rect.Empty() {
		return 0
	}
	g := imaging.Gray(imaging.Resize(part, eyesWidth, max(1, eyesWidth*part.Rect.Dy()/part.Rect.Dx())))
	return imaging.Sharpness(g)
}
