package guidance

import (
	"context"
	"image"

	"portico/engine/document"
	"portico/engine/face"
	"portico/engine/imaging"
)

// Locator finds a document in a live picture.
type Locator interface {
	Locate(img *image.RGBA) (document.Location, bool)
}

// FaceFinder finds faces in a live picture, the largest first.
type FaceFinder interface {
	Detect(ctx context.Context, img *image.RGBA) ([]face.Face, error)
}

// MeasureFace measures a live picture.
func MeasureFace(ctx context.Context, faces FaceFinder, img *image.RGBA) (Face, error) {
	m := Face{Frame: img.Rect.Size()}
	found, err := faces.Detect(ctx, img)
	if err == nil && len(found) == 0 {
		found, err = farOff(ctx, faces, img)
	}
	if err != nil || len(found) == 0 {
		return m, err
	}
	m.Count, m.Face = len(found), found[0]
	m.Light, _ = lightOf(img, m.Face) // none where the face lies outside the picture
	m.Sharpness = clarity(img, m.Face.Box, faceWidth)
	m.MouthOpen = mouthOpen(m.Face)
	return m, nil
}

// farOff finds faces in the middle of the picture that are too far away for a
// finder of near ones, and too small to be taken. Only their boxes are those
// in the picture.
func farOff(ctx context.Context, faces FaceFinder, img *image.RGBA) ([]face.Face, error) {
	size := img.Rect.Size()
	middle := image.Rectangle{Min: size.Div(4), Max: size.Sub(size.Div(4))}
	found, err := faces.Detect(ctx, imaging.Crop(img, middle))
	var far []face.Face
	for _, f := range found {
		for i, p := range f.Box {
			f.Box[i] = imaging.Point{X: p.X + float64(middle.Min.X), Y: p.Y + float64(middle.Min.Y)}
		}
		if _, width := place(f); width < usualFace.Least*float64(min(size.X, size.Y)) {
			far = append(far, f)
		}
	}
	return far, err
}

// Thumbnail is a picture so small that noise averages out.
func Thumbnail(img *image.RGBA) *image.Gray { return imaging.Gray(imaging.Resize(img, 48, 27)) }
